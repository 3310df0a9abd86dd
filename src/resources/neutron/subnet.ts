import { isIP } from 'node:net';
import { own, type ValueMap } from '../../expressions/values.ts';
import { given, textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, custom, formerly, int, list, listOf, map, mapOf, oneOf, range, ref, str } from '../schema.ts';
import { actionNotSupported, atLeastOneOf, cannotCombine } from '../words.ts';
import { bannedSpecs, neutron } from './neutron.ts';

const ipv6Mode = str({ constraints: [oneOf('dhcpv6-stateful', 'dhcpv6-stateless', 'slaac')] });

function validate(properties: Properties): string[] {
  const problems = bannedSpecs(properties);
  const has = (property: string): boolean => Boolean(own(properties, property));
  if (given(properties, 'subnetpool') && has('cidr')) problems.push(cannotCombine('subnetpool', 'cidr'));
  if (!given(properties, 'subnetpool') && !has('cidr')) problems.push(atLeastOneOf('subnetpool', 'cidr'));
  if (has('prefixlen') && has('cidr')) problems.push(cannotCombine('prefixlen', 'cidr'));
  const modes = [textOf(properties, 'ipv6_ra_mode'), textOf(properties, 'ipv6_address_mode')];
  if (own(properties, 'ip_version') === 4 && modes.some((mode) => mode !== undefined)) {
    problems.push('ipv6_ra_mode and ipv6_address_mode are not supported for ipv4.');
  }
  if (modes[0] !== undefined && modes[1] !== undefined && modes[0] !== modes[1]) {
    problems.push('When both ipv6_ra_mode and ipv6_address_mode are set, they must be equal.');
  }
  const gateway = textOf(properties, 'gateway_ip');
  if (gateway !== undefined && gateway !== '~' && isIP(gateway) === 0) {
    problems.push(`Gateway IP address "${gateway}" is in invalid format.`);
  }
  return problems;
}

function adjust(fields: ValueMap, _context: unknown, before: Properties | undefined): ValueMap {
  const result = { ...fields };
  // A template cannot say null apart from absent, so an empty gateway stands for none (LP 1226666).
  if (result['gateway_ip'] === '') result['gateway_ip'] = null;
  if (before === undefined) return result;
  if (result['allocation_pools'] === null) result['allocation_pools'] = [];
  if (Object.hasOwn(result, 'segment_id') && given(before, 'segment')) {
    throw actionNotSupported(
      'Updating the subnet segment assciation only allowed when the current segment_id is None. ' +
        'The subnet is currently associated with segment. In this state update',
    );
  }
  return result;
}

export default defineResource({
  type: 'OS::Neutron::Subnet',
  description: 'A block of addresses on a network.',
  service: 'network',
  properties: {
    network_id: formerly('network', ref('neutron.network')),
    network: ref('neutron.network', { required: true }),
    subnetpool: ref('neutron.subnetpool'),
    prefixlen: int({ constraints: [range({ min: 0 })] }),
    cidr: str({ constraints: [custom('net_cidr')] }),
    value_specs: map({ update: true, default: {} }),
    name: str({ update: true }),
    ip_version: int({ default: 4, constraints: [oneOf(4, 6)] }),
    dns_nameservers: list({ update: true, default: [] }),
    gateway_ip: str({ update: true }),
    enable_dhcp: bool({ update: true, default: true }),
    allocation_pools: listOf(
      mapOf({
        start: str({ required: true, constraints: [custom('ip_addr')] }),
        end: str({ required: true, constraints: [custom('ip_addr')] }),
      }),
      { update: true },
    ),
    tenant_id: str(),
    host_routes: listOf(
      mapOf({
        destination: str({ required: true, constraints: [custom('net_cidr')] }),
        nexthop: str({ required: true, constraints: [custom('ip_addr')] }),
      }),
      { update: true },
    ),
    ipv6_ra_mode: ipv6Mode,
    ipv6_address_mode: ipv6Mode,
    segment: ref('neutron.segment', { update: true }),
    tags: listOf(str(), { update: true }),
  },
  attributes: {
    name: attr('string'),
    network_id: attr('string'),
    tenant_id: attr('string'),
    allocation_pools: attr('list'),
    gateway_ip: attr('string'),
    host_routes: attr('list'),
    ip_version: attr('string'),
    cidr: attr('string'),
    dns_nameservers: attr('list'),
    enable_dhcp: attr('string'),
  },
  validate,
  api: neutron({
    path: '/subnets',
    envelope: 'subnet',
    fields: { network: 'network_id', segment: 'segment_id', subnetpool: 'subnetpool_id' },
    identify: ['network_id'],
    adjust,
  }),
});
