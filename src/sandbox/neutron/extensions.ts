import { htmlFault } from '../kernel/fault.ts';
import type { Service } from '../kernel/service.ts';

// What a real Neutron lists for the API that is served here; an extension without routes here is left out.
const EXTENSIONS: readonly (readonly [alias: string, name: string])[] = [
  ['address-scope', 'Address scope'],
  ['agent', 'agent'],
  ['allowed-address-pairs', 'Allowed Address Pairs'],
  ['availability_zone', 'Availability Zone'],
  ['default-subnetpools', 'Default Subnetpools'],
  ['dns-integration', 'DNS Integration'],
  ['dns-domain-ports', 'dns_domain for ports'],
  ['empty-string-filtering', 'Empty String Filtering Extension'],
  ['external-net', 'Neutron external network'],
  ['extra_dhcp_opt', 'Neutron Extra DHCP options'],
  ['extraroute', 'Neutron Extra Route'],
  ['extraroute-atomic', 'Atomically add/remove extra routes'],
  ['filter-validation', 'Filter parameters validation'],
  ['fip-port-details', 'Floating IP Port Details Extension'],
  ['ip_allocation', 'IP Allocation'],
  ['ip-substring-filtering', 'IP address substring filtering'],
  ['l2_adjacency', 'L2 Adjacency'],
  ['router', 'Neutron L3 Router'],
  ['ext-gw-mode', 'Neutron L3 Configurable external gateway mode'],
  ['net-mtu', 'Network MTU'],
  ['net-mtu-writable', 'Network MTU (writable)'],
  ['network_availability_zone', 'Network Availability Zone'],
  ['network-ip-availability', 'Network IP Availability'],
  ['pagination', 'Pagination support'],
  ['binding', 'Port Binding'],
  ['port-security', 'Port Security'],
  ['project-id', 'project_id field enabled'],
  ['provider', 'Provider Network'],
  ['qos', 'Quality of Service'],
  ['qos-bw-limit-direction', 'Direction for QoS bandwidth limit rule'],
  ['qos-default', 'QoS default policy'],
  ['qos-fip', 'Floating IP QoS'],
  ['qos-gateway-ip', 'Router gateway IP QoS'],
  ['qos-pps', 'QoS Rule Type Packet per Second Extension'],
  ['quotas', 'Quota management support'],
  ['quota_details', 'Quota details management support'],
  ['rbac-policies', 'RBAC Policies'],
  ['rbac-address-scope', 'Add address_scope type to RBAC'],
  ['rbac-security-groups', 'Add security_group type to network RBAC'],
  ['rbac-subnetpool', 'Add subnetpool type to RBAC'],
  ['standard-attr-revisions', 'Resource revision numbers'],
  ['router_availability_zone', 'Router Availability Zone'],
  ['security-groups-normalized-cidr', 'Normalized CIDR field for security group rules'],
  ['security-groups-remote-address-group', 'Remote address group id field for security group rules'],
  ['security-groups-shared-filtering', 'Security group filtering on the shared field'],
  ['security-group', 'security-group'],
  ['service-type', 'Neutron Service Type Management'],
  ['sorting', 'Sorting support'],
  ['standard-attr-description', 'standard-attr-description'],
  ['stateful-security-group', 'Stateful security group'],
  ['subnet-service-types', 'Subnet service types'],
  ['subnet_allocation', 'Subnet Allocation'],
  [
    'standard-attr-tag',
    'Tag support for resources with standard attribute: port, subnet, subnetpool, network, security_group, router, floatingip, policy, trunk, network_segment_range',
  ],
  ['standard-attr-timestamp', 'Resource timestamps'],
  ['trunk', 'Trunk Extension'],
  ['uplink-status-propagation', 'Uplink status propagation extension'],
];

/** Adds the list of extensions, which clients consult to learn what this Neutron can do. */
export function addExtensions(service: Service): void {
  const extensions = EXTENSIONS.map(([alias, name]) => ({
    alias,
    name,
    description: name,
    updated: '2022-10-05T10:00:00-00:00',
    links: [],
  }));
  service.route('GET', '/v2.0/extensions', () => ({ status: 200, body: { extensions } }));
  service.route('GET', '/v2.0/extensions/:alias', (call) => {
    const alias = call.param('alias');
    const extension = extensions.find((one) => one.alias === alias);
    if (extension === undefined) {
      return { status: 404, body: htmlFault(404, 'The resource could not be found.') };
    }
    return { status: 200, body: { extension } };
  });
}
