import { BlockList, isIPv6 } from 'node:net';
import { own } from '../../expressions/values.ts';
import { repr } from '../../expressions/python/text.ts';
import { textsAt } from '../access.ts';
import { ResourceError, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { bool, custom, int, length, listOf, range, ref, str } from '../schema.ts';
import { neutron } from './neutron.ts';

/** Heat's check: `min_prefixlen` ≤ `default_prefixlen` ≤ `max_prefixlen`, where they are given. */
function validate(properties: Properties): string[] {
  const value = (name: string): number => Number(own(properties, name) ?? 0);
  const pairs = [
    ['max_prefixlen', 'min_prefixlen'],
    ['max_prefixlen', 'default_prefixlen'],
    ['default_prefixlen', 'min_prefixlen'],
  ] as const;
  return pairs
    .filter(([high, low]) => value(high) > 0 && value(low) > 0 && value(low) > value(high))
    .map(([high, low]) => {
      const [a, b] = high === 'max_prefixlen' ? [high, low] : [low, high];
      return `Illegal prefix bounds: ${a}=${value(a)}, ${b}=${value(b)}.`;
    });
}

/** True when every old prefix lies in one of the new ones. */
function covers(prefixes: readonly string[], old: readonly string[]): boolean {
  const all = new BlockList();
  for (const prefix of prefixes) {
    const [address = '', bits = '32'] = prefix.split('/');
    all.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return old.every((prefix) => {
    const [address = ''] = prefix.split('/');
    return all.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  });
}

const prefixlen = int({ update: true, constraints: [range({ min: 0 })] });

const api = neutron({
  path: '/subnetpools',
  envelope: 'subnetpool',
  fields: { address_scope: 'address_scope_id' },
  identify: ['shared'],
});

export default defineResource({
  type: 'OS::Neutron::SubnetPool',
  description: 'Addresses that subnets can be cut from.',
  since: '6.0.0',
  service: 'network',
  extension: 'subnet_allocation',
  properties: {
    name: str({ update: true }),
    prefixes: listOf(str({ constraints: [custom('net_cidr')] }), {
      required: true,
      update: true,
      constraints: [length({ min: 1 })],
    }),
    address_scope: ref('neutron.address_scope', { update: true }),
    default_quota: int({ update: true, constraints: [range({ min: 0 })] }),
    default_prefixlen: prefixlen,
    min_prefixlen: prefixlen,
    max_prefixlen: prefixlen,
    is_default: bool({ update: true, default: false }),
    tenant_id: str(),
    shared: bool({ default: false }),
    tags: listOf(str(), { update: true }),
  },
  validate,
  api,
  async update(context, change) {
    const [old, wanted] = [textsAt(change.before, 'prefixes').toSorted(), textsAt(change.after, 'prefixes').toSorted()];
    if (change.changed.has('prefixes') && !covers(wanted, old)) {
      throw new ResourceError(
        'StackValidationFailed',
        `Property prefixes updated value ${repr(wanted)} should be superset of existing value ${repr(old)}.`,
      );
    }
    await api.update(context, change);
  },
});
