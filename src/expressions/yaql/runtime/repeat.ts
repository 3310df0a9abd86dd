import { YaqlError } from '../error.ts';
import type { Engine } from './engine.ts';
import { List, Tuple } from './items.ts';
import type { Sequence } from './kinds.ts';
import { sizeOf } from './size.ts';

/** Nothing is repeated to more than this, also where there is no quota. */
const MOST_BYTES = 64_000_000;

/** `items * times`. Throws MemoryQuotaExceededException before the result is made. */
export function multiplyTuple(items: Sequence, times: number | bigint | boolean, engine: Engine): Sequence {
  const count = allowed(items, 56, times, engine);
  const result = Array.from({ length: count }, () => items.items).flat();
  return items instanceof Tuple ? new Tuple(result) : new List(result);
}

/** `text * times`. Throws MemoryQuotaExceededException before the result is made. */
export function multiplyText(text: string, times: number | bigint | boolean, engine: Engine): string {
  return text.repeat(allowed(text, 49, times, engine));
}

/** yaql's own estimate: what `times` of the item take, less what all but one of their headers do. */
function allowed(item: string | Sequence, header: number, times: number | bigint | boolean, engine: Engine): number {
  const count = Number(times);
  const negative = (1 - count) * header;
  engine.chargeBytes(negative);
  const total = negative + count * sizeOf(item);
  engine.chargeBytes(total);
  if (total > MOST_BYTES) throw new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
  return Math.max(0, count);
}
