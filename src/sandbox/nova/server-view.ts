import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { isoMicros, isoSeconds } from '../kernel/kernel.ts';
import { selfLinks } from '../wire/paging.ts';
import { embedded } from './flavors.ts';
import { hostId } from './hosts.ts';
import type { Server } from './items.ts';
import { statusOf } from './server-states.ts';
import { portsOf } from './server-ports.ts';
import type { World } from './world.ts';

const WITH_PROGRESS = new Set(['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING']);

/** A server in a plain list. */
export function summary(server: Server, call: Call): ValueMap {
  return { id: server.id, name: server.name, links: links(server, call) };
}

export function links(server: Server, call: Call): ValueMap[] {
  return selfLinks(call.serviceUrl, '/v2.1', `/servers/${server.id}`);
}

/** What every answer about a server holds; a rebuild or an update answers just this in old microversions. */
export function core(world: World, server: Server, call: Call, minor: number): ValueMap {
  const status = statusOf(server);
  const bookmark = (path: string): ValueMap[] => [{ rel: 'bookmark', href: `${call.serviceUrl}${path}` }];
  const flavor =
    minor >= 47 ? embedded(server.flavor) : { id: server.flavor.id, links: bookmark(`/flavors/${server.flavor.id}`) };
  const image: Value =
    server.image_id === null ? '' : { id: server.image_id, links: bookmark(`/images/${server.image_id}`) };
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.project_id,
    user_id: server.user_id,
    metadata: { ...server.metadata },
    hostId: hostId(server),
    image,
    flavor,
    created: isoSeconds(server.created),
    updated: isoSeconds(server.updated),
    addresses: server.vm_state === 'building' ? {} : addresses(world, server, true),
    accessIPv4: server.access_ip_v4,
    accessIPv6: server.access_ip_v6,
    links: links(server, call),
    'OS-DCF:diskConfig': server.disk_config,
    ...(WITH_PROGRESS.has(status) && { progress: status === 'BUILD' ? 0 : 100 }),
    ...(server.fault && (status === 'ERROR' || status === 'DELETED') && { fault: faultOf(server) }),
    ...(minor >= 9 && { locked: server.locked }),
    ...(minor >= 73 && { locked_reason: server.locked_reason }),
    ...(minor >= 19 && { description: server.description }),
    ...(minor >= 26 && { tags: [...server.tags] }),
    ...(minor >= 63 && { trusted_image_certificates: certificates(server) }),
  };
}

/** A server as show and detail lists have it. */
export function full(world: World, server: Server, call: Call, minor: number, single = true): ValueMap {
  const names = server.vm_state === 'building' ? [] : groupNames(world, server);
  const groups: ValueMap = names.length === 0 ? {} : { security_groups: names };
  const { isAdmin } = call.caller;
  return {
    ...core(world, server, call, minor),
    'OS-EXT-AZ:availability_zone': server.host === null ? '' : server.availability_zone,
    config_drive: server.config_drive,
    key_name: server.key_name,
    'OS-SRV-USG:launched_at': server.launched_at === null ? null : isoMicros(server.launched_at),
    'OS-SRV-USG:terminated_at': null,
    ...groups,
    ...(isAdmin && adminFields(server, minor)),
    ...(minor >= 90 && !isAdmin && { 'OS-EXT-SRV-ATTR:hostname': server.hostname }),
    'OS-EXT-STS:task_state': server.task_state,
    'OS-EXT-STS:vm_state': server.vm_state,
    'OS-EXT-STS:power_state': server.power_state,
    'os-extended-volumes:volumes_attached': server.volumes.map(({ volume_id: id, delete_on_termination }): ValueMap =>
      minor >= 3 ? { id, delete_on_termination } : { id },
    ),
    ...(minor >= 16 && isAdmin && { host_status: server.host === null ? '' : 'UP' }),
    ...(minor >= 71 && single && { server_groups: server.group_id === null ? [] : [server.group_id] }),
  };
}

function adminFields(server: Server, minor: number): ValueMap {
  return {
    'OS-EXT-SRV-ATTR:host': server.host,
    'OS-EXT-SRV-ATTR:instance_name': `instance-${server.number.toString(16).padStart(8, '0')}`,
    'OS-EXT-SRV-ATTR:hypervisor_hostname': server.host,
    ...(minor >= 3 && {
      'OS-EXT-SRV-ATTR:reservation_id': server.reservation_id,
      'OS-EXT-SRV-ATTR:launch_index': server.launch_index,
      'OS-EXT-SRV-ATTR:hostname': server.hostname,
      'OS-EXT-SRV-ATTR:kernel_id': '',
      'OS-EXT-SRV-ATTR:ramdisk_id': '',
      'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda',
      'OS-EXT-SRV-ATTR:user_data': server.user_data,
    }),
  };
}

function certificates({ trusted_image_certificates: list }: Server): Value {
  return list === null ? null : [...list];
}

function faultOf({ fault }: Server): ValueMap {
  return { code: fault!.code, created: isoSeconds(fault!.created), message: fault!.message };
}

/** The addresses of a server by the names of its networks; floating IPs stand beside the fixed ones they lead to. */
export function addresses(world: World, server: Server, extended: boolean): ValueMap {
  const result: Record<string, ValueMap[]> = {};
  for (const port of portsOf(world, server)) {
    const name = world.network.networks.get(port.network_id)?.name ?? port.network_id;
    const entries = (result[name] ??= []);
    const entry = (addr: string, kind: 'fixed' | 'floating'): ValueMap => ({
      version: addr.includes(':') ? 6 : 4,
      addr,
      ...(extended && { 'OS-EXT-IPS:type': kind, 'OS-EXT-IPS-MAC:mac_addr': port.mac_address }),
    });
    for (const ip of port.fixed_ips) {
      entries.push(entry(ip.ip_address, 'fixed'));
      for (const floating of world.network.floatingIpsOf(port.id)) {
        if (floating.fixed_ip_address === ip.ip_address) entries.push(entry(floating.floating_ip_address, 'floating'));
      }
    }
  }
  return result;
}

/** The names of the security groups of a server's ports. */
export function groupNames(world: World, server: Server): ValueMap[] {
  const ids = new Set(portsOf(world, server).flatMap((port) => port.security_groups));
  return [...ids].flatMap((id) => {
    const group = world.network.groups.get(id);
    return group ? [{ name: group.name }] : [];
  });
}
