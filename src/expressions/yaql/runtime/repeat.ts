import { YaqlError } from '../error.ts';
import type { Engine } from './engine.ts';
import { List, Tuple } from './items.ts';
import type { Sequence } from './kinds.ts';
import { sizeOf } from './size.ts';

/** Nothing is repeated to more than this, also where there is no quota. */
const MOST_BYTES = 64_000_000;

/** `items * times`. Throws MemoryQuotaExceededException before the result is made. */
export function multiplyTuple(items: Sequence, times: number | bigint | boolean, engine: Engine): Sequence {
  const count = allowed(items, 56, 8 * items.items.length, times, engine);
  const result = count === 0 ? [] : Array.from({ length: count }, () => items.items).flat();
  return items instanceof Tuple ? new Tuple(result) : new List(result);
}

/** `text * times`. Throws MemoryQuotaExceededException before the result is made. */
export function multiplyText(text: string, times: number | bigint | boolean, engine: Engine): string {
  return text.repeat(allowed(text, 49, text.length, times, engine));
}

/** Checks yaql's own estimate (what `times` of the item take, less all headers but one), then what the result will really take. */
function allowed(
  item: string | Sequence,
  header: number,
  payload: number,
  times: number | bigint | boolean,
  engine: Engine,
): number {
  const count = payload === 0 ? 0 : Math.max(0, Number(times));
  const negative = (1 - Number(times)) * header;
  engine.chargeBytes(negative);
  engine.chargeBytes(negative + Number(times) * sizeOf(item));
  if (count * payload > MOST_BYTES) {
    throw new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
  }
  return count;
}
