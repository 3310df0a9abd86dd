import { PythonError } from '../../python/errors.ts';
import { Float, isMap, setOwn, type Value, type ValueMap } from '../../values.ts';
import { YaqlError } from '../error.ts';
import { isSet, setItems } from './compare.ts';
import type { Engine } from './engine.ts';
import { hashKey } from './hash.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, type Item, Tuple } from './items.ts';
import { iterate } from './iterate.ts';
import { isIterable, type Iterable, typeName } from './kinds.ts';
import { isoFormat, strItem } from './print.ts';
import { Table } from './table.ts';

/** Data as expressions see it: lists are tuples, maps are frozen dicts. */
export function toItem(value: Value): Item {
  if (Array.isArray(value)) return new Tuple(value.map(toItem));
  if (!isMap(value)) return value;
  const table = new Table();
  for (const [key, entry] of Object.entries(value)) table.set(key, toItem(entry));
  return new Dict(table, true);
}

/**
 * A result as data, by yaql's own conversion: every collection is a list (a set too, in the order of insertion).
 * A key that is no text is written as JSON writes it. A point in time becomes ISO 8601 text, a span Python's text for it.
 * Throws CollectionTooLargeException, and TypeError for what is no data or cannot be a key.
 */
export function toValue(item: Item, engine: Engine): Value {
  engine.step();
  if (item instanceof Dict) return mapValue(item, engine);
  if (isIterable(item)) return listValue(item, engine);
  if (item === null || typeof item !== 'object' || item instanceof Float) return item;
  if (item instanceof DateTime) return isoFormat(item, 'T');
  if (item instanceof TimeSpan) return strItem(item);
  throw new YaqlError('TypeError', `The result is no data but a ${typeName(item)}`);
}

function listValue(items: Iterable, engine: Engine): Value[] {
  const limited = engine.limit(items) as Iterable;
  if (isSet(limited)) return Array.from(setItems(limited), (item) => setMember(item, engine));
  const result: Value[] = [];
  const source = iterate(limited)[Symbol.iterator]();
  for (let step = source.next(); !step.done; step = source.next()) result.push(toValue(step.value, engine));
  return result;
}

/** In a set yaql puts the converted members, and what became a list, a plain dict or a plain set has no hash. */
function setMember(item: Item, engine: Engine): Value {
  if (item instanceof Dict || isIterable(item)) throw unhashable(item);
  return toValue(item, engine);
}

function unhashable(item: Item): PythonError {
  return new PythonError(
    'TypeError',
    `unhashable type: '${item instanceof Dict ? 'dict' : isSet(item) ? 'set' : 'list'}'`,
  );
}

function mapValue(map: Dict, engine: Engine): ValueMap {
  engine.limit(map);
  const result: ValueMap = {};
  for (const [key, value] of map.table.entries()) {
    const name = keyText(key);
    setOwn(result, name, toValue(value, engine));
  }
  return result;
}

function keyText(key: Item): string {
  if (key instanceof Dict || isIterable(key)) throw unhashable(key);
  hashKey(key);
  return key === null || typeof key === 'boolean' ? String(key) : strItem(key);
}
