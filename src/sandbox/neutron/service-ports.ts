import type { WantedIp } from './allocation.ts';
import type { Network, Port } from './items.ts';
import { createPort } from './ports.ts';
import type { World } from './world.ts';

/** Makes a port that belongs to a router or a floating IP. Such ports have no security groups; Neutron gives them no owner unless told. */
export function servicePort(
  world: World,
  network: Network,
  deviceOwner: string,
  deviceId: string,
  fixedIps: readonly WantedIp[] | undefined,
  projectId = '',
): Port {
  return createPort(
    world,
    network,
    {
      name: '',
      description: '',
      network_id: network.id,
      admin_state_up: true,
      device_id: deviceId,
      device_owner: deviceOwner,
      security_groups: [],
      allowed_address_pairs: [],
      extra_dhcp_opts: [],
      qos_policy_id: null,
      propagate_uplink_status: true,
      dns_name: '',
      dns_domain: '',
      'binding:vnic_type': 'normal',
      'binding:host_id': '',
      'binding:profile': {},
      ...(fixedIps && { fixed_ips: fixedIps.map((ip) => ({ ...ip })) }),
    },
    projectId,
  );
}
