import type { Connection } from '../../clouds/types.ts';
import type { Clock } from '../../expressions/ports.ts';
import { checkCustomConstraints } from '../../resources/constraints.ts';
import type { Finder } from '../../resources/contract.ts';
import { lackOfExtension } from '../../resources/finder/extensions.ts';
import { problem, type ConstraintCheck, type Problem, type Refusal } from '../../template/index.ts';
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
  const found = [...model.resources].map(async ([name, { definition, type }]): Promise<Problem[]> => {
    const { resources, resource } = model.template.version.words;
    if (type.service === undefined) return [];
    const cloud = await check.clouds.to(routeOf(check.route, model, name));
    if (cloud instanceof NoWay)
      return [problem('StackValidationFailed', cloud.reason, [resources, name, resource.metadata])];
    const reason = check.ignoreErrors.includes('99001')
      ? undefined
      : await lackOf(cloud, check, type.service, type.extension);
    if (reason === undefined) return [];
    const message = `HEAT-E99001 Service ${type.service} is not available for resource type ${definition.type}, reason: ${reason}`;
    return [problem('ResourceTypeUnavailable', message, [resources, name, resource.type])];
  });
  return (await Promise.all(found)).flat();
}

/** What a cloud lacks for types of a service, or of an extension of it. */
async function lackOf(
  cloud: Connection,
  { finder }: CloudCheck,
  service: string,
  extension: string | undefined,
): Promise<string | undefined> {
  if (!(await cloud.has(service))) return 'Service endpoint not in service catalog.';
  return extension === undefined ? undefined : lackOfExtension(finder(cloud), service, extension);
}

/** The values that clouds refuse, with one look at each cloud for each kind. */
export async function refusedValues(
  check: CloudCheck,
  model: StackModel,
  checks: readonly ConstraintCheck[],
): Promise<Refusal[]> {
  const byCloud = new Map<Connection, ConstraintCheck[]>();
  for (const item of checks) {
    const route = item.parameter === undefined ? routeOf(check.route, model, String(item.path[1])) : check.route;
    const cloud = await check.clouds.to(route);
    // Why there is no way has been said where the types were looked at.
    if (!(cloud instanceof NoWay)) byCloud.set(cloud, [...(byCloud.get(cloud) ?? []), item]);
  }
  const refusals: Refusal[] = [];
  for (const [cloud, items] of byCloud) refusals.push(...(await checkCustomConstraints(check.finder(cloud), items)));
  return refusals;
}
