import type { ValueMap } from '../../expressions/values.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { bool, int, list, orNull, text, uuid } from './checks.ts';
import { badRequest, conflict, networkGone, notFound } from './faults.ts';
import type { Network } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { isShared, share, unshare } from './rbac-sharing.ts';
import type { World } from './world.ts';

const MTU = 1450;
const AUTO_DELETED = new Set(['network:dhcp', 'network:distributed', 'network:router_ha_interface']);

/** True when the caller's ports may be on the network: it is theirs, shared with them, or external. */
export function networkVisible(world: World, network: Network, caller: Caller): boolean {
  return (
    caller.isAdmin ||
    network.project_id === caller.projectId ||
    network['router:external'] ||
    isShared(world, network.id, caller.projectId) ||
    isShared(world, network.id, caller.projectId, 'access_as_external')
  );
}

export function networkKind(world: World): Kind<Network> {
  return {
    one: 'network',
    many: 'networks',
    quota: 'network',
    items: world.networks,
    missing: networkGone,
    visible: (network, caller) => networkVisible(world, network, caller),
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      admin_state_up: { check: bool, fallback: true },
      shared: { check: bool, fallback: false, admin: true },
      'router:external': { check: bool, fallback: false, admin: true },
      is_default: { check: bool, fallback: false },
      mtu: { check: int(), fallback: MTU },
      port_security_enabled: { check: bool, fallback: true },
      qos_policy_id: { check: orNull(uuid), fallback: null },
      dns_domain: { check: text(), fallback: '' },
      availability_zone_hints: { check: list(text()), fallback: [], put: false },
      vlan_transparent: { check: orNull(bool), put: false },
      'provider:network_type': { check: text(), fallback: 'geneve', admin: true, secret: true },
      'provider:physical_network': { check: orNull(text()), fallback: null, admin: true, secret: true },
      'provider:segmentation_id': { check: orNull(int(1)), fallback: null, admin: true, secret: true },
      status: {},
      subnets: {},
      availability_zones: {},
      ipv4_address_scope: {},
      ipv6_address_scope: {},
      l2_adjacency: {},
    },
    view: (network, caller) => view(world, network, caller),
    create: (values, projectId) => createNetwork(world, values, projectId),
    update: (network, { shared, ...changes }) => {
      if (shared === true) share(world, 'network', network.id, network.project_id);
      if (shared === false) unshareNetwork(world, network);
      return world.change(world.networks, network, changes as Partial<Network>);
    },
    remove: (network) => removeNetwork(world, network),
  };
}

function view(world: World, network: Network, caller: Caller): ValueMap {
  const { availability_zone_hints, is_default, ...fields } = network;
  return {
    ...(fields as unknown as ValueMap),
    ...(network['router:external'] && { is_default }),
    status: 'ACTIVE',
    shared: isShared(world, network.id, caller.projectId),
    subnets: world.subnetsOf(network.id).map((subnet) => subnet.id),
    availability_zone_hints: [...availability_zone_hints],
    availability_zones: [],
    ipv4_address_scope: scopeOf(world, network, 4),
    ipv6_address_scope: scopeOf(world, network, 6),
    l2_adjacency: true,
  };
}

function scopeOf(world: World, network: Network, version: 4 | 6): string | null {
  for (const subnet of world.subnetsOf(network.id)) {
    const pool = subnet.ip_version === version && subnet.subnetpool_id && world.subnetPools.get(subnet.subnetpool_id);
    if (pool && pool.address_scope_id) return pool.address_scope_id;
  }
  return null;
}

/** Makes a network of checked values. Throws a 404 or 400 fault. */
export function createNetwork(world: World, values: Values, projectId: string): Network {
  const { shared, ...fields } = values;
  const policy = fields['qos_policy_id'];
  if (typeof policy === 'string' && !world.qos.has(policy)) {
    throw notFound('QosPolicyNotFound', `QoS policy ${policy} could not be found.`);
  }
  if ((fields['availability_zone_hints'] as string[]).some((zone) => zone !== 'nova')) {
    throw notFound(
      'AvailabilityZoneNotFound',
      `AvailabilityZone ${String(fields['availability_zone_hints'])} could not be found.`,
    );
  }
  if (fields['is_default'] === true && fields['router:external'] !== true) {
    throw badRequest('A default external network must be external');
  }
  const segment = fields['provider:segmentation_id'] ?? 1 + world.kernel.random.integer(16_000_000);
  const network = {
    ...fields,
    'provider:segmentation_id': fields['provider:network_type'] === 'flat' ? null : segment,
    ...world.standard(projectId, fields['description'] as string),
    revision_number: 1,
  };
  const kept = world.networks.put(network as unknown as Network);
  if (shared === true) share(world, 'network', kept.id, projectId);
  return kept;
}

function unshareNetwork(world: World, network: Network): void {
  const foreign = world
    .portsOn(network.id)
    .some(({ project_id: owner }) => owner !== '' && owner !== network.project_id);
  if (foreign) {
    throw conflict(
      'InvalidSharedSetting',
      `Unable to reconfigure sharing settings for network ${network.name}. Multiple tenants are using it.`,
    );
  }
  unshare(world, network.id);
}

function removeNetwork(world: World, network: Network): void {
  const ports = world.portsOn(network.id).filter(({ device_owner: owner }) => !AUTO_DELETED.has(owner));
  if (ports.length > 0) {
    const ids = ports.map((port) => port.id).join(',');
    throw conflict(
      'NetworkInUse',
      `Unable to complete operation on network ${network.id}. There are one or more ports still in use on the network, id for these ports is: ${ids}.`,
    );
  }
  for (const port of world.portsOn(network.id)) world.ports.delete(port.id);
  for (const subnet of world.subnetsOf(network.id)) world.subnets.delete(subnet.id);
  for (const policy of world.rbacOf(network.id)) world.rbac.delete(policy.id);
  world.networks.delete(network.id);
}

/** The network a request names, if the caller may see it. Throws a 404 fault. */
export function seekNetwork(world: World, id: string, caller: Caller): Network {
  const network = world.networks.get(id);
  if (network === undefined || !networkVisible(world, network, caller)) throw networkGone(id);
  return network;
}

/**
 * Refuses to put something on a network of another project that is not shared with all. Throws a 403 fault
 * (neutron/pecan_wsgi/hooks/ownership_validation.py; an admin is refused too).
 */
export function refuseForeignNetwork(world: World, network: Network, projectId: string, what: 'port' | 'subnet'): void {
  if (network.project_id === projectId || isShared(world, network.id, projectId)) return;
  const message = `Tenant ${projectId} not allowed to create ${what} on this network`;
  throw new Fault(403, message, { type: 'HTTPForbidden' });
}
