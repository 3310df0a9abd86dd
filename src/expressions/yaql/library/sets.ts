import { PythonError } from '../../python/errors.ts';
import { isSet, isSubset, setHas, setItems, type SetLike, setSize } from '../runtime/compare.ts';
import { alias, define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { FrozenSet, type Item } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { typeName } from '../runtime/kinds.ts';
import { Table } from '../runtime/table.ts';
import { any, isFrozenSet, iterable, set } from '../runtime/types.ts';
import { flattenIterators, loop } from './iterators.ts';

/** Sets: making, comparing, combining them. */
export function setFunctions(): FunctionSpec[] {
  const both = [required('left', set), required('right', set)] as const;
  const self = required('set', set);
  const compared = (symbol: string, test: (left: SetLike, right: SetLike) => boolean): FunctionSpec =>
    define(`#operator_${symbol}`, { as: 'function', parameters: both }, (_frame, [left, right]) => test(left, right));
  const combined = (name: string, members: (left: SetLike, right: SetLike) => Iterable<Item>): FunctionSpec =>
    define(name, { as: 'method', parameters: both }, (_frame, [left, right]) => {
      proper(left, name);
      return frozenSet(members(left, right));
    });
  const difference = combined('difference', (left, right) => without(left, right));
  return [
    define('isSet', { as: 'function', parameters: [required('arg', any)] }, (_frame, [arg]) => isSet(arg)),
    define('set', { as: 'function', parameters: [], rest: required('args', any) }, (frame, _args, items) =>
      frame.call('toSet', [], new Iterator(flattenIterators(items))),
    ),
    define('toSet', { as: 'method', parameters: [required('collection', iterable)] }, (_frame, [collection]) =>
      frozenSet(loop(iterate(collection))),
    ),
    define('len', { as: 'both', parameters: [self] }, (_frame, [items]) => setSize(items)),
    compared('<', (left, right) => setSize(left) < setSize(right) && isSubset(left, right)),
    compared('<=', (left, right) => isSubset(left, right)),
    compared('>', (left, right) => setSize(right) < setSize(left) && isSubset(right, left)),
    compared('>=', (left, right) => isSubset(right, left)),
    combined('union', (left, right) => [...setItems(left), ...setItems(right)]),
    combined('intersect', (left, right) => [...setItems(left)].filter((item) => setHas(right, item))),
    difference,
    { ...alias('#operator_-', difference), asFunction: true, asMethod: false },
    combined('symmetricDifference', (left, right) => [...without(left, right), ...without(right, left)]),
    define('add', { as: 'method', parameters: [self], rest: required('values', any) }, (_frame, [items], values) => {
      const more = frozenSet(values);
      proper(items, 'union');
      return frozenSet([...setItems(items), ...setItems(more)]);
    }),
    define('remove', { as: 'method', parameters: [self], rest: required('values', any) }, (_frame, [items], values) => {
      const less = frozenSet(values);
      proper(items, 'difference');
      return frozenSet(without(items, less));
    }),
  ];
}

/** The set of the items. Raises TypeError where one has no hash. */
export function frozenSet(items: Iterable<Item>): FrozenSet {
  const table = new Table();
  for (const item of items) if (!table.has(item)) table.set(item, item);
  return new FrozenSet(table);
}

function without(left: SetLike, right: SetLike): Item[] {
  return [...setItems(left)].filter((item) => !setHas(right, item));
}

const PYTHON_NAMES: Readonly<Record<string, string>> = {
  intersect: 'intersection',
  symmetricDifference: 'symmetric_difference',
};

/** The view of a dict's keys is a set to the parameter, but lacks a set's methods. */
function proper(items: SetLike, method: string): void {
  if (isFrozenSet(items)) return;
  const name = PYTHON_NAMES[method] ?? method;
  throw new PythonError('AttributeError', `'${typeName(items)}' object has no attribute '${name}'`);
}
