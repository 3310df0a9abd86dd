import { PythonError } from '../../python/errors.ts';
import { viewItems } from './compare.ts';
import { Dict, DictView, FrozenSet, type Item, Ordering } from './items.ts';
import { Iterator } from './iterator.ts';
import { isSequence, type Iterable, typeName } from './kinds.ts';

/** What a `for` runs over. */
export interface Loop {
  [Symbol.iterator](): { next(): IteratorResult<Item, unknown> };
}

/** Goes over a collection; an iterator is consumed, and stays where a loop leaves it. */
export function iterate(collection: Iterable): Loop {
  if (isSequence(collection)) return collection.items;
  if (collection instanceof Iterator) return collection;
  if (collection instanceof FrozenSet) return collection.table.keys();
  return collection instanceof DictView ? viewItems(collection) : collection.sorted;
}

/** Python's `iter(item)` of anything: also of text (its characters) and dicts (their keys). Raises TypeError. */
export function iterateAny(item: Item): Loop {
  if (typeof item === 'string') return item;
  if (item instanceof Dict) return item.table.keys();
  if (
    isSequence(item) ||
    item instanceof FrozenSet ||
    item instanceof DictView ||
    item instanceof Iterator ||
    item instanceof Ordering
  ) {
    return iterate(item);
  }
  throw new PythonError('TypeError', `'${typeName(item)}' object is not iterable`);
}

/** Python's iterator over a collection: an iterator itself, or a fresh one. */
export function iteratorOf(collection: Iterable): { next(): IteratorResult<Item, unknown> } {
  return iterate(collection)[Symbol.iterator]();
}
