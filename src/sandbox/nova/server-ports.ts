import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { networkVisible } from '../neutron/networks.ts';
import { createPort, dropPort, updatePort } from '../neutron/ports.ts';
import { defaultGroup } from '../neutron/security-groups.ts';
import type { Network, Port } from '../neutron/items.ts';
import { isUuid } from '../wire/schema.ts';
import type { Server, Texts } from './items.ts';
import type { World } from './world.ts';

/** One network that a new server is to be on. */
export type Wanted =
  | { readonly port: Port; readonly tag: string | undefined }
  | { readonly network: Network; readonly fixedIp: string | undefined; readonly tag: string | undefined };

/** The ports of a server, in the order they were made. */
export function portsOf(world: World, server: Pick<Server, 'id'>): Port[] {
  return world.network.portsOf(server.id);
}

/** Reads the networks that a request names, and chooses where it names none. Throws a 400 or 409 {@link Fault}. */
export function readNetworks(world: World, given: Value | undefined, caller: Caller): Wanted[] {
  if (given === 'none') return [];
  if (given === undefined || given === 'auto' || (Array.isArray(given) && given.length === 0)) {
    return onlyNetwork(world, given === 'auto', caller);
  }
  const seen = new Set<string>();
  return (given as ValueMap[]).map((item) => readNetwork(world, item, caller, seen));
}

// Without a word about networks a server gets the project's only one; several are ambiguous (nova/network/neutron.py).
function onlyNetwork(world: World, must: boolean, caller: Caller): Wanted[] {
  const usable = world.network.networks.filter(
    (network) =>
      !network['router:external'] &&
      (network.project_id === caller.projectId ||
        networkVisible(world.network, network, { ...caller, isAdmin: false })),
  );
  if (usable.length > 1)
    throw new Fault(409, 'Multiple possible networks found, use a Network ID to be more specific.');
  const network = usable[0];
  if (network === undefined) {
    if (must)
      throw new Fault(400, 'Unable to automatically allocate a network for project ' + String(caller.projectId));
    return [];
  }
  requireSubnet(world, network);
  return [{ network, fixedIp: undefined, tag: undefined }];
}

function readNetwork(world: World, item: ValueMap, caller: Caller, seen: Set<string>): Wanted {
  const tag = item['tag'] as string | undefined;
  const portId = item['port'];
  if (typeof portId === 'string') {
    const port = freePort(world, portId, caller);
    if (seen.has(port.id)) throw new Fault(400, `Port ${port.id} is given more than once`);
    seen.add(port.id);
    return { port, tag };
  }
  const id = item['uuid'];
  if (typeof id !== 'string' || !isUuid(id)) {
    throw new Fault(400, `Bad networks format: network uuid is not in proper format (${str(id)})`);
  }
  const network = world.network.networks.get(id);
  if (network === undefined || !networkVisible(world.network, network, caller)) {
    throw new Fault(400, `Network ${id} could not be found.`);
  }
  if (network['router:external'] && !caller.isAdmin && network.project_id !== caller.projectId) {
    throw new Fault(403, `It is not allowed to create an interface on external network ${id}`);
  }
  requireSubnet(world, network);
  return { network, fixedIp: item['fixed_ip'] as string | undefined, tag };
}

function requireSubnet(world: World, network: Network): void {
  if (world.network.subnetsOf(network.id).length > 0) return;
  throw new Fault(400, `Network ${network.id} requires a subnet in order to boot instances on.`);
}

/** The port of that id, if the caller may use it and nothing else does. Throws a 400 or 409 {@link Fault}. */
export function freePort(world: World, id: string, caller: Caller, status = { missing: 400, busy: 409 }): Port {
  const port = world.network.ports.get(id);
  if (port === undefined || !mayTouch(caller, port.project_id)) {
    throw new Fault(status.missing, `Port id ${id} could not be found.`);
  }
  if (port.device_id !== '') throw new Fault(status.busy, `Port ${id} is still in use.`);
  if (port.fixed_ips.length === 0 && world.network.subnetsOf(port.network_id).length === 0) {
    throw new Fault(400, `Port ${id} requires a FixedIP in order to be used.`);
  }
  return port;
}

/** The ids of the security groups that a request names by name or id. Throws a 400 {@link Fault}. */
export function readGroups(world: World, names: readonly string[], projectId: string): string[] {
  return names.map((name) => {
    if (name === 'default') return defaultGroup(world.network, projectId).id;
    const own = world.network.groupsOf(projectId);
    const found = own.find(({ id }) => id === name) ?? own.find((group) => group.name === name);
    if (found) return found.id;
    throw new Fault(400, `Unable to find security_group with name or id '${name}'`);
  });
}

/** Makes a port for a server, or takes the one it is given. Throws a 4xx {@link Fault} of Neutron's. */
export function plug(world: World, server: PluggedServer, wanted: Wanted, groups: readonly string[] | undefined): Port {
  const binding = {
    device_id: server.id,
    device_owner: `compute:${server.availability_zone}`,
    'binding:host_id': server.host ?? '',
  };
  if ('port' in wanted) return updatePort(world.network, wanted.port, binding);
  const { network, fixedIp } = wanted;
  return createPort(
    world.network,
    network,
    {
      name: '',
      description: '',
      network_id: network.id,
      admin_state_up: true,
      allowed_address_pairs: [],
      extra_dhcp_opts: [],
      qos_policy_id: null,
      propagate_uplink_status: true,
      dns_name: '',
      dns_domain: '',
      'binding:vnic_type': 'normal',
      'binding:profile': {},
      ...(fixedIp !== undefined && { fixed_ips: [{ ip_address: fixedIp }] }),
      ...(groups && network.port_security_enabled && { security_groups: [...groups] }),
      ...binding,
    },
    server.project_id,
  );
}
export type PluggedServer = Pick<Server, 'id' | 'project_id' | 'availability_zone' | 'host'>;

/** Takes a port from a server: deletes it where Nova made it, frees it else. */
export function unplug(world: World, server: Pick<Server, 'own_ports'>, port: Port): void {
  if (server.own_ports.includes(port.id)) {
    dropPort(world.network, port);
    return;
  }
  updatePort(world.network, port, { device_id: '', device_owner: '', 'binding:host_id': '' });
}

/** The tags of the interfaces by port, for those that have one. */
export function tagsOf(plugged: readonly { readonly port: Port; readonly tag: string | undefined }[]): Texts {
  return Object.fromEntries(plugged.flatMap(({ port, tag }) => (tag === undefined ? [] : [[port.id, tag]])));
}

/** The fixed IP of a request's `fixed_ips`, where it names one. */
export function firstFixedIp(given: Value | undefined): string | undefined {
  const first = Array.isArray(given) ? given[0] : undefined;
  const ip = isMap(first) ? first['ip_address'] : undefined;
  return typeof ip === 'string' ? ip : undefined;
}
