import { isSet, sameMember, setHas, setItems } from '../runtime/compare.ts';
import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { FrozenSet, type Item, Tuple } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import type { Iterable } from '../runtime/kinds.ts';
import { any, iterable } from '../runtime/types.ts';
import { dictFunctions } from './dicts.ts';
import { listFunctions } from './lists.ts';
import { frozenSet, setFunctions } from './sets.ts';
import { concatenated, loop } from './iterators.ts';

/** What works on collections of several kinds, and the functions of each kind. */
export function collectionFunctions(): FunctionSpec[] {
  const left = required('left', iterable);
  return [
    ...listFunctions(),
    ...dictFunctions(),
    ...setFunctions(),
    define(
      '#operator_in',
      { as: 'function', parameters: [required('value', any), required('collection', iterable)] },
      (_frame, [value, collection]) => has(collection, value),
    ),
    define(
      'contains',
      { as: 'method', parameters: [required('collection', iterable), required('value', any)] },
      (_frame, [collection, value]) => has(collection, value),
    ),
    define('#operator_+', { as: 'function', parameters: [left, required('right', iterable)] }, (frame, [a, b]) => {
      if (a instanceof Tuple && b instanceof Tuple) {
        frame.engine.charge(a, b);
        return new Tuple([...a.items, ...b.items]);
      }
      if (a instanceof FrozenSet && b instanceof FrozenSet) {
        frame.engine.charge(a, b);
        return frozenSet([...setItems(a), ...setItems(b)]);
      }
      return concatenated([a, b]);
    }),
  ];
}

function has(collection: Iterable, value: Item): boolean {
  if (isSet(collection)) return setHas(collection, value);
  for (const item of loop(iterate(collection))) if (sameMember(item, value)) return true;
  return false;
}
