import { Float } from '../../values.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, DictView, FrozenSet, type Item, List, Tuple } from './items.ts';

/** Python's `a == b`: `1 == 1.0 == True`, a tuple is no list, a frozen dict is equal to a plain one. */
export function equals(a: Item, b: Item): boolean {
  // A nan is not equal to itself, though a collection that holds it is.
  if (a === b) return !(a instanceof Float && Number.isNaN(a.value));
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return x == y;
  if (a instanceof Tuple) return b instanceof Tuple && sameItems(a.items, b.items);
  if (a instanceof List) return b instanceof List && sameItems(a.items, b.items);
  if (a instanceof Dict) return b instanceof Dict && sameEntries(a, b);
  if (a instanceof DateTime) return b instanceof DateTime && a.utc === b.utc;
  if (a instanceof TimeSpan) return b instanceof TimeSpan && a.micros === b.micros;
  return isSet(a) && isSet(b) && setSize(a) === setSize(b) && isSubset(a, b);
}

/** What Python asks of members: that they be the same object, or equal. */
export function sameMember(a: Item, b: Item): boolean {
  return a === b || equals(a, b);
}

function sameItems(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => sameMember(item, b[index]!));
}

function sameEntries(a: Dict, b: Dict): boolean {
  if (a.table.size !== b.table.size) return false;
  for (const [key, value] of a.table.entries()) {
    const other = b.table.get(key);
    if (other === undefined || !sameMember(value, other)) return false;
  }
  return true;
}

/** The number that Python compares an item as, a boolean's being 0 or 1; undefined for what is no number. */
export function numeric(item: Item): number | bigint | undefined {
  if (typeof item === 'number' || typeof item === 'bigint') return item;
  if (typeof item === 'boolean') return Number(item);
  return item instanceof Float ? item.value : undefined;
}

export type SetLike = FrozenSet | DictView;

/** True for what Python's `collections.abc.Set` covers: sets, and the views of a dict's keys and items. */
export function isSet(item: unknown): item is SetLike {
  return item instanceof FrozenSet || (item instanceof DictView && item.part !== 'values');
}

export function setSize(set: SetLike): number {
  return set instanceof FrozenSet ? set.table.size : set.dict.table.size;
}

/** The members of a set, or of a view. */
export function* setItems(set: SetLike): Generator<Item> {
  if (set instanceof FrozenSet) yield* set.table.keys();
  else yield* viewItems(set);
}

export function* viewItems(view: DictView): Generator<Item> {
  const { table } = view.dict;
  if (view.part === 'keys') yield* table.keys();
  else if (view.part === 'values') yield* table.values();
  else for (const [key, value] of table.entries()) yield new Tuple([key, value]);
}

/** Whether every member of `a` is in `b`. */
export function isSubset(a: SetLike, b: SetLike): boolean {
  for (const item of setItems(a)) if (!setHas(b, item)) return false;
  return true;
}

/** Python's `item in set`. Raises TypeError where the item has no hash. */
export function setHas(set: SetLike, item: Item): boolean {
  if (set instanceof FrozenSet) return set.table.has(item);
  if (set.part === 'keys') return set.dict.table.has(item);
  if (!(item instanceof Tuple) || item.items.length !== 2) return false;
  const value = set.dict.table.get(item.items[0]!);
  return value !== undefined && sameMember(value, item.items[1]!);
}
