import { isInteger, isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { requireAdmin } from './policy.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { World } from './world.ts';

const DEFAULTS: Readonly<Record<string, number>> = {
  volumes: -1,
  per_volume_gigabytes: -1,
  snapshots: -1,
  gigabytes: -1,
  backups: 10,
  backup_gigabytes: 1000,
  groups: 10,
};

interface Use {
  readonly volumes: number;
  readonly snapshots: number;
  readonly gigabytes: number;
  readonly backups: number;
  readonly backup_gigabytes: number;
}

/** What a project has; snapshots count toward its gigabytes. */
export function usageOf(world: World, projectId: string): Use {
  const own = (item: { project_id: string }): boolean => item.project_id === projectId;
  const volumes = world.volumes.filter(own);
  const snapshots = world.snapshots.filter(own);
  const backups = world.backups.filter(own);
  const sum = (items: readonly { size: number }[]): number => items.reduce((total, { size }) => total + size, 0);
  return {
    volumes: volumes.length,
    snapshots: snapshots.length,
    gigabytes: sum(volumes) + sum(snapshots),
    backups: backups.length,
    backup_gigabytes: sum(backups),
  };
}

/** The limits of a project: what an admin has set, the defaults else. */
export function limitsOf(world: World, projectId: string): Record<string, number> {
  const limits: Record<string, number> = { ...DEFAULTS };
  for (const { name } of world.types.values()) {
    for (const what of ['volumes', 'gigabytes', 'snapshots']) limits[`${what}_${name}`] = -1;
  }
  return { ...limits, ...world.quotas.get(projectId)?.limits };
}

/** Refuses what would take the project over a limit. Throws a 413 {@link Fault}. */
export function enforceQuota(world: World, projectId: string, more: Partial<Use>): void {
  const limits = limitsOf(world, projectId);
  const size = more.gigabytes ?? 0;
  const largest = limits['per_volume_gigabytes']!;
  if (largest >= 0 && size > largest) {
    const message = `VolumeSizeExceedsLimit: Requested volume size ${size}G is larger than maximum allowed limit ${largest}G.`;
    throw new Fault(413, message);
  }
  const wanted = Object.keys(more) as (keyof Use)[];
  if (wanted.every((name) => limits[name]! < 0)) return;
  const used = usageOf(world, projectId);
  for (const name of wanted) {
    const limit = limits[name]!;
    if (limit < 0 || used[name] + more[name]! <= limit) continue;
    throw exceeded(name, limit, size, used.gigabytes);
  }
}

function exceeded(name: keyof Use, limit: number, size: number, consumed: number): Fault {
  if (name === 'gigabytes') {
    const message = `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested ${size}G, quota is ${limit}G and ${consumed}G has been consumed.`;
    return new Fault(413, message);
  }
  return overQuota(name, limit);
}

/** Cinder's refusal where a quota is used up. */
export function overQuota(resource: string, limit = 10): Fault {
  const kinds: Readonly<Record<string, string>> = { snapshots: 'Snapshot', backups: 'Backup' };
  const kind = kinds[resource] ?? 'Volume';
  const message = `${kind}LimitExceeded: Maximum number of ${kind.toLowerCase()}s allowed (${limit}) exceeded for quota '${resource}'.`;
  return new Fault(413, message, { headers: { 'retry-after': '0' } });
}

export function addQuotas(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/os-quota-sets/:id', (call) => {
    const id = readable(call);
    const limits = limitsOf(world, id);
    if (call.query.get('usage')?.toLowerCase() !== 'true')
      return { status: 200, body: { quota_set: { ...limits, id } } };
    const used = usageOf(world, id) as unknown as Record<string, number>;
    const entries = Object.entries(limits).map(([name, limit]) => [
      name,
      { limit, in_use: used[name] ?? 0, reserved: 0 },
    ]);
    return { status: 200, body: { quota_set: { ...Object.fromEntries(entries), id } } };
  });
  routes.route('GET', '/os-quota-sets/:id/defaults', (call) => {
    const id = readable(call);
    return { status: 200, body: { quota_set: { ...limitsOf(world, ''), id } } };
  });
  routes.route('PUT', '/os-quota-sets/:id', (call) => ({ status: 200, body: { quota_set: setQuota(world, call) } }));
  routes.route('DELETE', '/os-quota-sets/:id', (call) => {
    requireAdmin(call, 'volume_extension:quotas:delete');
    world.quotas.delete(call.param('id'));
    return { status: 200 };
  });
  routes.route('GET', '/os-quota-class-sets/:id', (call) => {
    requireAdmin(call, 'volume_extension:quota_classes:get');
    return { status: 200, body: { quota_class_set: { ...limitsOf(world, ''), id: call.param('id') } } };
  });
  routes.route('GET', '/limits', (call) => ({
    status: 200,
    body: { limits: viewLimits(world, call.caller.projectId ?? '') },
  }));
}

function readable(call: Call): string {
  const id = call.param('id');
  if (id !== call.caller.projectId) requireAdmin(call, 'volume_extension:quotas:show');
  return id;
}

function setQuota(world: World, call: Call): ValueMap {
  requireAdmin(call, 'volume_extension:quotas:update');
  const given = call.body()['quota_set'];
  if (!isMap(given)) throw new Fault(400, "'quota_set' is a required property");
  const id = call.param('id');
  const known = limitsOf(world, '');
  const { tenant_id: _project, force: _force, ...limits } = given;
  const bad = Object.keys(limits).filter((name) => !Object.hasOwn(known, name));
  if (bad.length > 0) throw new Fault(400, `Invalid input received: Bad key(s) in quota set: ${bad.join(', ')}`);
  const numbers = Object.entries(limits).map(([name, value]) => [name, limitOf(name, value as string)] as const);
  world.quotas.put({ id, limits: { ...world.quotas.get(id)?.limits, ...Object.fromEntries(numbers) } });
  return limitsOf(world, id);
}

function limitOf(name: string, value: string | number): number {
  const limit = Number(value);
  if (isInteger(limit) && limit >= -1) return limit;
  throw new Fault(
    400,
    `Invalid input for field/attribute ${name}. Value: ${value}. ${value} is less than the minimum of -1`,
  );
}

function viewLimits(world: World, projectId: string): ValueMap {
  const limits = limitsOf(world, projectId);
  const used = usageOf(world, projectId);
  const absolute = {
    maxTotalVolumes: limits['volumes']!,
    maxTotalSnapshots: limits['snapshots']!,
    maxTotalVolumeGigabytes: limits['gigabytes']!,
    maxTotalBackups: limits['backups']!,
    maxTotalBackupGigabytes: limits['backup_gigabytes']!,
    totalVolumesUsed: used.volumes,
    totalGigabytesUsed: used.gigabytes,
    totalSnapshotsUsed: used.snapshots,
    totalBackupsUsed: used.backups,
    totalBackupGigabytesUsed: used.backup_gigabytes,
  };
  return { rate: [], absolute };
}
