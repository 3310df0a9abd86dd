import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import { Allocator, freshMac, type WantedIp } from './allocation.ts';
import { address, anything, bool, dict, list, mac, oneOf, orNull, text, uuid } from './checks.ts';
import { conflict, disallowed, notFound } from './faults.ts';
import { detach } from './floating-ip-association.ts';
import type { Network, Port } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { networkVisible, refuseForeignNetwork, seekNetwork } from './networks.ts';
import { defaultGroup } from './security-groups.ts';
import type { World } from './world.ts';

const VNIC_TYPES = [
  'normal',
  'direct',
  'direct-physical',
  'macvtap',
  'baremetal',
  'virtio-forwarder',
  'smart-nic',
  'vdpa',
  'remote-managed',
];
const SERVICE_OWNED = new Set(['network:router_interface', 'network:router_gateway', 'network:floatingip']);

export function portMissing(id: string) {
  return notFound('PortNotFound', `Port ${id} could not be found.`);
}

export function portKind(world: World): Kind<Port> {
  const hostChosen = { check: anything, admin: true, secret: true };
  return {
    one: 'port',
    many: 'ports',
    quota: 'port',
    items: world.ports,
    missing: portMissing,
    visible: (port, caller) => portVisible(world, port, caller),
    owned: (port, caller) => mayTouch(caller, port.project_id) || ownsNetwork(world, port, caller),
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      network_id: { check: uuid, required: true, put: false },
      admin_state_up: { check: bool, fallback: true },
      mac_address: { check: mac },
      fixed_ips: { check: list(dict({ subnet_id: uuid, ip_address: address })) },
      device_id: { check: text(), fallback: '' },
      device_owner: { check: text(), fallback: '' },
      security_groups: { check: list(uuid) },
      allowed_address_pairs: {
        check: list(dict({ ip_address: text(), mac_address: mac }, ['ip_address'])),
        fallback: [],
      },
      extra_dhcp_opts: { check: list(anything), fallback: [] },
      port_security_enabled: { check: bool },
      qos_policy_id: { check: orNull(uuid), fallback: null },
      propagate_uplink_status: { check: bool, fallback: true },
      dns_name: { check: text(), fallback: '' },
      dns_domain: { check: text(), fallback: '' },
      'binding:vnic_type': { check: oneOf(...VNIC_TYPES), fallback: 'normal' },
      'binding:host_id': { ...hostChosen, fallback: '' },
      'binding:profile': { ...hostChosen, fallback: {} },
      'binding:vif_type': { secret: true },
      'binding:vif_details': { secret: true },
      resource_request: { secret: true },
      status: {},
      dns_assignment: {},
      ip_allocation: {},
      qos_network_policy_id: {},
    },
    view: (port) => viewPort(world, port),
    create: (values, projectId, call) => requestPort(world, values, projectId, call),
    update: (port, changes, call) => updatePort(world, port, changes, call.caller),
    remove: (port) => {
      refuseServicePort(world, port);
      dropPort(world, port);
    },
    narrow: (query) => {
      const device = query.getAll('device_id');
      if (device.length > 0) return device.flatMap((id) => world.portsOf(id));
      const network = query.getAll('network_id');
      return network.length > 0 ? network.flatMap((id) => world.portsOn(id)) : undefined;
    },
  };
}

function portVisible(world: World, port: Port, caller: Caller): boolean {
  return mayTouch(caller, port.project_id) || ownsNetwork(world, port, caller);
}

function ownsNetwork(world: World, port: Port, caller: Caller): boolean {
  return caller.projectId !== undefined && world.networks.get(port.network_id)?.project_id === caller.projectId;
}

function viewPort(world: World, port: Port): ValueMap {
  const bound = port['binding:host_id'] !== '';
  return {
    ...(port as unknown as ValueMap),
    status: bound || port.device_owner.startsWith('network:') ? (port.admin_state_up ? 'ACTIVE' : 'DOWN') : 'DOWN',
    dns_assignment: port.fixed_ips.map(({ ip_address: ip }) => {
      const hostname = port.dns_name || `host-${ip.replace(/[.:]+/g, '-')}`;
      return { ip_address: ip, hostname, fqdn: `${hostname}.openstacklocal.` };
    }),
    ip_allocation: 'immediate',
    qos_network_policy_id: world.networks.get(port.network_id)?.qos_policy_id ?? null,
    'binding:vif_type': bound ? 'ovs' : 'unbound',
    'binding:vif_details': bound ? { port_filter: true, connectivity: 'l2' } : {},
    resource_request: null,
  };
}

function requestPort(world: World, values: Values, projectId: string, { caller }: Call): Port {
  const network = seekNetwork(world, values['network_id'] as string, caller);
  refuseForeignNetwork(world, network, projectId, 'port');
  const own = mayTouch(caller, network.project_id);
  if (!own && values['mac_address'] !== undefined)
    throw disallowed('(rule:create_port and rule:create_port:mac_address)');
  return createPort(world, network, values, projectId);
}

/** Makes a port of checked values; what they leave out is chosen as Neutron does. Throws a 4xx fault. */
export function createPort(world: World, network: Network, values: Values, projectId: string): Port {
  const macAddress = (values['mac_address'] as string | undefined) ?? freshMac(world);
  refuseMac(world, network, macAddress);
  const allocator = new Allocator(world, network, macAddress);
  const wanted = values['fixed_ips'] as unknown as WantedIp[] | undefined;
  const owner = values['device_owner'] as string;
  const forService = owner.startsWith('network:');
  const secure =
    (values['port_security_enabled'] as boolean | undefined) ?? (network.port_security_enabled && !forService);
  const asked = values['security_groups'] as string[] | undefined;
  if (!secure && asked && asked.length > 0) throw insecureWithGroups();
  for (const id of asked ?? []) requireGroup(world, id, projectId);
  const groups = asked ?? (secure ? [defaultGroup(world, projectId).id] : []);
  return world.ports.put({
    ...values,
    ...world.standard(projectId, values['description'] as string),
    revision_number: 1,
    mac_address: macAddress,
    fixed_ips: wanted === undefined ? allocator.default() : allocator.wanted(wanted),
    security_groups: groups,
    port_security_enabled: secure,
    allowed_address_pairs: withMac(values, macAddress),
  } as unknown as Port);
}

function withMac(values: Values, macAddress: string): ValueMap[] {
  return (values['allowed_address_pairs'] as ValueMap[]).map((pair) => ({ mac_address: macAddress, ...pair }));
}

function refuseMac(world: World, network: Network, macAddress: string): void {
  if (!world.macs(macAddress).some((port) => port.network_id === network.id)) return;
  throw conflict(
    'MacAddressInUse',
    `Unable to complete operation for network ${network.id}. The mac address ${macAddress} is in use.`,
  );
}

function requireGroup(world: World, id: string, projectId: string): void {
  const group = world.groups.get(id);
  if (group === undefined || group.project_id !== projectId) {
    throw notFound('SecurityGroupNotFound', `Security group ${id} does not exist`);
  }
}

function insecureWithGroups() {
  return conflict(
    'PortSecurityPortHasSecurityGroup',
    'Port has security group associated. Cannot disable port security or IP address until security group is removed.',
  );
}

/** Changes a port as a request asks. Throws a 4xx fault. */
export function updatePort(world: World, port: Port, changes: Values, caller?: Caller): Port {
  const network = world.networks.get(port.network_id)!;
  const next: Record<string, unknown> = { ...changes };
  const newMac = changes['mac_address'] as string | undefined;
  if (newMac !== undefined && newMac !== port.mac_address) {
    if (caller && !caller.isAdmin) throw disallowed('(rule:update_port and rule:update_port:mac_address)');
    refuseMac(world, network, newMac);
  }
  if (changes['fixed_ips'] !== undefined) {
    if (caller && !networkVisible(world, network, caller)) throw disallowed('rule:update_port');
    next['fixed_ips'] = keepOrAllocate(world, network, port, changes['fixed_ips'] as unknown as WantedIp[]);
  }
  const groups = (changes['security_groups'] as string[] | undefined) ?? port.security_groups;
  const secure = (changes['port_security_enabled'] as boolean | undefined) ?? port.port_security_enabled;
  for (const id of groups) if (!port.security_groups.includes(id)) requireGroup(world, id, port.project_id);
  if (!secure && groups.length > 0) throw insecureWithGroups();
  if (changes['allowed_address_pairs']) next['allowed_address_pairs'] = withMac(changes, port.mac_address);
  if (changes['extra_dhcp_opts'])
    next['extra_dhcp_opts'] = mergeOptions(port, changes['extra_dhcp_opts'] as ValueMap[]);
  return world.change(world.ports, port, next as Partial<Port>);
}

// A subnet that is asked for again without an address keeps the address the port has there.
function keepOrAllocate(world: World, network: Network, port: Port, wanted: readonly WantedIp[]) {
  const left = [...port.fixed_ips];
  const kept = wanted.map((ip): WantedIp => {
    const at = left.findIndex(
      (own) =>
        (ip.ip_address === undefined || own.ip_address === ip.ip_address) &&
        (ip.subnet_id === undefined || own.subnet_id === ip.subnet_id),
    );
    return at < 0 ? ip : left.splice(at, 1)[0]!;
  });
  return new Allocator(world, network, port.mac_address, port.id).wanted(kept);
}

// An option given as null takes the option of that name away (neutron/db/extradhcpopt_db.py).
function mergeOptions(port: Port, given: readonly ValueMap[]): ValueMap[] {
  const key = (option: ValueMap): string =>
    `${str(option['opt_name'])}/${String((option['ip_version'] as number | undefined) ?? 4)}`;
  const merged = new Map(port.extra_dhcp_opts.map((option) => [key(option), option]));
  for (const option of given) {
    if (option['opt_value'] === null) merged.delete(key(option));
    else merged.set(key(option), { ip_version: 4, ...option });
  }
  return [...merged.values()];
}

function refuseServicePort(world: World, port: Port): void {
  if (SERVICE_OWNED.has(port.device_owner)) {
    const reason = `has device owner ${port.device_owner}`;
    const message = `Port ${port.id} cannot be deleted directly via the port API: ${reason}.`;
    throw conflict('ServicePortInUse', message);
  }
  const trunk = world.trunks.find(({ port_id: id }) => id === port.id);
  if (trunk) {
    throw conflict('PortInUseAsTrunkParent', `Port ${port.id} is currently a parent port for trunk ${trunk.id}.`);
  }
  const parent = world.trunks.find((one) => one.sub_ports.some((sub) => sub.port_id === port.id));
  if (parent) {
    throw conflict('PortInUseAsSubPort', `Port ${port.id} is currently a subport for trunk ${parent.id}.`);
  }
}

/** Takes a port away; floating IPs that led to it are free again. */
export function dropPort(world: World, port: Port): void {
  for (const ip of world.floatingIpsOf(port.id)) detach(world, ip);
  world.ports.delete(port.id);
}
