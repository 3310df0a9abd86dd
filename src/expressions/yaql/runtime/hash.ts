import { PythonError } from '../../python/errors.ts';
import { Float } from '../../values.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, FrozenSet, type Item, List, Tuple } from './items.ts';

/** Two hashable items are equal to Python exactly when their keys are the same. */
export type HashKey = string | object;

/** The key under which a table files an item. Raises TypeError for what Python cannot hash. */
export function hashKey(item: Item): HashKey {
  if (typeof item === 'string') return `s${item}`;
  if (item === null) return 'None';
  if (typeof item === 'boolean') return item ? 'n1' : 'n0';
  if (typeof item === 'number' || typeof item === 'bigint') return `n${Object.is(item, -0) ? 0 : item}`;
  if (item instanceof Float) {
    // A nan is equal to nothing but itself.
    if (Number.isNaN(item.value)) return item;
    return Number.isFinite(item.value) ? `n${BigInt(item.value)}` : `n${item.value}`;
  }
  if (item instanceof Tuple) return combine('t', item, item.items.map(hashKey));
  if (item instanceof FrozenSet) return combine('f', item, sorted([...item.table.keys()].map(hashKey)));
  if (item instanceof Dict && item.frozen) {
    return combine('d', item, sorted([...item.table.entries()].map(([key, value]) => hashPair(key, value))));
  }
  if (item instanceof DateTime || item instanceof TimeSpan) return item.hashKey;
  if (item instanceof List) throw unhashable('list');
  if (item instanceof Dict) throw unhashable('dict');
  return item;
}

/** An order of keys that depends on nothing but the keys; where one is an object, the whole is filed as itself anyway. */
function sorted(keys: HashKey[]): HashKey[] {
  return keys.every((key) => typeof key === 'string') ? keys.sort(compareUnits) : keys;
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hashPair(key: Item, value: Item): HashKey {
  const pair = new Tuple([key, value]);
  return hashKey(pair);
}

function unhashable(name: string): PythonError {
  return new PythonError('TypeError', `unhashable type: '${name}'`);
}

/** Joins keys so that no two sequences join to the same text. What holds an item equal only to itself is filed as itself. */
function combine(kind: string, whole: Item & object, keys: readonly HashKey[]): HashKey {
  let joined = kind;
  for (const key of keys) {
    if (typeof key !== 'string') return whole;
    joined += `${key.length}:${key}`;
  }
  return `${joined};`;
}
