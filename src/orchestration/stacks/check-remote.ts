import { isCloudError } from '../../clouds/errors.ts';
import type { Connection } from '../../clouds/types.ts';
import { isMap, own } from '../../expressions/values.ts';
import type { RemoteContext } from '../../resources/contract.ts';
import { isCloudConstraint } from '../../resources/constraints.ts';
import {
  checkLocalConstraints,
  checkTemplate,
  hasErrors,
  problem,
  references,
  type Problem,
} from '../../template/index.ts';
import { inheritedFrom } from '../model/inherited.ts';
import { plannedMetadata } from '../model/placement.ts';
import { knownProperties, resolveProperties } from '../model/properties.ts';
import { rawProperties, StackModel, type ModelResource } from '../model/stack-model.ts';
import { inTime, NoWay, reasonOf, type Route } from '../preflight/checked-clouds.ts';
import { missingOrchestration, missingVersion } from '../preflight/orchestration-needs.ts';
import { missingRoom, type Wanted } from '../preflight/preflight.ts';
import { refusedValues, type CloudCheck } from './check-on-clouds.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';

/** What the check of a stack lends to the check of a stack elsewhere. */
export interface RemoteCheck {
  readonly cloud: CloudCheck;
  readonly strict: boolean;
  /** The model of the remote stack, or what keeps its template from being understood. */
  readonly child: () => StackModel | Problem[];
  /** Everything that can be said against it if this engine is to run it at the end of the route. */
  readonly examineHere: (child: StackModel, route: Route) => Promise<Problem[]>;
  /** The stacks of a tree. */
  readonly tree: (child: StackModel) => Wanted;
  readonly typeLookup: (model: StackModel) => Parameters<typeof checkTemplate>[1]['types'];
}

/**
 * Everything that can be said against a stack on another cloud before anything of it is made: the way there, what that cloud does not
 * know or have, and what its own validation finds. Paths are those inside the resource.
 */
export async function remoteProblems(
  check: RemoteCheck,
  model: StackModel,
  resource: ModelResource,
): Promise<Problem[]> {
  const raw = rawProperties(resource.definition);
  const known = (key: string): boolean => references(raw[key] ?? null, model.staticScope).length === 0;
  // What comes from other resources is looked at when it is there.
  if (!known('context') || !known('template')) return [];
  const values = check.strict ? resolveProperties : knownProperties;
  const properties = values(resource.definition, resource.type, model.staticScope);
  const metadata = plannedMetadata(model, resource.definition.name);
  const where = resource.type.nestedAt!.where(properties, metadata);
  if (!isSettled(raw['context'] ?? null, where)) return [];
  const route = where === undefined ? check.cloud.route : [...check.cloud.route, where];
  const cloud = await check.cloud.clouds.to(route);
  if (cloud instanceof NoWay) {
    return [
      refused(`Cannot establish connection to Heat endpoint at ${nameOf(where)} due to "${cloud.reason}"`, 'context'),
    ];
  }
  try {
    return await inTime(check.cloud.clock, problemsThere(check, model, resource, { cloud, route, properties, where }));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return [
      refused(
        `Failed validating stack template using Heat endpoint at ${nameOf(where)} due to "${reason}"`,
        'template',
      ),
    ];
  }
}

interface There {
  readonly cloud: Connection;
  readonly route: Route;
  readonly properties: ValueMap;
  readonly where: RemoteContext | undefined;
}

async function problemsThere(check: RemoteCheck, model: StackModel, resource: ModelResource, there: There) {
  const { cloud, route } = there;
  const child = check.child();
  if (!(await cloud.has('orchestration'))) {
    if (!(child instanceof StackModel)) return child.map(inTemplate);
    const problems = await check.examineHere(child, route);
    const room = hasErrors(problems) ? [] : await missingRoom(cloud, check.tree(child), ['properties', 'context']);
    return [...problems.map(inTemplate), ...room];
  }
  if (!(child instanceof StackModel)) return notUnderstood(child, there);
  const missing = await missingOrchestration(cloud, child);
  const found = [
    ...missing.map(inTemplate),
    ...(await constraintsThere(check, child, there, missing)).map(inTemplate),
    ...(await missingRoom(cloud, check.tree(child), ['properties', 'context'])),
  ];
  if (found.length > 0 || !check.strict) return found;
  return validatedThere(model, resource, there);
}

/** A template of a version that is not known here may well be known there. */
async function notUnderstood(problems: readonly Problem[], { cloud, properties }: There): Promise<Problem[]> {
  const version = problems.find(({ type }) => type === 'InvalidTemplateVersion');
  if (version === undefined) return problems.map(inTemplate);
  const answer = await cloud.service('orchestration').get('/template_versions');
  const list = isMap(answer) ? own(answer, 'template_versions') : undefined;
  const ids = new Set(
    (Array.isArray(list) ? list : []).flatMap((item) => (isMap(item) ? [String(own(item, 'version'))] : [])),
  );
  const text = String(own(properties, 'template'));
  const [, key, date] = /^["']?(\w*[vV]ersion)["']?\s*:\s*["']?([^"'\s]+)/m.exec(text) ?? [];
  if (key !== undefined && ids.has(`${key}.${date}`)) return [];
  return [inTemplate(missingVersion(cloud, key ?? 'heat_template_version', `${key}.${date}`, ids))];
}

/** Images, flavors, networks … that the template names and the cloud does not have. */
async function constraintsThere(
  check: RemoteCheck,
  child: StackModel,
  { route }: There,
  missing: readonly Problem[],
): Promise<Problem[]> {
  // Where a whole type is missing, so is all that its resources name.
  const without = new Set(missing.map(({ path }) => path[1]));
  const { constraints } = checkTemplate(child.staticScope, {
    types: check.typeLookup(child),
    typeNames: child.types.names(),
    strict: check.strict,
  });
  const isKnown = ({ path }: { path: readonly (string | number)[] }): boolean => {
    const definition = child.template.resources.get(String(path[1]));
    if (without.has(path[1]!)) return false;
    const raw = definition === undefined ? undefined : rawProperties(definition)[String(path[3])];
    return raw === undefined || references(raw, child.staticScope).length === 0;
  };
  const checks = check.strict ? [...child.constraints, ...constraints.filter(isKnown)] : [];
  const local = checkLocalConstraints(checks, { now: check.cloud.clock.now() }, isCloudConstraint);
  const there = await refusedValues({ ...check.cloud, route }, child, local.remaining);
  return [...local.refusals, ...there].map((item) => item.problem);
}

/** What the other cloud's own validation says (Heat: remote_stack.py, validate). */
async function validatedThere(
  model: StackModel,
  { definition, type }: ModelResource,
  { cloud, properties, where }: There,
): Promise<Problem[]> {
  const parameters = own(properties, 'parameters') ?? {};
  const inherited = inheritedFrom(
    model,
    { name: definition.name, type: type.type },
    isMap(parameters) ? parameters : {},
  );
  try {
    await cloud.service('orchestration').post(
      '/validate',
      {
        template: own(properties, 'template') ?? null,
        files: { ...inherited.files },
        environment: inherited.environment,
      },
      { repeatable: true },
    );
    return [];
  } catch (error) {
    if (!isCloudError(error)) throw error;
    const reason = error.describe();
    return [
      refused(
        `Failed validating stack template using Heat endpoint at ${nameOf(where)} due to "${reason}"`,
        'template',
      ),
    ];
  }
}

/** Parameters without values leave holes in the context; then it is not known yet where the stack is to be. */
function isSettled(raw: Value, where: RemoteContext | undefined): boolean {
  const given = isMap(raw) ? raw : {};
  const wants = (key: string): boolean => (own(given, key) ?? null) !== null;
  return (
    (!wants('credential_secret_id') || where?.secretId !== undefined) &&
    (!wants('region_name') || where?.region !== undefined)
  );
}

/** As Heat names it, which knows no clouds by name. */
function nameOf(where: RemoteContext | undefined): string {
  if (where?.cloud !== undefined) return `cloud "${where.cloud}"`;
  return where?.secretId === undefined ? `region "${where?.region ?? ''}"` : 'remote cloud';
}

const refused = (message: string, property: string): Problem =>
  problem('StackValidationFailed', message, ['properties', property]);

const inTemplate = (item: Problem): Problem => ({ ...item, path: ['properties', 'template', ...item.path] });
