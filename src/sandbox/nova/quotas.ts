import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { repr, str } from '../wire/python.ts';
import { requireAdmin } from './policy.ts';
import type { Flavor } from './items.ts';
import type { World } from './world.ts';

const DEFAULTS: Readonly<Record<string, number>> = {
  cores: -1,
  instances: -1,
  key_pairs: -1,
  metadata_items: 128,
  ram: -1,
  server_group_members: -1,
  server_groups: -1,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  security_group_rules: -1,
  security_groups: -1,
};
// Network quotas left the API with 2.36, those of injected files with 2.57.
const UNTIL_35 = new Set(['fixed_ips', 'floating_ips', 'security_group_rules', 'security_groups']);
const UNTIL_56 = new Set(['injected_file_content_bytes', 'injected_file_path_bytes', 'injected_files']);

/** Instances, cores and MiB of RAM that a project uses. */
export function usageOf(world: World, projectId: string): { instances: number; cores: number; ram: number } {
  const servers = world.serversOf(projectId);
  return {
    instances: servers.length,
    cores: servers.reduce((sum, { flavor }) => sum + flavor.vcpus, 0),
    ram: servers.reduce((sum, { flavor }) => sum + flavor.ram, 0),
  };
}

export function limitsOf(world: World, projectId: string): Readonly<Record<string, number>> {
  return { ...DEFAULTS, ...world.quotas.get(projectId)?.limits };
}

/** Refuses servers that would take the project over a limit. Throws a 403 {@link Fault}. */
export function enforceServers(world: World, projectId: string, flavor: Flavor, count: number): void {
  const limits = limitsOf(world, projectId);
  const asked = { instances: count, cores: flavor.vcpus * count, ram: flavor.ram * count };
  const names = (['instances', 'cores', 'ram'] as const).filter((name) => limits[name]! >= 0);
  if (names.length === 0) return;
  const used = usageOf(world, projectId);
  const over = names.filter((name) => used[name] + asked[name] > limits[name]!);
  if (over.length === 0) return;
  const list = (values: readonly number[]): string => values.join(', ');
  throw tooMany(
    over.join(', '),
    list(over.map((n) => asked[n])),
    list(over.map((n) => used[n])),
    list(over.map((n) => limits[n]!)),
  );
}

function tooMany(names: string, asked: string, used: string, allowed: string): Fault {
  const message = `Quota exceeded for ${names}: Requested ${asked}, but already used ${used} of ${allowed} ${names}`;
  return new Fault(403, message);
}

/** Refuses one more of something that is counted. Throws a 403 {@link Fault}. */
export function enforceCount(world: World, projectId: string, name: 'key_pairs' | 'server_groups', had: number): void {
  const limit = limitsOf(world, projectId)[name]!;
  if (limit < 0 || had < limit) return;
  const words = {
    key_pairs: 'Quota exceeded, too many key pairs.',
    server_groups: 'Quota exceeded, too many server groups.',
  };
  throw new Fault(403, words[name]);
}

/** Nova's refusal where a quota is used up. */
export function overQuota(resource: string): Fault {
  return tooMany(resource, '1', '10', '10');
}

export function addQuotas(routes: VersionedRoutes, world: World): void {
  const view = (limits: Readonly<Record<string, number>>, minor: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(limits).filter(
        ([name]) => (minor < 36 || !UNTIL_35.has(name)) && (minor < 57 || !UNTIL_56.has(name)),
      ),
    );
  routes.route('GET', '/os-quota-sets/:id', (call, minor) => {
    const id = readable(call);
    return { status: 200, body: { quota_set: { id, ...view(limitsOf(world, id), minor) } } };
  });
  routes.route('GET', '/os-quota-sets/:id/defaults', (call, minor) => {
    const id = call.param('id');
    return { status: 200, body: { quota_set: { id, ...view(DEFAULTS, minor) } } };
  });
  routes.route('GET', '/os-quota-sets/:id/detail', (call, minor) => {
    const id = readable(call);
    const used: Readonly<Record<string, number>> = usageOf(world, id);
    const entries = Object.entries(view(limitsOf(world, id), minor));
    const detail = entries.map(([name, limit]) => [name, { limit, in_use: used[name] ?? 0, reserved: 0 }]);
    return { status: 200, body: { quota_set: { id, ...Object.fromEntries(detail) } } };
  });
  routes.route('PUT', '/os-quota-sets/:id', (call, minor) => {
    requireAdmin(call, 'os-quota-sets:update');
    const id = call.param('id');
    const limits = { ...world.quotas.get(id)?.limits, ...readLimits(call, minor) };
    world.quotas.put({ id, limits });
    return { status: 200, body: { quota_set: view(limitsOf(world, id), minor) } };
  });
  routes.route('DELETE', '/os-quota-sets/:id', (call) => {
    requireAdmin(call, 'os-quota-sets:delete');
    world.quotas.delete(call.param('id'));
    return { status: 202 };
  });
  routes.route('GET', '/os-quota-class-sets/:id', (call, minor) => {
    requireAdmin(call, 'os-quota-class-sets:show');
    return { status: 200, body: { quota_class_set: { id: call.param('id'), ...view(DEFAULTS, minor) } } };
  });
  routes.route('GET', '/limits', (call, minor) => {
    const other = call.query.get('tenant_id');
    if (other !== null && other !== call.caller.projectId) requireAdmin(call, 'limits:other_project');
    return {
      status: 200,
      body: { limits: { rate: [], absolute: absolute(world, other ?? call.caller.projectId ?? '', minor) } },
    };
  });
}

function readable(call: Call): string {
  const id = call.param('id');
  if (id !== call.caller.projectId) requireAdmin(call, 'os-quota-sets:show');
  return id;
}

function readLimits(call: Call, minor: number): Record<string, number> {
  const given = call.body()['quota_set'];
  if (!isMap(given)) throw new Fault(400, "'quota_set' is a required property");
  const { force: _force, tenant_id: _project, ...limits } = given;
  const refused = Object.keys(limits).filter(
    (name) =>
      !Object.hasOwn(DEFAULTS, name) || (minor >= 36 && UNTIL_35.has(name)) || (minor >= 57 && UNTIL_56.has(name)),
  );
  if (refused.length > 0) {
    const verb = refused.length === 1 ? 'was' : 'were';
    throw new Fault(
      400,
      `Invalid input for field/attribute quota_set. Value: ${repr(given)}. Additional properties are not allowed (${refused.map(repr).join(', ')} ${verb} unexpected)`,
    );
  }
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]) => {
      const limit = Number(value);
      if (Number.isInteger(limit) && limit >= -1) return [name, limit];
      throw new Fault(
        400,
        `Invalid input for field/attribute ${name}. Value: ${str(value)}. ${repr(value)} is less than the minimum of -1`,
      );
    }),
  );
}

function absolute(world: World, projectId: string, minor: number): ValueMap {
  const limits = limitsOf(world, projectId);
  const used = usageOf(world, projectId);
  return {
    maxTotalInstances: limits['instances']!,
    maxTotalCores: limits['cores']!,
    maxTotalRAMSize: limits['ram']!,
    maxServerMeta: limits['metadata_items']!,
    maxTotalKeypairs: limits['key_pairs']!,
    maxServerGroups: limits['server_groups']!,
    maxServerGroupMembers: limits['server_group_members']!,
    totalRAMUsed: used.ram,
    totalCoresUsed: used.cores,
    totalInstancesUsed: used.instances,
    totalServerGroupsUsed: world.groups.filter((group) => group.project_id === projectId).length,
    ...(minor < 39 && { maxImageMeta: limits['metadata_items']! }),
    ...(minor < 57 && {
      maxPersonality: limits['injected_files']!,
      maxPersonalitySize: limits['injected_file_content_bytes']!,
    }),
    ...(minor < 36 && {
      maxTotalFloatingIps: -1,
      maxSecurityGroups: -1,
      maxSecurityGroupRules: -1,
      totalFloatingIpsUsed: 0,
      totalSecurityGroupsUsed: 0,
    }),
  };
}
