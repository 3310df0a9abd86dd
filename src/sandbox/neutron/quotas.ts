import { isInteger, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Service } from '../kernel/service.ts';
import type { Collection } from '../kernel/state.ts';
import { badRequest, disallowed, overQuota } from './faults.ts';
import type { Owned } from './items.ts';
import type { World } from './world.ts';

const UNLIMITED = -1;
const DEFAULT_RBAC = 10;

/** Refuses one more of something where the project has as many as it may. Throws a 409 fault. */
export function enforceQuota<T extends Owned>(
  world: World,
  name: string,
  items: Collection<T>,
  projectId: string,
): void {
  const limit = limitsOf(world, projectId)[name]!;
  if (limit >= 0 && used(items, projectId) >= limit) throw overQuota(name);
}

/** Adds the routes of quotas: own and others' limits, usage, and the admin's setting of them. */
export function addQuotas(service: Service, world: World): void {
  const show = (call: Call): ValueMap => limitsOf(world, readable(call));
  service.route('GET', '/v2.0/quotas', (call) => {
    if (!call.caller.isAdmin) throw disallowed('rule:get_quota');
    const quotas = [...world.quotas.values()].map(({ id }) => ({
      ...limitsOf(world, id),
      tenant_id: id,
      project_id: id,
    }));
    return { status: 200, body: { quotas } };
  });
  service.route('GET', '/v2.0/quotas/tenant', (call) => {
    const id = call.caller.projectId ?? null;
    return { status: 200, body: { tenant: { tenant_id: id, project_id: id } } };
  });
  service.route('GET', '/v2.0/quotas/:id', (call) => ({ status: 200, body: { quota: show(call) } }));
  service.route('GET', '/v2.0/quotas/:id/default', (call) => {
    readable(call);
    return { status: 200, body: { quota: limitsOf(world, '') } };
  });
  service.route('GET', '/v2.0/quotas/:id/:details', (call) => {
    const id = readable(call);
    const counted = counts(world, id);
    const quota = Object.fromEntries(
      Object.entries(limitsOf(world, id)).map(([name, limit]) => [
        name,
        { limit, used: counted[name] ?? 0, reserved: 0 },
      ]),
    );
    return { status: 200, body: { quota } };
  });
  service.route('PUT', '/v2.0/quotas/:id', (call) => set(world, call));
  service.route('DELETE', '/v2.0/quotas/:id', (call) => {
    if (!call.caller.isAdmin) throw disallowed('rule:delete_quota');
    world.quotas.delete(projectParam(call));
    return { status: 204 };
  });
}

function set(world: World, call: Call): { status: number; body: ValueMap } {
  if (!call.caller.isAdmin) throw disallowed('rule:update_quota');
  const id = projectParam(call);
  const given = call.body()['quota'];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badRequest("Unable to find 'quota' in request body");
  }
  const limits: Record<string, number> = { ...world.quotas.get(id)?.limits };
  const known = limitsOf(world, '');
  for (const [name, value] of Object.entries(given)) {
    if (name === 'tenant_id' || name === 'project_id') continue;
    if (!Object.hasOwn(known, name)) throw badRequest(`Unrecognized attribute(s) '${name}'`);
    const limit = Number(value);
    if (!isInteger(limit) || limit < UNLIMITED) {
      throw badRequest(`Invalid input for ${name}. Reason: '${String(value)}' is not in valid_range.`);
    }
    limits[name] = limit;
  }
  world.quotas.put({ id, limits });
  return { status: 200, body: { quota: limitsOf(world, id) } };
}

function projectParam(call: Call): string {
  return call.param('id');
}

function readable(call: Call): string {
  const id = projectParam(call);
  if (!call.caller.isAdmin && id !== call.caller.projectId) throw disallowed('rule:get_quota');
  return id;
}

function limitsOf(world: World, projectId: string): Record<string, number> {
  const set = world.quotas.get(projectId)?.limits ?? {};
  const limits: Record<string, number> = {};
  for (const name of Object.keys(counted(world))) limits[name] = name === 'rbac_policy' ? DEFAULT_RBAC : UNLIMITED;
  return { ...limits, ...set };
}

function counts(world: World, projectId: string): Record<string, number> {
  return Object.fromEntries(Object.entries(counted(world)).map(([name, items]) => [name, used(items, projectId)]));
}

function counted(world: World): Record<string, Collection<Owned>> {
  const { networks, subnets, subnetPools, ports, routers, floatingIps, rbac, groups, rules, trunks } = world;
  return {
    network: networks,
    subnet: subnets,
    subnetpool: subnetPools,
    port: ports,
    router: routers,
    floatingip: floatingIps,
    rbac_policy: rbac,
    security_group: groups,
    security_group_rule: rules,
    trunk: trunks,
  } as unknown as Record<string, Collection<Owned>>;
}

function used<T extends Owned>(items: Collection<T>, projectId: string): number {
  return items.filter((item) => item.project_id === projectId).length;
}
