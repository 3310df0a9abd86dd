import { PythonError } from '../../python/errors.ts';
import type { Frame } from '../runtime/function.ts';
import type { Item } from '../runtime/items.ts';
import { iterate, type Loop } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isTrue, type Iterable } from '../runtime/kinds.ts';
import type { Lambda } from '../runtime/lambdas.ts';
import { setSizeOf } from '../runtime/size.ts';
import { Table } from '../runtime/table.ts';

/** The items of a loop as JavaScript iterates them. */
export function* loop(source: Loop): Generator<Item> {
  const iterator = source[Symbol.iterator]();
  for (let step = iterator.next(); !step.done; step = iterator.next()) yield step.value;
}

/** The items, those of iterators among them in their place. */
export function* flattenIterators(items: Loop): Generator<Item> {
  for (const item of loop(items)) {
    if (item instanceof Iterator) yield* flattenIterators(item);
    else yield item;
  }
}

/** Python's `filter`. */
export function* filtered(items: Iterable, predicate: Lambda): Generator<Item> {
  for (const item of loop(iterate(items))) if (isTrue(predicate(item))) yield item;
}

/** Python's `map`. */
export function mapped(items: Iterable, selector: (item: Item) => Item): Iterator {
  function* generate(): Generator<Item> {
    for (const item of loop(iterate(items))) yield selector(item);
  }
  return new Iterator(generate(), 'map', 48);
}

/** The items whose keys did not come before. */
export function* distinct(frame: Frame, items: Iterable, key: Lambda | null): Generator<Item> {
  const seen = new Table();
  for (const item of loop(iterate(items))) {
    const itsKey = key === null ? item : key(item);
    if (seen.has(itsKey)) continue;
    seen.set(itsKey, null);
    frame.engine.chargeBytes(setSizeOf(seen.size));
    yield item;
  }
}

/** One collection after the other. */
export function concatenated(all: readonly Iterable[]): Iterator {
  return new Iterator(chained(all.map(iterate)), 'itertools.chain', 48);
}

/** The items of one loop after those of the other. */
export function* chained(all: readonly Loop[]): Generator<Item> {
  for (const each of all) yield* loop(each);
}

/** Python's `islice`. Raises ValueError for a negative bound. */
export function sliced(items: Iterable, from: number, to: number): Iterator {
  if (from < 0 || to < 0) {
    const what = from < 0 ? 'Indices' : 'Stop argument';
    throw new PythonError('ValueError', `${what} for islice() must be None or an integer: 0 <= x <= sys.maxsize.`);
  }
  return new Iterator(slice(items, from, to), 'itertools.islice', 72);
}

function* slice(items: Iterable, from: number, to: number): Generator<Item> {
  if (to <= 0) return;
  let index = 0;
  for (const item of loop(iterate(items))) {
    if (index++ >= from) yield item;
    if (index >= to) return;
  }
}
