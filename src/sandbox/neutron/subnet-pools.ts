import type { ValueMap } from '../../expressions/values.ts';
import { mayTouch } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { parseBlock } from './addresses.ts';
import { block, bool, int, list, orNull, text, uuid } from './checks.ts';
import { badResource, conflict, notFound } from './faults.ts';
import type { AddressScope, SubnetPool } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { oneOf } from './checks.ts';
import { defaultLengths, normalisePrefixes } from './subnet-pool-carving.ts';
import type { World } from './world.ts';

export function subnetPoolKind(world: World): Kind<SubnetPool> {
  return {
    one: 'subnetpool',
    many: 'subnetpools',
    quota: 'subnetpool',
    items: world.subnetPools,
    missing: (id) => notFound('SubnetPoolNotFound', `Subnet pool ${id} could not be found.`),
    visible: (pool, caller) => mayTouch(caller, pool.project_id) || pool.shared,
    attributes: {
      name: { check: text(), required: true },
      description: { check: text(), fallback: '' },
      prefixes: { check: list(block), required: true },
      default_quota: { check: orNull(int()), fallback: null },
      default_prefixlen: { check: int(0, 128) },
      min_prefixlen: { check: int(0, 128) },
      max_prefixlen: { check: int(0, 128) },
      address_scope_id: { check: orNull(uuid), fallback: null },
      is_default: { check: bool, fallback: false, admin: true },
      shared: { check: bool, fallback: false, put: false, admin: true },
      ip_version: {},
    },
    view: ({ min_prefixlen, max_prefixlen, default_prefixlen, ...pool }) =>
      ({
        ...pool,
        // Neutron keeps these as text and answers them so.
        min_prefixlen: String(min_prefixlen),
        max_prefixlen: String(max_prefixlen),
        default_prefixlen: String(default_prefixlen),
      }) as unknown as ValueMap,
    create: (values, projectId) => createPool(world, values, projectId),
    update: (pool, changes) => {
      const prefixes = changes['prefixes'] as string[] | undefined;
      const more = prefixes && { prefixes: normalisePrefixes([...pool.prefixes, ...prefixes]) };
      return world.change(world.subnetPools, pool, { ...(changes as unknown as Partial<SubnetPool>), ...more });
    },
    remove: (pool) => {
      if (world.subnets.find((subnet) => subnet.subnetpool_id === pool.id)) {
        const reason = 'Subnet pool has existing allocations';
        throw new Fault(400, `Unable to delete subnet pool: ${reason}.`, { type: 'SubnetPoolDeleteError' });
      }
      world.subnetPools.delete(pool.id);
    },
  };
}

function createPool(world: World, values: Values, projectId: string): SubnetPool {
  const given = values['prefixes'] as string[];
  if (given.length === 0) {
    throw badResource('subnetpool', 'At least one subnet prefix must be specified');
  }
  const versions = new Set(given.map((prefix) => parseBlock(prefix)!.version));
  if (versions.size > 1) throw badResource('subnetpool', 'Cannot mix IPv4 and IPv6 prefixes in a subnet pool');
  const version = [...versions][0]!;
  const { min, max } = defaultLengths(version);
  const min_prefixlen = (values['min_prefixlen'] as number | undefined) ?? min;
  const max_prefixlen = (values['max_prefixlen'] as number | undefined) ?? max;
  const default_prefixlen = (values['default_prefixlen'] as number | undefined) ?? min_prefixlen;
  if (min_prefixlen > max_prefixlen || default_prefixlen < min_prefixlen || default_prefixlen > max_prefixlen) {
    throw badResource('subnetpool', 'Illegal prefix bounds: the lengths must be min <= default <= max');
  }
  const scope = values['address_scope_id'];
  if (typeof scope === 'string' && world.scopes.get(scope)?.project_id !== projectId) {
    throw notFound('AddressScopeNotFound', `Address scope ${scope} could not be found`);
  }
  return world.subnetPools.put({
    ...values,
    ...world.standard(projectId, values['description'] as string),
    prefixes: normalisePrefixes(given),
    ip_version: version,
    min_prefixlen,
    max_prefixlen,
    default_prefixlen,
  } as unknown as SubnetPool);
}

export function addressScopeKind(world: World): Kind<AddressScope> {
  return {
    one: 'address_scope',
    many: 'address_scopes',
    path: 'address-scopes',
    items: world.scopes,
    missing: (id) => notFound('AddressScopeNotFound', `Address scope ${id} could not be found`),
    visible: (scope, caller) => mayTouch(caller, scope.project_id) || scope.shared,
    attributes: {
      name: { check: text(), fallback: '' },
      ip_version: { check: oneOf(4, 6), required: true, put: false },
      shared: { check: bool, fallback: false, admin: true },
    },
    view: (scope) => ({ ...scope }),
    create: (values, projectId) =>
      world.scopes.put({ ...values, id: world.kernel.random.uuid(), project_id: projectId } as unknown as AddressScope),
    update: (scope, changes) => world.scopes.put({ ...scope, ...(changes as unknown as Partial<AddressScope>) }),
    remove: (scope) => {
      if (world.subnetPools.find((pool) => pool.address_scope_id === scope.id)) {
        throw conflict(
          'AddressScopeInUse',
          `Unable to complete operation on address scope ${scope.id}. There are one or more subnet pools in use on the address scope.`,
        );
      }
      world.scopes.delete(scope.id);
    },
  };
}
