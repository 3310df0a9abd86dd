/** The part of a port's properties that a server's own ports have as well. */
import { bool, custom, listOf, map, mapOf, oneOf, ref, str } from '../schema.ts';

export const extraPortProperties = {
  value_specs: map({ update: true, default: {} }),
  admin_state_up: bool({ update: true, default: true }),
  mac_address: str({ constraints: [custom('mac_addr')] }),
  allowed_address_pairs: listOf(
    mapOf({
      mac_address: str({ constraints: [custom('mac_addr')] }),
      ip_address: str({ required: true, constraints: [custom('ip_or_cidr')] }),
    }),
    { update: true },
  ),
  'binding:vnic_type': str({
    update: true,
    default: 'normal',
    constraints: [
      oneOf('normal', 'direct', 'macvtap', 'direct-physical', 'baremetal', 'virtio-forwarder', 'smart-nic'),
    ],
  }),
  port_security_enabled: bool({ update: true }),
  qos_policy: ref('neutron.qos_policy', { update: true }),
  propagate_uplink_status: bool({ update: true }),
  no_fixed_ips: bool({ update: true, default: false }),
};
