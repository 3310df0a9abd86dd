import { Regex } from '../../python/regex.ts';
import { Float } from '../../values.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, DictView, FrozenSet, type Item, List, Tuple } from './items.ts';
import { Iterator } from './iterator.ts';

/**
 * What `sys.getsizeof` of CPython 3.11 (64 bits) says of an item, in bytes: the item alone, not what it holds.
 * Exact for all that can grow; yaql counts its memory quota in it.
 */
export function sizeOf(item: Item): number {
  if (item === null) return 16;
  if (typeof item === 'boolean') return 28;
  if (typeof item === 'string') return textSize(item);
  if (typeof item === 'bigint') return integerSize(item);
  if (typeof item === 'number') return Number.isInteger(item) ? integerSize(BigInt(item)) : 24;
  if (item instanceof Float) return 24;
  if (item instanceof Tuple) return 40 + 8 * item.items.length;
  if (item instanceof List) return 56 + 8 * item.allocated;
  if (item instanceof Dict) return item.frozen ? 56 : dictSize(item.table.size, item.table.onlyText);
  if (item instanceof FrozenSet) return setSizeOf(item.table.size);
  if (item instanceof DictView) return 40;
  if (item instanceof Iterator) return item.bytes;
  if (item instanceof DateTime) return 48;
  if (item instanceof TimeSpan) return 40;
  return item instanceof Regex ? 192 : 56;
}

function textSize(text: string): number {
  let [points, widest] = [0, 0];
  for (let at = 0; at < text.length; points++) {
    const code = text.codePointAt(at)!;
    widest = Math.max(widest, code);
    at += code > 0xffff ? 2 : 1;
  }
  if (widest < 0x80) return 49 + points;
  if (widest < 0x100) return 73 + points;
  return widest < 0x10000 ? 74 + 2 * points : 76 + 4 * points;
}

/** An int has a digit of four bytes for every 30 bits. */
function integerSize(value: bigint): number {
  const size = value < 0n ? -value : value;
  if (size < 1n << 30n) return 28;
  const bits = size.toString(16).length * 4 - Math.clz32(Number.parseInt(size.toString(16)[0]!, 16)) + 28;
  return 24 + 4 * Math.ceil(bits / 30);
}

/** A dict that grew entry by entry: its table of indexes doubles when two thirds are used. */
function dictSize(entries: number, onlyText: boolean): number {
  if (entries === 0) return 64;
  let slots = 8;
  while (Math.floor((slots * 2) / 3) < entries) slots *= 2;
  const indexes = slots < 256 ? slots : slots * 2;
  const usable = Math.floor((slots * 2) / 3);
  return 64 + 32 + indexes + usable * (onlyText ? 16 : 24);
}

/** A set that grew member by member: from 8 slots on, four times as many whenever three fifths are used. */
export function setSizeOf(members: number): number {
  let slots = 8;
  while (members * 5 >= (slots - 1) * 3) slots *= 4;
  return slots === 8 ? 216 : 216 + 16 * slots;
}

/** The slots a list has allocated once so many items were appended one by one to one that had `from`. */
export function grownList(items: number, from = 0): number {
  let allocated = from;
  while (allocated < items) {
    const wanted = allocated + 1;
    allocated = (wanted + (wanted >> 3) + 6) & ~3;
  }
  return allocated;
}
