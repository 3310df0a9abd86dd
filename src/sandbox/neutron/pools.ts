import { formatAddress, parseAddress, within, type Block, type Range } from './addresses.ts';
import { conflict, invalidInput } from './faults.ts';
import type { Pool } from './items.ts';
import { Fault } from '../kernel/fault.ts';

/** The pools of a subnet for which none are asked: every host address but the gateway's. */
export function defaultPools(block: Block, gateway: bigint | undefined): Pool[] {
  const tiny = block.last - block.first < 2n;
  const first = tiny ? block.first : block.first + 1n;
  const last = tiny || block.version === 6 ? block.last : block.last - 1n;
  if (gateway === undefined || gateway < first || gateway > last) return [toPool(block, first, last)];
  const pools: Pool[] = [];
  if (gateway > first) pools.push(toPool(block, first, gateway - 1n));
  if (gateway < last) pools.push(toPool(block, gateway + 1n, last));
  return pools;
}

function toPool({ version }: Block, start: bigint, end: bigint): Pool {
  return { start: formatAddress(version, start), end: formatAddress(version, end) };
}

export function toRange(pool: Pool): Range {
  return { start: parseAddress(pool.start)!.value, end: parseAddress(pool.end)!.value };
}

/** Refuses pools that leave the subnet, overlap, or contain the gateway, in Neutron's words. Throws a 400 or 409 fault. */
export function checkPools(block: Block, cidr: string, pools: readonly Pool[], gateway: string | null): void {
  for (const pool of pools) {
    const [start, end] = [parseAddress(pool.start), parseAddress(pool.end)];
    if (!start || !end || start.version !== block.version || end.version !== block.version || end.value < start.value) {
      throw new Fault(400, `The allocation pool ${textOf(pool)} is not valid.`, { type: 'InvalidAllocationPool' });
    }
    if (!within(block, start) || !within(block, end)) {
      const message = `The allocation pool ${textOf(pool)} spans beyond the subnet cidr ${cidr}.`;
      throw new Fault(400, message, { type: 'OutOfBoundsAllocationPool' });
    }
  }
  for (const [i, one] of pools.entries()) {
    for (const other of pools.slice(i + 1)) {
      const [a, b] = [toRange(one), toRange(other)];
      if (a.start > b.end || b.start > a.end) continue;
      throw conflict(
        'OverlappingAllocationPools',
        `Found overlapping allocation pools: ${textOf(one)} ${textOf(other)} for subnet ${cidr}.`,
      );
    }
  }
  if (gateway !== null) checkGateway(pools, gateway);
}

/** Refuses a gateway inside a pool. Throws a 400 or 409 fault. */
export function checkGateway(pools: readonly Pool[], gateway: string): void {
  const address = parseAddress(gateway);
  if (address === undefined) throw invalidInput(`'${gateway}' is not a valid IP address`);
  for (const pool of pools) {
    const { start, end } = toRange(pool);
    if (address.value < start || address.value > end) continue;
    throw conflict(
      'GatewayConflictWithAllocationPools',
      `Gateway ip ${gateway} conflicts with allocation pool ${textOf(pool)}.`,
    );
  }
}

function textOf(pool: Pool): string {
  return `${pool.start}-${pool.end}`;
}
