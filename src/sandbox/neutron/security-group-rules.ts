import { str } from '../wire/python.ts';
import { isInteger, type Value, type ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import { formatBlock, parseBlock } from './addresses.ts';
import { anything, oneOf, orNull, text, uuid } from './checks.ts';
import { badRequest, conflict, notFound } from './faults.ts';
import type { SecurityGroup, SecurityGroupRule } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { groupMissing, putRule } from './security-groups.ts';
import type { World } from './world.ts';

const PROTOCOLS = (
  'ah dccp egp esp gre hopopt icmp igmp ip ipip ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ' +
  'ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp'
).split(' ');
const NUMBERS: Readonly<Record<string, string>> = {
  tcp: '6',
  udp: '17',
  icmp: '1',
  sctp: '132',
  dccp: '33',
  udplite: '136',
};
const WITH_PORTS = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite']);
const ICMP = new Set(['icmp', 'icmpv6', 'ipv6-icmp']);

export function securityGroupRuleKind(world: World): Kind<SecurityGroupRule> {
  return {
    one: 'security_group_rule',
    many: 'security_group_rules',
    path: 'security-group-rules',
    quota: 'security_group_rule',
    items: world.rules,
    missing: (id) => notFound('SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
    attributes: {
      security_group_id: { check: uuid, required: true },
      direction: { check: oneOf('ingress', 'egress'), required: true },
      ethertype: { check: oneOf('IPv4', 'IPv6'), fallback: 'IPv4' },
      protocol: { check: anything, fallback: null },
      port_range_min: { check: anything, fallback: null },
      port_range_max: { check: anything, fallback: null },
      remote_ip_prefix: { check: orNull(text()), fallback: null },
      remote_group_id: { check: orNull(uuid), fallback: null },
      remote_address_group_id: { check: orNull(uuid), fallback: null },
      description: { check: text(), fallback: '' },
      normalized_cidr: {},
    },
    view: (rule) => ({ ...rule }) as unknown as ValueMap,
    untagged: true,
    create: (values, _projectId, call) => createRule(world, values, call.caller),
    remove: (rule) => {
      world.rules.delete(rule.id);
      touchGroup(world, rule.security_group_id);
    },
    narrow: (query) => {
      const groups = query.getAll('security_group_id');
      return groups.length > 0 ? groups.flatMap((id) => world.rulesOf(id)) : undefined;
    },
  };
}

function createRule(world: World, values: Values, caller: Caller): SecurityGroupRule {
  const group = seekGroup(world, values['security_group_id'] as string, caller);
  const protocol = protocolOf(values['protocol']!);
  const ethertype = values['ethertype'] as 'IPv4' | 'IPv6';
  const fields = {
    direction: values['direction'] as 'ingress' | 'egress',
    ethertype,
    protocol,
    ...ports(values, protocol),
    ...remote(world, values, ethertype, caller),
  };
  const twin = world.rulesOf(group.id).find((rule) => sameRule(rule, fields));
  if (twin) {
    const message = `Security group rule already exists. Rule id is ${twin.id}.`;
    throw conflict('SecurityGroupRuleExists', message);
  }
  touchGroup(world, group.id);
  return putRule(world, group, fields, values['description'] as string);
}

function seekGroup(world: World, id: string, caller: Caller): SecurityGroup {
  const group = world.groups.get(id);
  if (group === undefined || !mayTouch(caller, group.project_id)) throw groupMissing(id);
  return group;
}

function touchGroup(world: World, id: string): void {
  const group = world.groups.get(id);
  if (group) world.change(world.groups, group, {});
}

function protocolOf(value: Value): string | null {
  if (value === null || value === '' || value === 'any') return value === null ? null : value === '' ? null : 'any';
  const word = str(value).toLowerCase();
  if (PROTOCOLS.includes(word)) return word;
  if (/^\d+$/.test(word) && Number(word) <= 255) return word;
  const known = `[None, ${PROTOCOLS.map((name) => `'${name}'`).join(', ')}]`;
  throw new Fault(
    400,
    `Security group rule protocol ${word} not supported. Only protocol values ${known} and integer representations [0 to 255] are supported.`,
    { type: 'SecurityGroupRuleInvalidProtocol' },
  );
}

function portNumber(value: Value): number | null {
  if (value === null || value === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  if (isInteger(number) && number >= 0 && number <= 65_535) return Number(number);
  const message = `Invalid value for port ${str(value)}`;
  throw new Fault(400, message, { type: 'SecurityGroupInvalidPortValue' });
}

function ports(values: Values, protocol: string | null) {
  const min = portNumber(values['port_range_min']!);
  const max = portNumber(values['port_range_max']!);
  if (min === null && max === null) return { port_range_min: null, port_range_max: null };
  if (protocol === null) {
    const message = 'Must also specify protocol if port range is given.';
    throw new Fault(400, message, { type: 'SecurityGroupProtocolRequiredWithPorts' });
  }
  if (ICMP.has(protocol)) return icmpPorts(min, max);
  if (!WITH_PORTS.has(protocol) && !Object.values(NUMBERS).includes(protocol)) {
    const message = `Must not specify port range for protocol ${protocol}`;
    throw badRequest(`Invalid input for port_range_min. Reason: ${message}.`);
  }
  // A single bound means the other is the same (neutron/db/securitygroups_db.py lets only that pass).
  const [low, high] = [min ?? max!, max ?? min!];
  if (low === 0) throw new Fault(400, 'Invalid value for port 0', { type: 'SecurityGroupInvalidPortValue' });
  if (low > high) {
    const message = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
    throw new Fault(400, message, { type: 'SecurityGroupInvalidPortRange' });
  }
  return { port_range_min: low, port_range_max: high };
}

function icmpPorts(min: number | null, max: number | null) {
  for (const [field, name, value] of [
    ['type', 'port_range_min', min],
    ['code', 'port_range_max', max],
  ] as const) {
    if (value !== null && value > 255) {
      throw new Fault(400, `Invalid value for ICMP ${field} (${name}) ${value}. It must be 0 to 255.`, {
        type: 'SecurityGroupInvalidIcmpValue',
      });
    }
  }
  if (min === null) {
    const message = `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`;
    throw new Fault(400, message, { type: 'SecurityGroupMissingIcmpType' });
  }
  return { port_range_min: min, port_range_max: max };
}

function remote(world: World, values: Values, ethertype: 'IPv4' | 'IPv6', caller: Caller) {
  const prefix = values['remote_ip_prefix'] as string | null;
  const groupId = values['remote_group_id'] as string | null;
  if (prefix !== null && groupId !== null) {
    const message = 'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.';
    throw new Fault(400, message, { type: 'SecurityGroupMultipleRemoteEntites' });
  }
  if (groupId !== null) {
    const group = world.groups.get(groupId);
    if (group === undefined || !mayTouch(caller, group.project_id)) throw groupMissing(groupId);
  }
  return {
    remote_ip_prefix: prefix,
    remote_group_id: groupId,
    normalized_cidr: prefix === null ? null : cidrOf(prefix, ethertype),
  };
}

function cidrOf(prefix: string, ethertype: 'IPv4' | 'IPv6'): string {
  const block = parseBlock(prefix.includes('/') ? prefix : `${prefix}/${prefix.includes(':') ? 128 : 32}`);
  if (block === undefined) {
    throw new Fault(400, `Invalid CIDR ${prefix} given as IP prefix.`, { type: 'InvalidCIDR' });
  }
  if (`IPv${block.version}` !== ethertype) {
    const message = `Conflicting value ethertype ${ethertype} for CIDR ${prefix}`;
    throw new Fault(400, message, { type: 'SecurityGroupRuleParameterConflict' });
  }
  return formatBlock(block);
}

function sameRule(rule: SecurityGroupRule, fields: Partial<SecurityGroupRule>): boolean {
  const number = (protocol: string | null | undefined): string | null | undefined =>
    protocol === 'any' ? null : protocol && (NUMBERS[protocol] ?? protocol);
  return (
    rule.direction === fields.direction &&
    rule.ethertype === fields.ethertype &&
    number(rule.protocol) === number(fields.protocol) &&
    rule.port_range_min === fields.port_range_min &&
    rule.port_range_max === fields.port_range_max &&
    rule.remote_group_id === fields.remote_group_id &&
    rule.normalized_cidr === fields.normalized_cidr
  );
}
