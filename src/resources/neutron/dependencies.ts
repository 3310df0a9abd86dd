/** Dependencies among network resources that no reference shows (Heat: `add_dependencies` of its Neutron types). */
import { equal, isMap, own, type Value } from '../../expressions/values.ts';
import type { Described } from '../contract.ts';

/** The first of these properties that is known. */
export function known(resource: Described, ...names: string[]): Value | undefined {
  for (const name of names) {
    const value = resource.property(name);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** True when two properties are the same as far as known; two unknown ones might well be. */
export const maySame = (a: Value | undefined, b: Value | undefined): boolean => equal(a ?? null, b ?? null);

/** The subnets of this network: an address could come from any of them, so all must be there first. */
export function subnetsOf(network: Value | undefined, others: readonly Described[]): string[] {
  return ofType(others, 'OS::Neutron::Subnet')
    .filter((subnet) => maySame(known(subnet, 'network', 'network_id'), network))
    .map((subnet) => subnet.name);
}

export const ofType = (others: readonly Described[], type: string): Described[] =>
  others.filter((other) => other.type === type);

/** The router interfaces that connect the subnet which this port has its address from: without one a floating IP finds no way. */
export function interfacesOfPort(port: Value | undefined, others: readonly Described[]): string[] {
  const name = isMap(port) ? own(port, 'get_resource') : undefined;
  const found = ofType(others, 'OS::Neutron::Port').find((other) => other.name === name);
  if (found === undefined) return [];
  const subnets = portSubnets(found, others);
  return ofType(others, 'OS::Neutron::RouterInterface')
    .filter((link) => {
      const subnet = known(link, 'subnet', 'subnet_id');
      // A port with any address of its network may be served by an interface whose subnet is not known.
      if (subnet === undefined) return !hasFixedIps(found);
      return subnets.some((item) => equal(item, subnet));
    })
    .map((link) => link.name);
}

const hasFixedIps = (port: Described): boolean => {
  const ips = port.property('fixed_ips');
  return Array.isArray(ips) && ips.length > 0;
};

function portSubnets(port: Described, others: readonly Described[]): Value[] {
  if (hasFixedIps(port)) {
    const count = (port.property('fixed_ips') as Value[]).length;
    return Array.from(
      { length: count },
      (_, i) => port.property(['fixed_ips', i, 'subnet']) ?? port.property(['fixed_ips', i, 'subnet_id']),
    ).filter((subnet) => subnet !== undefined && subnet !== null);
  }
  const network = known(port, 'network', 'network_id');
  return subnetsOf(network, others).map((name) => ({ get_resource: name }));
}
