import { hasErrors, problem, TemplateError, type Problem } from '../../template/index.ts';
import { typeLookup } from '../model/check-model.ts';
import { checkTree, type CheckedStack, type TreeCheck } from '../model/check-tree.ts';
import { childModel } from '../model/child-model.ts';
import { STACK_CLOUD, stackCloud } from '../model/placement.ts';
import { StackModel } from '../model/stack-model.ts';
import { CheckedClouds, NoWay, type Route } from '../preflight/checked-clouds.ts';
import { missingRoom } from '../preflight/preflight.ts';
import type { Requester } from '../types.ts';
import { constraintProblems, routeOf, unavailable, type CloudCheck } from './check-on-clouds.ts';
import { externalProblems } from './check-external.ts';
import { remoteProblems, type RemoteCheck } from './check-remote.ts';
import { forbiddenTypes, typesFirst } from './check-types.ts';
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
    problems.push(...(await missingRoom(way, treeOf(check.ports, strict, model), [])));
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
    begin: ({ model }, found) =>
      check.enforce ? [...forbiddenTypes(check.who, model), ...typesFirst(model, found)] : found,
    beyond: async ({ model, where }, constraints) => {
      const cloud = cloudCheck(check, where);
      const missing = await unavailable(cloud, model);
      const external =
        hasErrors(missing) || !check.enforce ? [] : await externalProblems(cloud, check.ports.random, model);
      return [...missing, ...external, ...(await constraintProblems(cloud, model, constraints))];
    },
    inside: ({ model, where }, name, { type }) => (type.nestedAt === undefined ? routeOf(where, model, name) : where),
    elsewhere: (stack, name, { strict, isWhole }) => {
      const resource = stack.model.resources.get(name)!;
      if (resource.type.nestedAt === undefined) return undefined;
      // What fails alone is found out by each alone, when its turn comes; and no other cloud is asked about a stack that will not be.
      if (resource.type.failsAlone === true || !isWhole) return Promise.resolve([]);
      return remoteProblems(remoteCheck(check, { ...stack, strict }, name), stack.model, resource);
    },
  };
}

function cloudCheck({ clouds, ports, who, ignoreErrors = [] }: Examination, route: Route): CloudCheck {
  const { clock, delegation } = ports;
  return { clouds, clock, who, route, ignoreErrors, finder: (connection) => delegation.finder(connection) };
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
    tree: (child) => treeOf(check.ports, strict, child),
    typeLookup,
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
