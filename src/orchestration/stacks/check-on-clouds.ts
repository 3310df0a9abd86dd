import type { Connection } from '../../clouds/types.ts';
import type { Clock } from '../../expressions/ports.ts';
import { checkCustomConstraints, isCloudConstraint } from '../../resources/constraints.ts';
import type { Finder } from '../../resources/contract.ts';
import {
  checkLocalConstraints,
  constraintProblem,
  problem,
  type ConstraintCheck,
  type Problem,
} from '../../template/index.ts';
import { plannedCloud } from '../model/placement.ts';
import type { StackModel } from '../model/stack-model.ts';
import { NoWay, type CheckedClouds, type Route } from '../preflight/checked-clouds.ts';
import type { Requester } from '../types.ts';

/** What the clouds of a stack's resources are asked with. */
export interface CloudCheck {
  readonly clouds: CheckedClouds;
  readonly finder: (connection: Connection) => Finder;
  readonly clock: Clock;
  readonly who: Requester;
  /** Where the stack is to live. */
  readonly route: Route;
  readonly ignoreErrors: readonly string[];
}

/** The way to the cloud that a resource of the stack is to live on. */
export function routeOf(route: Route, model: StackModel, name: string): Route {
  const cloud = plannedCloud(model, name);
  return cloud === undefined ? route : [cloud];
}

/** Resources whose cloud cannot be reached or does not have what their type needs. */
export async function unavailable(check: CloudCheck, model: StackModel): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, { definition, type }] of model.resources) {
    const { resources, resource } = model.template.version.words;
    const path = [resources, name, resource.type];
    if (type.service === undefined) continue;
    const cloud = await check.clouds.to(routeOf(check.route, model, name));
    if (cloud instanceof NoWay) {
      problems.push(problem('StackValidationFailed', cloud.reason, [resources, name, resource.metadata]));
    } else if (!check.ignoreErrors.includes('99001') && !(await cloud.has(type.service))) {
      const message = `HEAT-E99001 Service ${type.service} is not available for resource type ${definition.type}, reason: Service endpoint not in service catalog.`;
      problems.push(problem('ResourceTypeUnavailable', message, path));
    }
  }
  return problems;
}

/** Holds values against custom constraints: those that need no cloud, and then the rest with one look at each cloud for each kind. */
export async function constraintProblems(
  check: CloudCheck,
  model: StackModel,
  checks: readonly ConstraintCheck[],
): Promise<Problem[]> {
  const { problems, remaining } = checkLocalConstraints(checks, { now: check.clock.now() }, isCloudConstraint);
  const byCloud = new Map<Connection, ConstraintCheck[]>();
  for (const item of remaining) {
    const route = item.parameter === undefined ? routeOf(check.route, model, String(item.path[1])) : check.route;
    const cloud = await check.clouds.to(route);
    // Why there is no way has been said where the types were looked at.
    if (!(cloud instanceof NoWay)) byCloud.set(cloud, [...(byCloud.get(cloud) ?? []), item]);
  }
  for (const [cloud, items] of byCloud) {
    const failures = await checkCustomConstraints(check.finder(cloud), items);
    problems.push(...failures.map((failure) => constraintProblem(failure, failure.reason)));
  }
  return problems;
}
