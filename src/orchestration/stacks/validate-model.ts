import { hasErrors, problem, TemplateError, type Problem } from '../../template/index.ts';
import { typeLookup } from '../model/check-model.ts';
import { checkTree, type CheckedStack, type TreeCheck } from '../model/check-tree.ts';
import { childModel } from '../model/child-model.ts';
import { STACK_CLOUD, stackCloud } from '../model/placement.ts';
import { StackModel } from '../model/stack-model.ts';
import { CheckedClouds, NoWay, type Route } from '../preflight/checked-clouds.ts';
import { modelInTree } from '../preflight/model-in-tree.ts';
import { missingRoom, type Wanted } from '../preflight/preflight.ts';
import type { Requester } from '../types.ts';
import { refusedValues, routeOf, unavailable, type CloudCheck } from './check-on-clouds.ts';
import { externalProblems } from './check-external.ts';
import { memberProblems } from './check-members.ts';
import { remoteProblems, type RemoteCheck } from './check-remote.ts';
import { forbiddenTypes } from './check-types.ts';
import type { ServicePorts } from './ports.ts';

export interface ModelCheck {
  readonly ports: Pick<ServicePorts, 'host' | 'limits' | 'clock' | 'random' | 'delegation'>;
  readonly who: Requester;
  /** Error codes to let pass; Heat knows only 99001, a service that the cloud does not have. */
  readonly ignoreErrors?: readonly string[];
  /** False: parameters need no values, as in a validation. */
  readonly strict?: boolean;
  /** Where the stack is to live; default: where its environment says. */
  readonly route?: Route;
  /** The stack as it is; absent where there is none yet. */
  readonly before?: StackModel;
  /** The clouds that have been gone to in the course of the check. */
  readonly clouds?: CheckedClouds;
}

/** Everything that can be said against a stack before any of it exists, its nested stacks included. */
export async function problemsOf(check: ModelCheck, model: StackModel): Promise<Problem[]> {
  const counted = { resources: 0 };
  const { clock, delegation, limits } = check.ports;
  const clouds = new CheckedClouds({ clock, visit: (who, route) => delegation.visit(who, route) }, check.who);
  const cloud = stackCloud(model.environment);
  const route = check.route ?? (cloud === undefined ? [] : [cloud]);
  const way = await clouds.to(route);
  if (way instanceof NoWay) return [problem('StackValidationFailed', way.reason, ['parameter_defaults', STACK_CLOUD])];
  const strict = check.strict !== false;
  const { source: text } = model.template;
  const source = text === undefined ? {} : { source: { text } };
  const problems = await checkTree(treeCheck({ ...check, clouds, enforce: strict, counted }), {
    model,
    where: route,
    strict,
    depth: 0,
    ...source,
  });
  const limit = limits.resourcesPerStack;
  if (limit !== -1 && counted.resources > limit) {
    const message = `Maximum resources per stack exceeded.`;
    problems.push(
      problem('RequestLimitExceeded', message, ['resources'], {
        expected: `at most ${limit} resources, nested stacks included`,
      }),
    );
  }
  if (route.length > 0 && !hasErrors(problems)) {
    problems.push(...(await missingRoom(way, wantedOf(check, strict, model), [])));
  }
  return problems;
}

/** Throws TemplateError when there is anything against the stack. */
export async function requireValid(check: ModelCheck, model: StackModel): Promise<void> {
  const problems = await problemsOf(check, model);
  if (hasErrors(problems)) throw new TemplateError(problems);
}

interface Examination extends ModelCheck {
  readonly clouds: CheckedClouds;
  /** Whether the requester must be allowed to use the types. A validation alone uses none. */
  readonly enforce: boolean;
  /** Resources of the tree so far. */
  readonly counted: { resources: number };
}

/** What is said of the stacks of a tree beyond their templates: by the requester's rights and the clouds they are to live on. */
function treeCheck(check: Examination): TreeCheck<Route> {
  const { host, limits } = check.ports;
  return {
    host,
    nestedDepth: limits.nestedDepth,
    enter: ({ model }) => {
      check.counted.resources += model.resources.size;
      return limits.resourcesPerStack === -1 || check.counted.resources <= limits.resourcesPerStack;
    },
    refused: ({ model }) => (check.enforce ? forbiddenTypes(check.who, model) : []),
    beyond: async (stack, constraints) => {
      const { model, where } = stack;
      const cloud = cloudCheck(check, where);
      const missing = await unavailable(cloud, model);
      // What a service that is not there would say need not be asked.
      const without = new Set(missing.map(({ path }) => path[1]));
      const askable = constraints.filter((item) => item.parameter !== undefined || !without.has(item.path[1]!));
      return {
        unavailable: missing,
        missing: [
          ...(missing.length > 0 || !check.enforce ? [] : await externalProblems(cloud, check.ports.random, model)),
          ...(stack.isDoomed === true
            ? []
            : await memberProblems(check.ports.clock, model, (name) => lookAtMember(check, stack, name))),
        ],
        refusals: await refusedValues(cloud, model, askable),
      };
    },
    inside: ({ model, where }, name, { type }) => (type.nestedAt === undefined ? routeOf(where, model, name) : where),
    elsewhere: (stack, name, { strict, isWhole }) => {
      const resource = stack.model.resources.get(name)!;
      if (resource.type.nestedAt === undefined) return undefined;
      // Members of a set have been looked at together; and no other cloud is asked about a stack that will not be.
      if (resource.type.failsAlone === true || !isWhole) return Promise.resolve([]);
      return remoteProblems(remoteCheck(check, { ...stack, strict }, name), stack.model, resource);
    },
  };
}

function cloudCheck({ clouds, ports, who, ignoreErrors = [] }: Examination, route: Route): CloudCheck {
  const { clock, delegation } = ports;
  return { clouds, clock, who, route, ignoreErrors, finder: (connection) => delegation.finder(connection) };
}

/** Each member may have as many resources as a stack may. */
function lookAtMember(check: Examination, stack: CheckedStack<Route>, name: string): Promise<Problem[]> {
  const alone = remoteCheck({ ...check, counted: { resources: 0 } }, stack, name);
  return remoteProblems(alone, stack.model, stack.model.resources.get(name)!);
}

function remoteCheck(check: Examination, stack: CheckedStack<Route>, name: string): RemoteCheck {
  const { model, strict, depth, where } = stack;
  const { host } = check.ports;
  return {
    cloud: cloudCheck(check, where),
    strict,
    child: () => childModel(host, model, model.resources.get(name)!, name, { strict }),
    examineHere: (child, route) =>
      checkTree(treeCheck(check), { model: child, where: route, strict, depth: depth + 1 }),
    tree: (child) => wantedOf(check, strict, child),
    typeLookup,
  };
}

/** What a cloud is to take: a stack and those nested in it. */
function wantedOf({ ports, before }: ModelCheck, strict: boolean, model: StackModel): Wanted {
  return {
    models: treeOf(ports, strict, model),
    before: () => {
      const old = before === undefined ? undefined : modelInTree(ports.host, before, model.identity.name);
      return old === undefined ? [] : treeOf(ports, false, old);
    },
  };
}

/** A stack and the stacks nested in it on the same cloud, as far as they are known before they exist. */
function treeOf(ports: ModelCheck['ports'], strict: boolean, model: StackModel, depth = 0): StackModel[] {
  if (depth > ports.limits.nestedDepth) return [];
  const children = [...model.resources].flatMap(([name, resource]) => {
    if (resource.type.nested === undefined || resource.type.nestedAt !== undefined) return [];
    const child = childModel(ports.host, model, resource, name, { strict });
    return child instanceof StackModel ? treeOf(ports, strict, child, depth + 1) : [];
  });
  return [model, ...children];
}
