import type { ValueMap } from '../../expressions/values.ts';

/** What every object of Neutron has. Fields are stored under the names they have on the wire. */
export interface Owned {
  readonly id: string;
  /** The empty text for what belongs to the cloud itself, such as the gateway port of a router. */
  readonly project_id: string;
}

/** Fields of Neutron's standard attributes; times are milliseconds since the epoch. */
export interface Standard extends Owned {
  readonly name?: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision_number: number;
}

export interface Network extends Standard {
  readonly name: string;
  readonly admin_state_up: boolean;
  readonly mtu: number;
  readonly 'router:external': boolean;
  readonly port_security_enabled: boolean;
  readonly qos_policy_id: string | null;
  readonly dns_domain: string;
  readonly is_default: boolean;
  readonly availability_zone_hints: readonly string[];
  readonly 'provider:network_type': string;
  readonly 'provider:physical_network': string | null;
  readonly 'provider:segmentation_id': number | null;
}

export interface Pool {
  readonly start: string;
  readonly end: string;
}

export interface Subnet extends Standard {
  readonly name: string;
  readonly network_id: string;
  readonly ip_version: 4 | 6;
  readonly cidr: string;
  readonly subnetpool_id: string | null;
  readonly gateway_ip: string | null;
  readonly allocation_pools: readonly Pool[];
  readonly enable_dhcp: boolean;
  readonly ipv6_ra_mode: string | null;
  readonly ipv6_address_mode: string | null;
  readonly dns_nameservers: readonly string[];
  readonly host_routes: readonly ValueMap[];
  readonly service_types: readonly string[];
}

export interface FixedIp {
  readonly subnet_id: string;
  readonly ip_address: string;
}

export interface Port extends Standard {
  readonly name: string;
  readonly network_id: string;
  readonly mac_address: string;
  readonly admin_state_up: boolean;
  readonly device_id: string;
  readonly device_owner: string;
  readonly fixed_ips: readonly FixedIp[];
  readonly security_groups: readonly string[];
  readonly allowed_address_pairs: readonly ValueMap[];
  readonly extra_dhcp_opts: readonly ValueMap[];
  readonly port_security_enabled: boolean;
  readonly qos_policy_id: string | null;
  readonly propagate_uplink_status: boolean;
  readonly dns_name: string;
  readonly dns_domain: string;
  readonly 'binding:vnic_type': string;
  readonly 'binding:host_id': string;
  readonly 'binding:profile': ValueMap;
}

export interface Route {
  readonly destination: string;
  readonly nexthop: string;
}

export interface Router extends Standard {
  readonly name: string;
  readonly admin_state_up: boolean;
  readonly gw_port_id: string | null;
  readonly enable_snat: boolean;
  readonly routes: readonly Route[];
  readonly distributed: boolean;
  readonly ha: boolean;
  readonly availability_zone_hints: readonly string[];
}

export interface FloatingIp extends Standard {
  readonly floating_ip_address: string;
  readonly floating_network_id: string;
  /** The port on the external network that holds the address. */
  readonly holder_id: string;
  readonly router_id: string | null;
  readonly port_id: string | null;
  readonly fixed_ip_address: string | null;
  readonly qos_policy_id: string | null;
  readonly dns_name: string;
  readonly dns_domain: string;
}

export interface SecurityGroup extends Standard {
  readonly name: string;
  readonly stateful: boolean;
}

export interface SecurityGroupRule extends Standard {
  readonly security_group_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 'IPv4' | 'IPv6';
  readonly protocol: string | null;
  readonly port_range_min: number | null;
  readonly port_range_max: number | null;
  readonly remote_ip_prefix: string | null;
  readonly remote_group_id: string | null;
  readonly remote_address_group_id: string | null;
  readonly normalized_cidr: string | null;
}

export interface SubnetPool extends Standard {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly ip_version: 4 | 6;
  readonly min_prefixlen: number;
  readonly max_prefixlen: number;
  readonly default_prefixlen: number;
  readonly default_quota: number | null;
  readonly address_scope_id: string | null;
  readonly is_default: boolean;
  readonly shared: boolean;
}

export interface AddressScope extends Owned {
  readonly name: string;
  readonly ip_version: 4 | 6;
  readonly shared: boolean;
}

export interface RbacPolicy extends Owned {
  readonly object_type: string;
  readonly object_id: string;
  readonly action: string;
  readonly target_tenant: string;
}

export interface QosPolicy extends Standard {
  readonly name: string;
  readonly shared: boolean;
  readonly is_default: boolean;
  readonly rules: readonly ValueMap[];
}

export interface Trunk extends Standard {
  readonly name: string;
  readonly admin_state_up: boolean;
  readonly port_id: string;
  readonly sub_ports: readonly SubPort[];
}
export interface SubPort {
  readonly port_id: string;
  readonly segmentation_type: string;
  readonly segmentation_id: number;
}

/** Limits that an admin has set for a project; what is not in `limits` is unlimited. */
export interface ProjectQuota {
  readonly id: string;
  readonly limits: Readonly<Record<string, number>>;
}
