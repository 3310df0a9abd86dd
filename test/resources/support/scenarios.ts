/** A life for every resource type that an ordinary stack has on a cloud. */
import {
  net,
  subnet,
  port,
  router,
  link,
  floatingIp,
  group,
  volume,
  server,
  KEY,
  type Part,
  type Scenario,
} from './parts.ts';

const secret: Part = { type: 'OS::Barbican::Secret', properties: { payload: 'very secret' } };

export const commonScenarios: readonly Scenario[] = [
  {
    name: 'network',
    type: 'OS::Neutron::Net',
    properties: { tags: ['one'] },
    shows: { admin_state_up: true, tags: ['one'] },
    updates: [
      { set: { name: 'other', admin_state_up: false }, shows: { name: 'other', admin_state_up: false } },
      { set: { tags: ['two', 'three'] } },
    ],
  },
  {
    name: 'named network',
    type: 'OS::Neutron::Net',
    properties: { name: 'a-name-of-mine', port_security_enabled: false },
    shows: { name: 'a-name-of-mine', port_security_enabled: false },
  },
  {
    name: 'subnet',
    type: 'OS::Neutron::Subnet',
    needs: { net },
    properties: {
      network: { ref: 'net' },
      cidr: '10.77.0.0/24',
      allocation_pools: [{ start: '10.77.0.10', end: '10.77.0.20' }],
      dns_nameservers: ['192.0.2.53'],
    },
    shows: { cidr: '10.77.0.0/24', gateway_ip: '10.77.0.1', dns_nameservers: ['192.0.2.53'] },
    updates: [
      {
        set: { name: 'mine', enable_dhcp: false, dns_nameservers: [] },
        shows: { name: 'mine', enable_dhcp: false, dns_nameservers: [] },
      },
      { set: { gateway_ip: '' }, shows: { gateway_ip: null } },
      { set: { host_routes: [{ destination: '10.1.0.0/16', nexthop: '10.77.0.5' }] } },
    ],
  },
  {
    name: 'port',
    type: 'OS::Neutron::Port',
    needs: { net, subnet, group },
    properties: {
      network: { ref: 'net' },
      fixed_ips: [{ subnet: { ref: 'subnet' }, ip_address: '10.77.0.33' }],
      security_groups: ['default'],
    },
    shows: { admin_state_up: true },
    updates: [
      { set: { name: 'mine', admin_state_up: false }, shows: { name: 'mine', admin_state_up: false } },
      { set: { security_groups: [{ ref: 'group' }] } },
      { set: { allowed_address_pairs: [{ ip_address: '10.77.0.99' }] } },
      { set: { security_groups: null, fixed_ips: [{ subnet: { ref: 'subnet' }, ip_address: '10.77.0.34' }] } },
    ],
  },
  {
    name: 'router',
    type: 'OS::Neutron::Router',
    properties: { external_gateway_info: { network: 'public' } },
    updates: [
      { set: { external_gateway_info: null }, shows: { external_gateway_info: null } },
      { set: { name: 'mine', external_gateway_info: { network: 'public' } }, shows: { name: 'mine' } },
    ],
  },
  {
    name: 'router interface',
    type: 'OS::Neutron::RouterInterface',
    needs: { net, subnet, router },
    properties: { router: { ref: 'router' }, subnet: { ref: 'subnet' } },
  },
  {
    name: 'router interface by port',
    consumes: true,
    type: 'OS::Neutron::RouterInterface',
    needs: { net, subnet, port, router },
    properties: { router_id: { ref: 'router' }, port_id: { ref: 'port' } },
  },
  {
    name: 'floating ip',
    type: 'OS::Neutron::FloatingIP',
    needs: { net, subnet, router, link, port },
    properties: { floating_network: 'public' },
    shows: { port_id: null },
    updates: [
      { set: { port_id: { ref: 'port' } }, shows: { port_id: { ref: 'port' } } },
      { set: { port_id: null }, shows: { port_id: null } },
    ],
  },
  {
    name: 'floating ip association',
    type: 'OS::Neutron::FloatingIPAssociation',
    needs: { net, subnet, router, link, port, floatingIp, other: floatingIp },
    properties: { floatingip_id: { ref: 'floatingIp' }, port_id: { ref: 'port' } },
    shows: { port_id: { ref: 'port' } },
    updates: [{ set: { floatingip_id: { ref: 'other' } }, shows: { port_id: { ref: 'port' } } }],
    found: false,
  },
  {
    name: 'security group',
    type: 'OS::Neutron::SecurityGroup',
    properties: {
      description: 'web',
      rules: [
        { protocol: 'tcp', port_range_min: 80, port_range_max: 80 },
        { protocol: 'tcp', remote_mode: 'remote_group_id' },
      ],
    },
    shows: { description: 'web' },
    updates: [
      { set: { name: 'mine', description: 'more' }, shows: { name: 'mine', description: 'more' } },
      { set: { rules: [{ direction: 'egress', protocol: 'udp', port_range_min: 53, port_range_max: 53 }] } },
      { set: { rules: [] } },
    ],
  },
  {
    name: 'security group rule',
    type: 'OS::Neutron::SecurityGroupRule',
    needs: { group },
    properties: {
      security_group: { ref: 'group' },
      port_range_min: 22,
      port_range_max: 22,
      remote_ip_prefix: '10.0.0.0/8',
    },
    shows: { protocol: 'tcp', port_range_min: 22, direction: 'ingress' },
  },
  {
    name: 'volume',
    type: 'OS::Cinder::Volume',
    properties: { size: 1, metadata: { a: 'b' }, read_only: true },
    shows: { size: 1 },
    updates: [
      { set: { name: 'mine', description: 'of me' }, shows: { name: 'mine', description: 'of me' } },
      { set: { metadata: { c: 'd' } } },
      { set: { size: 2 }, shows: { size: 2 } },
      { set: { read_only: false } },
    ],
  },
  {
    name: 'key pair',
    type: 'OS::Nova::KeyPair',
    properties: { name: 'a-key-of-mine', public_key: KEY },
    shows: { name: 'a-key-of-mine', public_key: KEY },
  },
  {
    name: 'generated key pair',
    type: 'OS::Nova::KeyPair',
    properties: { name: 'a-made-key', save_private_key: true },
    found: false,
  },
  {
    name: 'server group',
    type: 'OS::Nova::ServerGroup',
    properties: { name: 'a-group-of-mine', policies: ['affinity'] },
    shows: { name: 'a-group-of-mine', policy: 'affinity' },
  },
  {
    name: 'server',
    type: 'OS::Nova::Server',
    needs: {
      net,
      subnet,
      other: net,
      subnet2: { type: 'OS::Neutron::Subnet', properties: { network: { ref: 'other' }, cidr: '10.78.0.0/24' } },
    },
    properties: { ...server.properties, metadata: { a: 1 }, tags: ['x'] },
    shows: { status: 'ACTIVE', metadata: { a: '1' }, tags: ['x'] },
    updates: [
      {
        set: { name: 'mine', metadata: { b: 'two' }, tags: ['y', 'z'] },
        shows: { name: 'mine', metadata: { b: 'two' } },
      },
      { set: { networks: [{ network: { ref: 'net' } }, { subnet: { ref: 'subnet2' } }] } },
      { set: { networks: [{ subnet: { ref: 'subnet2' } }] } },
      { set: { flavor: 'm1.small' }, shows: { status: 'ACTIVE' }, sandboxOnly: true },
    ],
  },
  {
    name: 'server on its own port',
    type: 'OS::Nova::Server',
    needs: { net, subnet, port },
    properties: {
      ...server.properties,
      networks: [{ port: { ref: 'port' } }],
      name: 'a-server-of-mine',
      user_data_format: 'HEAT_CFNTOOLS',
    },
    shows: { status: 'ACTIVE', name: 'a-server-of-mine' },
    updates: [{ set: { networks: [{ network: { ref: 'net' } }] } }],
  },
  {
    name: 'volume attachment',
    type: 'OS::Cinder::VolumeAttachment',
    needs: { net, subnet, server, volume, other: volume },
    properties: { instance_uuid: { ref: 'server' }, volume_id: { ref: 'volume' } },
    shows: { volumeId: { ref: 'volume' } },
    updates: [{ set: { volume_id: { ref: 'other' } }, shows: { volumeId: { ref: 'other' } } }],
  },
  {
    name: 'secret',
    type: 'OS::Barbican::Secret',
    properties: { payload: 'very secret', payload_content_type: 'text/plain' },
    shows: { status: 'ACTIVE' },
  },
  {
    name: 'web image',
    type: 'OS::Glance::WebImage',
    // Glance downloads from the ports 80 and 443 of other hosts only.
    sandboxOnly: true,
    properties: {
      location: 'http://images.test/small.raw',
      disk_format: 'raw',
      container_format: 'bare',
      tags: ['a'],
      extra_properties: { hw_disk_bus: 'virtio' },
    },
    shows: { status: 'active', tags: ['a'], hw_disk_bus: 'virtio' },
    updates: [
      { set: { tags: ['b'], os_distro: 'debian' }, shows: { tags: ['b'], os_distro: 'debian' } },
      { set: { extra_properties: { hw_vif_model: 'e1000' } }, shows: { hw_disk_bus: null, hw_vif_model: 'e1000' } },
      { set: { active: false }, shows: { status: 'deactivated' } },
      { set: { active: true }, shows: { status: 'active' } },
    ],
  },
  {
    name: 'container',
    type: 'OS::Barbican::GenericContainer',
    needs: { secret, other: secret },
    properties: {
      secrets: [
        { name: 'a', ref: { ref: 'secret' } },
        { name: 'b', ref: { ref: 'other' } },
      ],
    },
    shows: { status: 'ACTIVE', type: 'generic' },
  },
  {
    name: 'certificate container',
    type: 'OS::Barbican::CertificateContainer',
    needs: { secret },
    properties: { name: 'a-certificate-of-mine', certificate_ref: { ref: 'secret' } },
    shows: { name: 'a-certificate-of-mine', type: 'certificate' },
  },
  {
    name: 'rsa container',
    type: 'OS::Barbican::RSAContainer',
    needs: { secret, other: secret },
    properties: { private_key_ref: { ref: 'secret' }, public_key_ref: { ref: 'other' } },
    shows: { type: 'rsa' },
  },
  {
    name: 'key order',
    admin: true,
    // The key that an order has made stays when the order goes.
    sandboxOnly: true,
    type: 'OS::Barbican::Order',
    properties: { type: 'key', algorithm: 'aes', bit_length: 256, mode: 'cbc' },
    shows: { status: 'ACTIVE', type: 'key' },
  },
];
