import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { HOST_ROOM, HOSTS, ZONE } from './hosts.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

/** Adds what operators look at: zones, hypervisors, daemons, migrations. */
export function addOperations(routes: VersionedRoutes, world: World): void {
  addZones(routes, world);
  addHypervisors(routes, world);
  routes.route('GET', '/os-services', (call, minor) => {
    requireAdmin(call, 'os-services:list');
    const [binary, host] = [call.query.get('binary'), call.query.get('host')];
    const services = daemons(world, minor).filter(
      (one) => (binary === null || one['binary'] === binary) && (host === null || one['host'] === host),
    );
    return { status: 200, body: { services } };
  });
  routes.route('GET', '/os-migrations', (call) => {
    requireAdmin(call, 'os-migrations:index');
    return { status: 200, body: { migrations: [] } };
  });
}

function daemons(world: World, minor: number): ValueMap[] {
  const scheduling = ['nova-scheduler', 'nova-conductor'].map((binary) => ({
    binary,
    host: 'sandbox',
    zone: 'internal',
  }));
  const computing = HOSTS.map((host) => ({ binary: 'nova-compute', host, zone: ZONE }));
  return [...scheduling, ...computing].map((daemon, i) => ({
    ...daemon,
    id: minor >= 53 ? uuidOf(i) : i + 1,
    status: 'enabled',
    state: 'up',
    updated_at: isoMicros(world.now()),
    disabled_reason: null,
    ...(minor >= 11 && { forced_down: false }),
  }));
}

// Daemons and hypervisors are part of the building: their ids are the same in every sandbox.
function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number + 1).padStart(12, '0')}`;
}

function addZones(routes: VersionedRoutes, world: World): void {
  const zones = (): string[] => {
    const named = [...world.aggregates.values()].flatMap(({ availability_zone: zone }) => zone ?? []);
    return [...new Set([ZONE, ...named])];
  };
  const available = { available: true };
  routes.route('GET', '/os-availability-zone', () => {
    const all = zones().map((zoneName) => ({ zoneName, zoneState: available, hosts: null }));
    return { status: 200, body: { availabilityZoneInfo: all } };
  });
  routes.route('GET', '/os-availability-zone/detail', (call, minor) => {
    requireAdmin(call, 'os-availability-zone:detail');
    const hostsOf = (zone: string): ValueMap => {
      const found = daemons(world, minor).filter((one) => one['zone'] === zone);
      const entry = (one: ValueMap): ValueMap => ({ ...available, active: true, updated_at: one['updated_at']! });
      return Object.fromEntries(found.map((one) => [one['host'] as string, { [one['binary'] as string]: entry(one) }]));
    };
    const all = ['internal', ...zones()].map((zoneName) => ({
      zoneName,
      zoneState: available,
      hosts: hostsOf(zoneName),
    }));
    return { status: 200, body: { availabilityZoneInfo: all } };
  });
}

function addHypervisors(routes: VersionedRoutes, world: World): void {
  const brief = (host: string, minor: number): ValueMap => ({
    id: minor >= 53 ? uuidOf(HOSTS.indexOf(host)) : HOSTS.indexOf(host) + 1,
    hypervisor_hostname: host,
    state: 'up',
    status: 'enabled',
  });
  const full = (host: string, minor: number): ValueMap => {
    const service = {
      id: minor >= 53 ? uuidOf(HOSTS.indexOf(host) + 2) : HOSTS.indexOf(host) + 3,
      host,
      disabled_reason: null,
    };
    const kind = { hypervisor_type: 'fake', hypervisor_version: 1000, host_ip: '127.0.0.1', service };
    return { ...brief(host, minor), ...kind, ...(minor >= 88 ? { uptime: null } : room(world, [host])) };
  };
  const seek = (call: Call, minor: number): string => {
    const id = call.param('id');
    const found = HOSTS.find((host) => str(brief(host, minor)['id']) === id);
    if (found === undefined) throw new Fault(404, `Compute host ${id} could not be found.`);
    return found;
  };
  const list = (call: Call, minor: number, view: typeof full) => {
    requireAdmin(call, 'os-hypervisors:list');
    const pattern = minor >= 53 ? (call.query.get('hypervisor_hostname_pattern') ?? '') : '';
    const hypervisors = HOSTS.filter((host) => host.includes(pattern)).map((host) => view(host, minor));
    return { status: 200, body: { hypervisors } };
  };
  routes.route('GET', '/os-hypervisors', (call, minor) => list(call, minor, brief));
  routes.route('GET', '/os-hypervisors/detail', (call, minor) => list(call, minor, full));
  routes.route('GET', '/os-hypervisors/statistics', (call) => {
    requireAdmin(call, 'os-hypervisors:statistics');
    const { cpu_info: _cpu, ...sums } = room(world, HOSTS);
    return { status: 200, body: { hypervisor_statistics: { count: HOSTS.length, ...sums } } };
  });
  routes.route('GET', '/os-hypervisors/:id', (call, minor) => {
    requireAdmin(call, 'os-hypervisors:show');
    return { status: 200, body: { hypervisor: full(seek(call, minor), minor) } };
  });
  routes.route('GET', '/os-hypervisors/:pattern/search', (call, minor) => {
    requireAdmin(call, 'os-hypervisors:search');
    const pattern = call.param('pattern');
    const found = HOSTS.filter((host) => host.includes(pattern));
    if (found.length === 0) throw new Fault(404, `No hypervisor matching '${pattern}' could be found.`);
    return { status: 200, body: { hypervisors: found.map((host) => brief(host, minor)) } };
  });
}

function room(world: World, hosts: readonly string[]): ValueMap {
  const servers = world.servers.filter(({ host }) => host !== null && hosts.includes(host));
  const sum = (key: 'vcpus' | 'ram' | 'disk'): number => servers.reduce((total, { flavor }) => total + flavor[key], 0);
  const memory = HOST_ROOM.ram * hosts.length;
  const disk = HOST_ROOM.disk * hosts.length;
  return {
    vcpus: HOST_ROOM.vcpus * hosts.length,
    vcpus_used: sum('vcpus'),
    memory_mb: memory,
    memory_mb_used: sum('ram'),
    free_ram_mb: memory - sum('ram'),
    local_gb: disk,
    local_gb_used: sum('disk'),
    free_disk_gb: disk - sum('disk'),
    current_workload: 0,
    running_vms: servers.length,
    disk_available_least: 0,
    cpu_info:
      '{"arch": "x86_64", "model": "Nehalem", "vendor": "Intel", "features": [], "topology": {"cores": 1, "threads": 1, "sockets": 4}}',
  };
}
