import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { bitsOf, formatBlock, overlap, parseBlock, type Block } from './addresses.ts';
import { badResource, conflict, notFound } from './faults.ts';
import type { SubnetPool } from './items.ts';
import type { Values } from './kind.ts';
import type { World } from './world.ts';

/** Finds the block of a new subnet in a subnet pool: the one asked for, or the lowest that is free. Throws a 4xx fault. */
export function carve(world: World, values: Values, caller: Caller): { cidr: Block; poolId: string } {
  const pool = poolFor(world, values, caller);
  const text = values['cidr'];
  const taken = world.subnets
    .filter((subnet) => subnet.subnetpool_id === pool.id)
    .map((subnet) => parseBlock(subnet.cidr)!);
  const prefixes = pool.prefixes.map((prefix) => parseBlock(prefix)!);
  if (typeof text === 'string') {
    const cidr = parseBlock(text);
    const inside = cidr && prefixes.some((prefix) => overlap(prefix, cidr) && prefix.prefix <= cidr.prefix);
    if (!inside || taken.some((other) => overlap(other, cidr))) {
      throw cannotAllocate(`Cannot allocate requested subnet from the available set of prefixes`);
    }
    return { cidr, poolId: pool.id };
  }
  const length = lengthOf(pool, values['prefixlen'] as number | undefined);
  for (const prefix of prefixes) {
    const found = firstFree(prefix, length, taken);
    if (found) return { cidr: found, poolId: pool.id };
  }
  throw cannotAllocate(`Insufficient prefix space to allocate subnet size /${length}`);
}

function poolFor(world: World, values: Values, caller: Caller): SubnetPool {
  const version = values['ip_version'] as number;
  const id = values['subnetpool_id'];
  if (typeof id !== 'string') {
    const fallback = world.subnetPools.find((pool) => pool.is_default && pool.ip_version === version);
    if (fallback === undefined) {
      throw new Fault(400, `No default subnetpool found for IPv${version}.`, { type: 'NoDefaultSubnetpool' });
    }
    return fallback;
  }
  const pool = world.subnetPools.get(id);
  const visible = pool && (caller.isAdmin || pool.shared || pool.project_id === caller.projectId);
  if (!visible) throw notFound('SubnetPoolNotFound', `Subnet pool ${id} could not be found.`);
  if (pool.ip_version !== version) {
    throw badResource('subnets', `Cannot allocate IPv${version} subnet from IPv${pool.ip_version} subnet pool`);
  }
  return pool;
}

function lengthOf(pool: SubnetPool, asked: number | undefined): number {
  const length = asked ?? pool.default_prefixlen;
  if (length < pool.min_prefixlen) {
    const message = `Unable to allocate subnet with prefix length ${length}, minimum allowed prefix is ${pool.min_prefixlen}.`;
    throw conflict('MinPrefixSubnetAllocationError', message);
  }
  if (length > pool.max_prefixlen) {
    const message = `Unable to allocate subnet with prefix length ${length}, maximum allowed prefix is ${pool.max_prefixlen}.`;
    throw conflict('MaxPrefixSubnetAllocationError', message);
  }
  return length;
}

function firstFree(prefix: Block, length: number, taken: readonly Block[]): Block | undefined {
  if (length < prefix.prefix) return undefined;
  const size = 1n << BigInt(bitsOf(prefix.version) - length);
  let first = prefix.first;
  while (first + size - 1n <= prefix.last) {
    const block: Block = { version: prefix.version, first, last: first + size - 1n, prefix: length };
    const hit = taken.find((other) => overlap(other, block));
    if (hit === undefined) return block;
    const after = hit.last > block.last ? hit.last : block.last;
    first = ((after + size) / size) * size;
  }
  return undefined;
}

function cannotAllocate(reason: string): Fault {
  return conflict('SubnetAllocationError', `Failed to allocate subnet: ${reason}.`);
}

/** The prefix lengths a pool of these prefixes has unless told otherwise. */
export function defaultLengths(version: 4 | 6): { min: number; max: number } {
  return version === 4 ? { min: 8, max: 32 } : { min: 64, max: 128 };
}

/** The prefixes in their usual form, joined where one contains another. */
export function normalisePrefixes(prefixes: readonly string[]): string[] {
  const blocks = prefixes.map((prefix) => parseBlock(prefix)!);
  return blocks
    .filter((one) => !blocks.some((other) => other !== one && other.prefix < one.prefix && overlap(one, other)))
    .map(formatBlock);
}
