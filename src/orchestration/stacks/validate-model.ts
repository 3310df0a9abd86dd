import {
  checkTemplate,
  hasErrors,
  problem,
  references,
  ResolveError,
  TemplateError,
  type ConstraintCheck,
  type Problem,
  type ResourceDefinition,
  type Scope,
} from '../../template/index.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { ResourceType } from '../../resources/contract.ts';
import { notMade } from '../../resources/define.ts';
import { childTemplate } from '../model/child-template.ts';
import { STACK_CLOUD, stackCloud } from '../model/placement.ts';
import { resolveProperties } from '../model/properties.ts';
import { rawProperties, StackModel, type ModelResource } from '../model/stack-model.ts';
import { CheckedClouds, NoWay, type Route } from '../preflight/checked-clouds.ts';
import { missingRoom } from '../preflight/preflight.ts';
import type { Requester } from '../types.ts';
import { constraintProblems, routeOf, unavailable, type CloudCheck } from './check-on-clouds.ts';
import { remoteProblems, type RemoteCheck } from './check-remote.ts';
import { forbiddenTypes, typesFirst } from './check-types.ts';
import type { ServicePorts } from './ports.ts';

export interface ModelCheck {
  readonly ports: Pick<ServicePorts, 'host' | 'limits' | 'clock' | 'delegation'>;
  readonly who: Requester;
  /** Error codes to let pass; Heat knows only 99001, a service that the cloud does not have. */
  readonly ignoreErrors?: readonly string[];
  /** False: parameters need no values, as in a validation. */
  readonly strict?: boolean;
  /** Where the stack is to live; default: where its environment says. */
  readonly route?: Route;
  /** The clouds that have been gone to in the course of the check. */
  readonly clouds?: CheckedClouds;
}

/** Everything that can be said against a stack before any of it exists, its nested stacks included. */
export async function problemsOf(check: ModelCheck, model: StackModel): Promise<Problem[]> {
  const problems: Problem[] = [];
  const counted = { resources: 0 };
  const { clock, delegation } = check.ports;
  const clouds = new CheckedClouds({ clock, visit: (who, route) => delegation.visit(who, route) }, check.who);
  const cloud = stackCloud(model.environment);
  const route = check.route ?? (cloud === undefined ? [] : [cloud]);
  const way = await clouds.to(route);
  if (way instanceof NoWay) return [problem('StackValidationFailed', way.reason, ['parameter_defaults', STACK_CLOUD])];
  await examine({ ...check, route, clouds, enforce: check.strict !== false }, model, [], 0, counted, problems);
  if (route.length > 0 && !hasErrors(problems)) problems.push(...(await missingRoom(way, treeOf(check, model), [])));
  const limit = check.ports.limits.resourcesPerStack;
  if (limit !== -1 && counted.resources > limit) {
    const message = `Maximum resources per stack exceeded.`;
    problems.push(
      problem('RequestLimitExceeded', message, ['resources'], {
        expected: `at most ${limit} resources, nested stacks included`,
      }),
    );
  }
  return problems;
}

/** Throws TemplateError when there is anything against the stack. */
export async function requireValid(check: ModelCheck, model: StackModel): Promise<void> {
  const problems = await problemsOf(check, model);
  if (hasErrors(problems)) throw new TemplateError(problems);
}

interface Examination extends ModelCheck {
  readonly route: Route;
  readonly clouds: CheckedClouds;
  /** Whether the requester must be allowed to use the types. A validation alone uses none. */
  readonly enforce: boolean;
}

async function examine(
  check: Examination,
  model: StackModel,
  place: readonly (string | number)[],
  depth: number,
  counted: { resources: number },
  problems: Problem[],
): Promise<void> {
  counted.resources += model.resources.size;
  const { problems: found, constraints } = checkTemplate(model.staticScope, {
    types: typeLookup(model),
    typeNames: model.types.names(),
    strict: check.strict ?? true,
  });
  const own = check.enforce
    ? [...forbiddenTypes(check.who, model), ...typesFirst(model, [...model.problems, ...found])]
    : [...model.problems, ...found];
  if (!hasErrors(own)) {
    own.push(...typeProblems(model, check.strict !== false), ...(await unavailable(cloudCheck(check), model)));
    if (check.strict !== false) {
      const known = constraints.filter((item) => isKnown(model, item));
      own.push(...(await constraintProblems(cloudCheck(check), model, [...model.constraints, ...known])));
    }
  }
  for (const item of own) problems.push(place.length === 0 ? item : nestedProblem(item, place));
  if (hasErrors(own)) return;
  for (const [name, resource] of model.resources) {
    if (resource.type.nested === undefined) continue;
    const inner = [...place, 'resources', name];
    if (depth >= check.ports.limits.nestedDepth) {
      problems.push(
        problem('RequestLimitExceeded', `Recursion depth exceeds ${check.ports.limits.nestedDepth}.`, inner),
      );
      continue;
    }
    const isRemote = resource.type.nestedAt !== undefined;
    const within = {
      ...check,
      strict: check.strict !== false && references(resource.definition.properties, model.staticScope).length === 0,
      route: isRemote ? check.route : routeOf(check.route, model, name),
    };
    if (isRemote) {
      // What fails alone is found out by each alone, when its turn comes.
      if (resource.type.failsAlone === true) continue;
      const found = await remoteProblems(remoteCheck(within, model, name, depth, counted), model, resource);
      problems.push(...found.map((item) => nestedProblem(item, inner)));
      continue;
    }
    const child = childModel(within, model, resource, name);
    // Heat's validate call does not look into stacks whose template is elsewhere.
    if (check.strict === false && resource.type.urls !== undefined && !(child instanceof StackModel)) continue;
    if (child instanceof StackModel) await examine(within, child, inner, depth + 1, counted, problems);
    else problems.push(...child.map((item) => nestedProblem(item, inner)));
  }
}

function cloudCheck({ clouds, ports, who, route, ignoreErrors = [] }: Examination): CloudCheck {
  const { clock, delegation } = ports;
  return { clouds, clock, who, route, ignoreErrors, finder: (connection) => delegation.finder(connection) };
}

function remoteCheck(
  check: Examination,
  model: StackModel,
  name: string,
  depth: number,
  counted: { resources: number },
): RemoteCheck {
  return {
    cloud: cloudCheck(check),
    strict: check.strict !== false,
    child: () => childModel(check, model, model.resources.get(name)!, name),
    examineHere: async (child, route) => {
      const problems: Problem[] = [];
      await examine({ ...check, route }, child, [], depth + 1, counted, problems);
      return problems;
    },
    tree: (child) => treeOf(check, child),
    typeLookup,
  };
}

/** A stack and the stacks nested in it on the same cloud, as far as they are known before they exist. */
function treeOf(check: Pick<ModelCheck, 'ports' | 'strict'>, model: StackModel, depth = 0): StackModel[] {
  if (depth > check.ports.limits.nestedDepth) return [];
  const children = [...model.resources].flatMap(([name, resource]) => {
    if (resource.type.nested === undefined || resource.type.nestedAt !== undefined) return [];
    const child = childModel(check, model, resource, name);
    return child instanceof StackModel ? treeOf(check, child, depth + 1) : [];
  });
  return [model, ...children];
}

/**
 * The model of the stack that a nested resource would become, as far as its properties are known already. Not strict: some of them
 * are not, so values are not held against it.
 */
export function childModel(
  { ports, strict = true }: Pick<ModelCheck, 'ports' | 'strict'>,
  model: StackModel,
  resource: ModelResource,
  name: string,
): StackModel | Problem[] {
  try {
    const properties = resolveProperties(resource.definition, resource.type, model.staticScope);
    const child = childTemplate(
      model,
      resource,
      { name, physicalName: `${model.identity.name}-${name}`, data: {} },
      properties,
      [],
    );
    const identity = { ...model.identity, name: `${model.identity.name}-${name}` };
    return StackModel.read(identity, child.record, ports.host, { facade: () => ({}), strict });
  } catch (error) {
    if (error instanceof TemplateError) return error.problems;
    return [problem('StackValidationFailed', error instanceof Error ? error.message : String(error), [])];
  }
}

/** What the template's check asks about types: those of this model's resources. */
function typeLookup(model: StackModel) {
  return (_type: string, name: string) => {
    const resource = model.resources.get(name);
    if (resource === undefined) return model.unusable.get(name);
    const { type, file } = resource;
    const inside = (model.wanted.get(name) ?? []).flatMap(({ attribute }) =>
      attribute?.startsWith('resource.') ? [attribute] : [],
    );
    const open = Object.fromEntries(
      Object.keys(rawProperties(resource.definition)).map((key) => [key, { type: 'any' as const }]),
    );
    return {
      properties: type.open === true ? open : type.properties,
      attributes:
        file === undefined
          ? type.attributes
          : { ...type.attributes, ...Object.fromEntries(inside.map((key) => [key, {}])) },
      anyAttribute: type.open === true || (type.nested !== undefined && file === undefined),
      ...(type.updatePolicy === undefined ? {} : { updatePolicy: type.updatePolicy }),
      canSnapshot: false,
    };
  };
}

/** A value that comes from a resource of the template is not known before that is made; it is checked when its turn comes. */
function isKnown(model: StackModel, { path }: ConstraintCheck): boolean {
  const definition = model.template.resources.get(String(path[1]));
  const raw = definition === undefined ? undefined : rawProperties(definition)[String(path[3])];
  return raw === undefined || references(raw, model.staticScope).length === 0;
}

/** What types have against property values beyond their schemas. */
function typeProblems(model: StackModel, strict: boolean): Problem[] {
  const problems: Problem[] = [];
  const { resources, resource: words } = model.template.version.words;
  const names = new Set(model.resources.keys());
  for (const [name, { definition, type }] of model.resources) {
    if (strict && type.lacking !== undefined && definition.externalId === undefined) {
      const { type: kind, message } = notMade(definition.type, type.lacking);
      problems.push(problem(kind, message, [resources, name, words.type]));
    }
    if (type.validate === undefined || definition.externalId !== undefined) continue;
    const raw = rawProperties(definition);
    const isKnown = (property: string): boolean => references(raw[property] ?? null, model.staticScope).length === 0;
    const path = [resources, name, words.properties];
    const properties = knownProperties(definition, type, model.staticScope);
    if (properties instanceof ResolveError) {
      if (strict) problems.push(problem(properties.type, properties.message, path));
      continue;
    }
    for (const message of type.validate(properties, isKnown, name, names))
      problems.push(problem('StackValidationFailed', message, path));
  }
  return problems;
}

function knownProperties(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap | ResolveError {
  try {
    return resolveProperties(definition, type, scope);
  } catch (error) {
    if (error instanceof ResolveError) return error;
    throw error;
  }
}

function nestedProblem(item: Problem, place: readonly (string | number)[]): Problem {
  return { ...item, path: [...place, ...item.path] };
}
