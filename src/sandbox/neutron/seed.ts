import { createNetwork } from './networks.ts';
import type { World } from './world.ts';

const EXTERNAL_CIDR = '192.0.2.0/24';

/** Gives a new cloud its external network `public`; one that has networks is left as it is. */
export function seedPublicNetwork(world: World, adminProjectId: string): void {
  if (world.networks.size > 0) return;
  const network = createNetwork(
    world,
    {
      name: 'public',
      description: '',
      admin_state_up: true,
      shared: false,
      'router:external': true,
      is_default: false,
      mtu: 1500,
      port_security_enabled: true,
      qos_policy_id: null,
      dns_domain: '',
      availability_zone_hints: [],
      'provider:network_type': 'flat',
      'provider:physical_network': 'public',
      'provider:segmentation_id': null,
    },
    adminProjectId,
  );
  world.subnets.put({
    ...world.standard(adminProjectId),
    name: 'public',
    network_id: network.id,
    ip_version: 4,
    cidr: EXTERNAL_CIDR,
    subnetpool_id: null,
    gateway_ip: '192.0.2.1',
    allocation_pools: [{ start: '192.0.2.2', end: '192.0.2.254' }],
    enable_dhcp: false,
    ipv6_ra_mode: null,
    ipv6_address_mode: null,
    dns_nameservers: [],
    host_routes: [],
    service_types: [],
  });
}
