import { own } from '../../expressions/values.ts';
import { given } from '../access.ts';
import { defineResource } from '../define.ts';
import { custom, int, oneOf, range, ref, str } from '../schema.ts';
import { cannotCombine } from '../words.ts';
import { neutron } from './neutron.ts';

const NAMED =
  'ah dccp egp esp gre icmp icmpv6 igmp ipv6-encap ipv6-frag ipv6-icmp ipv6-nonxt ipv6-opts ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp';
const PROTOCOLS = [...Array.from({ length: 256 }, (_, i) => i), ...NAMED.split(' ')];
/** Their "ports" are a type and a code, in no order. */
const TYPED = ['icmp', 'icmpv6', 'ipv6-icmp'];

const api = neutron({
  path: '/security-group-rules',
  envelope: 'security_group_rule',
  collection: 'security_group_rules',
  name: false,
  fields: { security_group: 'security_group_id', remote_group: 'remote_group_id' },
  identify: ['security_group_id', 'direction', 'ethertype', 'protocol', 'port_range_min', 'port_range_max'],
});

export default defineResource({
  type: 'OS::Neutron::SecurityGroupRule',
  description: 'One rule of a security group.',
  since: '7.0.0',
  service: 'network',
  extension: 'security-group',
  properties: {
    security_group: ref('neutron.security_group', { required: true }),
    description: str(),
    direction: str({ default: 'ingress', constraints: [oneOf('ingress', 'egress')] }),
    ethertype: str({ default: 'IPv4', constraints: [oneOf('IPv4', 'IPv6')] }),
    port_range_min: int({ constraints: [range({ min: 0, max: 65535 })] }),
    port_range_max: int({ constraints: [range({ min: 0, max: 65535 })] }),
    protocol: str({ default: 'tcp', constraints: [oneOf(...PROTOCOLS)] }),
    remote_group: ref('neutron.security_group'),
    remote_ip_prefix: str({ constraints: [custom('net_cidr')] }),
  },
  validate(properties) {
    const problems: string[] = [];
    if (given(properties, 'remote_group') && given(properties, 'remote_ip_prefix')) {
      problems.push(cannotCombine('remote_group', 'remote_ip_prefix'));
    }
    const [min, max] = [own(properties, 'port_range_min'), own(properties, 'port_range_max')];
    const typed = TYPED.includes(String(own(properties, 'protocol')));
    if (typeof min === 'number' && typeof max === 'number' && !typed && max < min) {
      problems.push('The minimum port number must be less than or equal to the maximum port number.');
    }
    return problems;
  },
  api,
});
