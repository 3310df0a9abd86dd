import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Server } from './items.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

interface Period {
  readonly start: number;
  readonly stop: number;
}

/** Adds how much projects used in a period: the hours of their servers, and what those had. */
export function addUsage(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/os-simple-tenant-usage', (call) => {
    requireAdmin(call, 'os-simple-tenant-usage:list');
    const period = periodOf(world, call);
    const projects = new Set(world.servers.filter(() => true).map((server) => server.project_id));
    const detailed = call.query.get('detailed') === '1';
    return { status: 200, body: { tenant_usages: [...projects].map((id) => usageOf(world, id, period, detailed)) } };
  });
  routes.route('GET', '/os-simple-tenant-usage/:id', (call) => {
    const id = call.param('id');
    if (id !== call.caller.projectId) requireAdmin(call, 'os-simple-tenant-usage:show');
    const used = world.serversOf(id).length > 0;
    return { status: 200, body: { tenant_usage: used ? usageOf(world, id, periodOf(world, call), true) : {} } };
  });
}

function periodOf(world: World, call: Call): Period {
  const read = (name: string): number | undefined => {
    const text = call.query.get(name);
    if (text === null) return undefined;
    const ms = Date.parse(/[zZ]$/.test(text) || !text.includes('T') ? text : `${text}Z`);
    if (Number.isNaN(ms)) throw new Fault(400, 'Datetime is in invalid format');
    return ms;
  };
  const stop = read('end') ?? world.now();
  const start = read('start') ?? stop - 28 * 24 * HOUR;
  if (start >= stop) throw new Fault(400, 'Invalid start time. The start time cannot occur after the end time.');
  return { start, stop };
}

function usageOf(world: World, projectId: string, period: Period, detailed: boolean): ValueMap {
  const { start, stop } = period;
  const entries = world.serversOf(projectId).flatMap((server) => {
    const hours = (Math.min(stop, world.now()) - Math.max(start, server.launched_at ?? Infinity)) / HOUR;
    return hours > 0 ? [{ server, hours }] : [];
  });
  const total = (weigh: (server: Server) => number): number =>
    entries.reduce((sum, { server, hours }) => sum + hours * weigh(server), 0);
  return {
    tenant_id: projectId,
    start: isoMicros(start),
    stop: isoMicros(stop),
    total_hours: total(() => 1),
    total_vcpus_usage: total(({ flavor }) => flavor.vcpus),
    total_memory_mb_usage: total(({ flavor }) => flavor.ram),
    total_local_gb_usage: total(({ flavor }) => flavor.disk),
    ...(detailed && { server_usages: entries.map(({ server, hours }) => viewUsage(world, server, hours)) }),
  };
}

function viewUsage(world: World, server: Server, hours: number): ValueMap {
  const { flavor, launched_at: launched } = server;
  return {
    instance_id: server.id,
    name: server.name,
    hours,
    flavor: flavor.name,
    vcpus: flavor.vcpus,
    memory_mb: flavor.ram,
    local_gb: flavor.disk,
    tenant_id: server.project_id,
    started_at: launched === null ? null : isoMicros(launched),
    ended_at: null,
    state: server.vm_state,
    uptime: launched === null ? 0 : Math.round((world.now() - launched) / 1000),
  };
}
