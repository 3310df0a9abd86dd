import { PythonError } from '../../python/errors.ts';
import { alias, define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { List, type Item } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isIterable, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { add } from '../runtime/arithmetic.ts';
import { memorize } from '../runtime/memorize.ts';
import { any, int, intOrNull, iterable, iterator, keywordExpression } from '../runtime/types.ts';
import { chained, concatenated, distinct, filtered, loop, mapped, sliced } from './iterators.ts';
import { aggregateFunctions } from './aggregates.ts';
import { generatorFunctions } from './generators.ts';
import { groupFunctions } from './groups.ts';
import { mergeFunctions } from './merge.ts';
import { orderFunctions } from './ordering.ts';
import { searchFunctions } from './positions.ts';
import { sliceFunctions } from './slices.ts';

/** The functions of queries over collections. Most answer iterators, which do their work when they are gone over. */
export function queryFunctions(): FunctionSpec[] {
  return [
    ...filters(),
    ...combining(),
    ...aggregateFunctions(),
    ...generatorFunctions(),
    ...groupFunctions(),
    ...mergeFunctions(),
    ...orderFunctions(),
    ...searchFunctions(),
    ...sliceFunctions(),
  ];
}

const self = required('collection', iterable);

function filters(): FunctionSpec[] {
  const selecting = [self, required('selector', lambda)] as const;
  const where = define(
    'where',
    { as: 'method', parameters: [self, required('predicate', lambda)] },
    (_frame, [items, predicate]) => new Iterator(filtered(items, predicate), 'filter', 48),
  );
  const select = define('select', { as: 'method', parameters: selecting }, (_frame, [items, selector]) =>
    mapped(items, selector),
  );
  return [
    where,
    alias('filter', where),
    select,
    alias('map', select),
    define(
      '#operator_.',
      { as: 'function', parameters: [self, required('attribute', keywordExpression)] },
      (frame, [items, attribute]) => mapped(items, (item) => frame.call('#operator_.', [item, attribute])),
    ),
    define(
      'selectMany',
      { as: 'method', parameters: selecting },
      (frame, [items, selector]) => new Iterator(selectMany(frame, items, selector), 'generator', 240),
    ),
    define(
      'distinct',
      { as: 'both', parameters: [self, optional('keySelector', lambdaOrNull, null)] },
      (frame, [items, key]) => new Iterator(distinct(frame, items, key), 'generator', 264),
    ),
    define('memorize', { as: 'method', parameters: [self] }, (frame, [items]) => memorize(items, frame.engine)),
    define('isIterable', { as: 'function', parameters: [required('value', any)] }, (_frame, [value]) =>
      isIterable(value),
    ),
  ];
}

function* selectMany(frame: Frame, items: Iterable, selector: Lambda): Generator<Item> {
  for (const item of loop(iterate(items))) {
    const inner = selector(item);
    if (!isIterable(inner)) {
      yield inner;
      continue;
    }
    for (const each of loop(iterate(inner))) {
      frame.engine.step();
      yield each;
    }
  }
}

function combining(): FunctionSpec[] {
  return [
    define(
      'append',
      { as: 'both', parameters: [self], rest: required('args', any) },
      (_frame, [items], more) => new Iterator(chained([iterate(items), more]), 'generator', 208),
    ),
    define('concat', { as: 'both', parameters: [], rest: required('collections', iterable) }, (_frame, _args, all) =>
      concatenated(all),
    ),
    define(
      'enumerate',
      { as: 'both', parameters: [self, optional('start', intOrNull, 0)] },
      (_frame, [items, start]) => new Iterator(enumerated(items, start), 'generator', 232),
    ),
    define('count', { as: 'method', parameters: [self] }, (frame, [items]) => count(frame, items)),
    define('len', { as: 'both', parameters: [required('collection', iterator)] }, (frame, [items]) =>
      count(frame, items),
    ),
    define('skip', { as: 'method', parameters: [self, required('count', int)] }, (_frame, [items, amount]) =>
      sliced(items, Number(amount), Infinity),
    ),
    ...['limit', 'take'].map((name) =>
      define(name, { as: 'method', parameters: [self, required('count', int)] }, (_frame, [items, amount]) =>
        sliced(items, 0, Number(amount)),
      ),
    ),
  ];
}

function* enumerated(items: Iterable, start: number | bigint | boolean | null): Generator<Item> {
  if (start === null) {
    throw new PythonError('TypeError', "'NoneType' object cannot be interpreted as an integer");
  }
  let index: number | bigint = typeof start === 'boolean' ? Number(start) : start;
  for (const item of loop(iterate(items))) {
    yield new List([index, item]);
    index = add(index, 1) as number | bigint;
  }
}

function count(frame: Frame, items: Iterable): number {
  let total = 0;
  for (const _item of loop(iterate(items))) {
    frame.engine.step();
    total++;
  }
  return total;
}
