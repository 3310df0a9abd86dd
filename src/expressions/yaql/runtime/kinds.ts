import { Regex } from '../../python/regex.ts';
import { Float } from '../../values.ts';
import { Context } from './context.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, DictView, FrozenSet, type Item, List, Ordering, Tuple } from './items.ts';
import { Iterator } from './iterator.ts';

/** The name of an item's Python class. */
export function typeName(item: Item): string {
  if (item === null) return 'NoneType';
  if (typeof item === 'boolean') return 'bool';
  if (typeof item === 'string') return 'str';
  if (typeof item === 'bigint') return 'int';
  if (typeof item === 'number') return Number.isInteger(item) ? 'int' : 'float';
  if (item instanceof Float) return 'float';
  if (item instanceof Tuple) return 'tuple';
  if (item instanceof List) return 'list';
  if (item instanceof Dict) return item.frozen ? 'FrozenDict' : 'dict';
  if (item instanceof FrozenSet) return 'frozenset';
  if (item instanceof DictView) return viewName(item);
  if (item instanceof Iterator) return item.name;
  if (item instanceof Ordering) return 'OrderingIterable';
  if (item instanceof DateTime) return 'datetime.datetime';
  if (item instanceof TimeSpan) return 'datetime.timedelta';
  if (item instanceof Regex) return 're.Pattern';
  return item instanceof Context ? 'Context' : 'MappingRule';
}

function viewName(view: DictView): string {
  if (!view.dict.frozen) return `dict_${view.part}`;
  return `${view.part[0]!.toUpperCase()}${view.part.slice(1)}View`;
}

export type Sequence = Tuple | List;
export type Iterable = Tuple | List | FrozenSet | DictView | Iterator | Ordering;

export function isSequence(item: unknown): item is Sequence {
  return item instanceof Tuple || item instanceof List;
}

/** What yaql takes for a collection: anything Python can iterate but text and dicts. */
export function isIterable(item: unknown): item is Iterable {
  return (
    isSequence(item) ||
    item instanceof FrozenSet ||
    item instanceof DictView ||
    item instanceof Iterator ||
    item instanceof Ordering
  );
}

export function isInteger(item: unknown): item is number | bigint {
  return typeof item === 'bigint' || (typeof item === 'number' && Number.isInteger(item));
}

export function isFloat(item: unknown): item is number | Float {
  return item instanceof Float || (typeof item === 'number' && !Number.isInteger(item));
}

export function isNumber(item: unknown): item is number | bigint | Float {
  return typeof item === 'number' || typeof item === 'bigint' || item instanceof Float;
}

/** Python's `bool(item)`. */
export function isTrue(item: Item): boolean {
  if (item === null || typeof item === 'boolean') return item === true;
  if (typeof item === 'string') return item !== '';
  if (typeof item === 'number' || typeof item === 'bigint') return item != 0;
  if (item instanceof Float) return item.value !== 0;
  if (isSequence(item)) return item.items.length > 0;
  if (item instanceof Dict || item instanceof FrozenSet) return item.table.size > 0;
  if (item instanceof DictView) return item.dict.table.size > 0;
  return item instanceof TimeSpan ? item.micros !== 0n : true;
}
