import type { ValueMap } from '../../expressions/values.ts';
import type { Service } from '../kernel/service.ts';
import { disallowed, networkGone } from './faults.ts';
import type { Network } from './items.ts';
import { toRange } from './pools.ts';
import type { World } from './world.ts';

/** Adds what operators look at: zones, agents (none run here), service providers, and how full networks are. */
export function addAvailability(service: Service, world: World): void {
  const zones = ['network', 'router'].map((resource) => ({ name: 'nova', resource, state: 'available' }));
  service.route('GET', '/v2.0/availability_zones', () => ({ status: 200, body: { availability_zones: zones } }));
  service.route('GET', '/v2.0/agents', () => ({ status: 200, body: { agents: [] } }));
  service.route('GET', '/v2.0/service-providers', () => {
    const provider = { service_type: 'L3_ROUTER_NAT', name: 'single_node', default: true };
    return { status: 200, body: { service_providers: [provider] } };
  });
  service.route('GET', '/v2.0/network-ip-availabilities', ({ caller }) => {
    const all = caller.isAdmin ? [...world.networks.values()] : [];
    return { status: 200, body: { network_ip_availabilities: all.map((network) => usage(world, network)) } };
  });
  service.route('GET', '/v2.0/network-ip-availabilities/:id', (call) => {
    if (!call.caller.isAdmin) throw disallowed('rule:get_network_ip_availability');
    const network = world.networks.get(call.param('id'));
    if (network === undefined) throw networkGone(call.param('id'));
    return { status: 200, body: { network_ip_availability: usage(world, network) } };
  });
}

function usage(world: World, network: Network): ValueMap {
  const ports = world.portsOn(network.id);
  const subnets = world.subnetsOf(network.id).map((subnet) => {
    const total = subnet.allocation_pools
      .map(toRange)
      .reduce((sum, { start, end }) => sum + Number(end - start) + 1, 0);
    const used = ports.flatMap((port) => port.fixed_ips).filter((ip) => ip.subnet_id === subnet.id).length;
    const { id, name, cidr, ip_version } = subnet;
    return { subnet_id: id, subnet_name: name, cidr, ip_version, total_ips: total, used_ips: used };
  });
  return {
    network_id: network.id,
    network_name: network.name,
    tenant_id: network.project_id,
    project_id: network.project_id,
    total_ips: subnets.reduce((sum, { total_ips: total }) => sum + total, 0),
    used_ips: subnets.reduce((sum, { used_ips: used }) => sum + used, 0),
    subnet_ip_availability: subnets,
  };
}
