import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch } from '../kernel/caller.ts';
import { formatAddress, formatBlock, overlap, parseAddress, parseBlock, type Block } from './addresses.ts';
import { address, bool, block, dict, int, list, oneOf, orNull, text, uuid } from './checks.ts';
import { badResource, conflict, invalidInput, notFound } from './faults.ts';
import type { Pool, Subnet } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { refuseForeignNetwork, seekNetwork } from './networks.ts';
import { checkGateway, checkPools, defaultPools } from './pools.ts';
import { isShared } from './rbac-sharing.ts';
import { carve } from './subnet-pool-carving.ts';
import type { World } from './world.ts';

const MODES = ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'];
const AUTO_DELETED = new Set(['network:dhcp', 'network:distributed']);

export function subnetMissing(id: string) {
  return notFound('SubnetNotFound', `Subnet ${id} could not be found.`);
}

export function subnetKind(world: World): Kind<Subnet> {
  return {
    one: 'subnet',
    many: 'subnets',
    quota: 'subnet',
    items: world.subnets,
    missing: subnetMissing,
    visible: (subnet, caller) =>
      mayTouch(caller, subnet.project_id) ||
      isShared(world, subnet.network_id, caller.projectId) ||
      world.networks.get(subnet.network_id)?.project_id === caller.projectId,
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      network_id: { check: uuid, required: true, put: false },
      ip_version: { check: oneOf(4, 6), required: true, put: false },
      cidr: { check: orNull(text()), put: false },
      subnetpool_id: { check: orNull(uuid), fallback: null, put: false },
      use_default_subnetpool: { check: bool, fallback: false, put: false },
      prefixlen: { check: int(0, 128), put: false },
      gateway_ip: { check: orNull(address) },
      allocation_pools: { check: list(dict({ start: text(), end: text() }, ['start', 'end'])) },
      dns_nameservers: { check: list(text(), { distinct: true }), fallback: [] },
      host_routes: {
        check: list(dict({ destination: block, nexthop: address }, ['destination', 'nexthop'])),
        fallback: [],
      },
      enable_dhcp: { check: bool, fallback: true },
      ipv6_ra_mode: { check: orNull(oneOf(...MODES)), fallback: null, put: false },
      ipv6_address_mode: { check: orNull(oneOf(...MODES)), fallback: null, put: false },
      service_types: { check: list(text()), fallback: [] },
      segment_id: { check: orNull(uuid), put: false },
      dns_publish_fixed_ip: { check: bool },
      shared: {},
    },
    view: (subnet) => ({ ...subnet }) as unknown as ValueMap,
    create: (values, projectId, call) => createSubnet(world, values, projectId, call),
    update: (subnet, changes) => updateSubnet(world, subnet, changes),
    remove: (subnet) => removeSubnet(world, subnet),
  };
}

function createSubnet(world: World, values: Values, projectId: string, call: Call): Subnet {
  const network = seekNetwork(world, values['network_id'] as string, call.caller);
  refuseForeignNetwork(world, network, projectId, 'subnet');
  const version = values['ip_version'] as 4 | 6;
  const { cidr, poolId } = blockFor(world, values, call);
  checkModes(version, values);
  const neighbours = world.subnetsOf(network.id);
  if (neighbours.some((other) => overlap(parseBlock(other.cidr)!, cidr))) {
    const text = formatBlock(cidr);
    throw invalidInput(`Requested subnet with cidr: ${text} for network: ${network.id} overlaps with another subnet`);
  }
  const sameVersion = neighbours.filter((other) => other.ip_version === version);
  if (sameVersion.some((other) => other.subnetpool_id !== poolId)) {
    const message = 'Subnets hosted on the same network must be allocated from the same subnet pool.';
    throw Object.assign(badResource('subnets', message), { type: 'NetworkSubnetPoolAffinityError', message });
  }
  const given = values['gateway_ip'];
  const gateway = given === undefined ? firstHost(cidr) : (given as string | null);
  const asked = values['allocation_pools'] as unknown as Pool[] | undefined;
  const pools = asked ?? defaultPools(cidr, gateway === null ? undefined : parseAddress(gateway)!.value);
  if (asked) checkPools(cidr, formatBlock(cidr), asked, gateway);
  const { use_default_subnetpool: _pool, prefixlen: _length, ...fields } = values;
  return world.subnets.put({
    ...fields,
    ...world.standard(projectId, fields['description'] as string),
    cidr: formatBlock(cidr),
    subnetpool_id: poolId,
    gateway_ip: gateway,
    allocation_pools: pools,
  } as unknown as Subnet);
}

function blockFor(world: World, values: Values, call: Call): { cidr: Block; poolId: string | null } {
  const text = values['cidr'];
  const wanted = values['subnetpool_id'];
  const usesDefault = values['use_default_subnetpool'] === true;
  if (usesDefault || typeof wanted === 'string') return carve(world, values, call.caller);
  if (typeof text !== 'string') throw badResource('subnets', 'a subnetpool must be specified in the absence of a cidr');
  const cidr = parseBlock(text);
  if (cidr === undefined) throw invalidInput(`${text} is not in a CIDR format`);
  const version = values['ip_version'] as number;
  if (cidr.version !== version) {
    throw invalidInput(`cidr '${text}' does not match the ip_version '${version}'`);
  }
  return { cidr, poolId: null };
}

// In an IPv6 network the lowest address is the routers' own (RFC 4291, subnet-router anycast).
function firstHost(cidr: Block): string {
  const lowest = cidr.version === 6 || cidr.last === cidr.first;
  return formatAddress(cidr.version, lowest ? cidr.first : cidr.first + 1n);
}

function checkModes(version: 4 | 6, values: Values): void {
  const [ra, mode] = [values['ipv6_ra_mode'], values['ipv6_address_mode']];
  if (version === 4) {
    if (ra !== null) throw invalidInput('ipv6_ra_mode is not valid when ip_version is 4');
    if (mode !== null) throw invalidInput('ipv6_address_mode is not valid when ip_version is 4');
    return;
  }
  if ((ra !== null || mode !== null) && values['enable_dhcp'] === false) {
    throw invalidInput('ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False');
  }
  if (ra !== null && mode !== null && ra !== mode) {
    throw invalidInput(
      `ipv6_ra_mode set to '${ra as string}' with ipv6_address_mode set to '${mode as string}' is not valid. If both attributes are set, they must be the same value`,
    );
  }
}

function updateSubnet(world: World, subnet: Subnet, changes: Values): Subnet {
  const cidr = parseBlock(subnet.cidr)!;
  const gateway = (changes['gateway_ip'] === undefined ? subnet.gateway_ip : changes['gateway_ip']) as string | null;
  const pools = changes['allocation_pools'] as unknown as Pool[] | undefined;
  if (pools) checkPools(cidr, subnet.cidr, pools, gateway);
  if (typeof changes['gateway_ip'] === 'string' && gateway !== subnet.gateway_ip) {
    checkGateway(pools ?? subnet.allocation_pools, gateway!);
    refuseGatewayInUse(world, subnet);
  }
  return world.change(world.subnets, subnet, changes as unknown as Partial<Subnet>);
}

function refuseGatewayInUse(world: World, subnet: Subnet): void {
  const holder = world
    .portsOn(subnet.network_id)
    .find((port) => port.fixed_ips.some((ip) => ip.ip_address === subnet.gateway_ip));
  if (holder?.device_owner !== 'network:router_interface') return;
  throw conflict(
    'GatewayIpInUse',
    `Current gateway ip ${subnet.gateway_ip} already in use by port ${holder.id}. Unable to update.`,
  );
}

function removeSubnet(world: World, subnet: Subnet): void {
  const holders = world
    .portsOn(subnet.network_id)
    .filter((port) => port.fixed_ips.some((ip) => ip.subnet_id === subnet.id));
  if (holders.some((port) => !AUTO_DELETED.has(port.device_owner))) {
    throw conflict(
      'SubnetInUse',
      `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`,
    );
  }
  for (const port of holders) world.ports.delete(port.id);
  world.subnets.delete(subnet.id);
}
