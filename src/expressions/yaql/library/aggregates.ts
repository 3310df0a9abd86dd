import { PythonError } from '../../python/errors.ts';
import { isSet, setSize } from '../runtime/compare.ts';
import { alias, define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { type Item, NO_VALUE, type NoValue } from '../runtime/items.ts';
import { iterate, iteratorOf } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isSequence, isTrue, type Iterable } from '../runtime/kinds.ts';
import { lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { memorize } from '../runtime/memorize.ts';
import { anyOrNothing, iterable } from '../runtime/types.ts';
import { loop } from './iterators.ts';

const self = required('collection', iterable);

/** What makes one value of a collection: `sum`, `max`, `min`, `reduce`, `any`, `all`, `first`, `last`, `single`; and `accumulate`. */
export function aggregateFunctions(): FunctionSpec[] {
  return [...folds(), ...tests(), ...picks()];
}

function folds(): FunctionSpec[] {
  const byFunction = (name: string, step: string): FunctionSpec =>
    define(
      name,
      { as: 'method', parameters: [self, optional('initial', anyOrNothing, NO_VALUE)] },
      (frame: Frame, [items, initial]) => fold(items, (a, b) => frame.call(step, [a, b]), initial),
    );
  const parameters = [self, required('selector', lambda), optional('seed', anyOrNothing, NO_VALUE)] as const;
  const aggregate = define('aggregate', { as: 'method', parameters }, (_frame, [items, selector, seed]) =>
    fold(items, selector, seed),
  );
  return [
    byFunction('sum', '#operator_+'),
    byFunction('max', 'max'),
    byFunction('min', 'min'),
    aggregate,
    alias('reduce', aggregate),
    define(
      'accumulate',
      { as: 'method', parameters },
      (_frame, [items, selector, seed]) => new Iterator(accumulated(items, selector, seed), 'generator', 256),
    ),
  ];
}

function fold(items: Iterable, step: (a: Item, b: Item) => Item, initial: Item | NoValue): Item {
  let total = initial;
  for (const item of loop(iterate(items))) total = total === NO_VALUE ? item : step(total, item);
  if (total === NO_VALUE) throw new PythonError('TypeError', 'reduce() of empty iterable with no initial value');
  return total;
}

function* accumulated(items: Iterable, step: (a: Item, b: Item) => Item, seed: Item | NoValue): Generator<Item> {
  let total = seed;
  if (total !== NO_VALUE) yield total;
  for (const item of loop(iterate(items))) {
    total = total === NO_VALUE ? item : step(total, item);
    yield total;
  }
  if (total === NO_VALUE) throw new PythonError('TypeError', 'accumulate() of empty sequence with no initial value');
}

function tests(): FunctionSpec[] {
  const parameters = [self, optional('predicate', lambdaOrNull, null)] as const;
  return [
    define('any', { as: 'both', parameters }, (_frame, [items, predicate]) => {
      for (const item of loop(iterate(items))) if (predicate === null || isTrue(predicate(item))) return true;
      return false;
    }),
    define('all', { as: 'both', parameters }, (_frame, [items, predicate]) => {
      for (const item of loop(iterate(items))) if (!isTrue(predicate === null ? item : predicate(item))) return false;
      return true;
    }),
  ];
}

function picks(): FunctionSpec[] {
  const parameters = [self, optional('default', anyOrNothing, NO_VALUE)] as const;
  return [
    define('first', { as: 'method', parameters }, (_frame, [items, fallback]) => {
      const step = iteratorOf(items).next();
      return step.done ? orStop(fallback) : step.value;
    }),
    define('single', { as: 'method', parameters: [self] }, (_frame, [items]) => {
      const source = iteratorOf(items);
      const step = source.next();
      if (step.done) throw new PythonError('StopIteration', '');
      if (!source.next().done) throw new PythonError('StopIteration', 'Collection contains more than one item');
      return step.value;
    }),
    define('last', { as: 'method', parameters }, (_frame, [items, fallback]) => {
      if (isSequence(items)) return items.items.length === 0 ? orStop(fallback) : items.items.at(-1)!;
      let last = fallback;
      for (const item of loop(iterate(items))) last = item;
      return orStop(last);
    }),
    define(
      'defaultIfEmpty',
      { as: 'method', parameters: [self, required('default', iterable)] },
      (frame, [items, fallback]) => defaultIfEmpty(frame, items, fallback),
    ),
  ];
}

function orStop(value: Item | NoValue): Item {
  if (value === NO_VALUE) throw new PythonError('StopIteration', '');
  return value;
}

function defaultIfEmpty(frame: Frame, items: Iterable, fallback: Iterable): Item {
  if (isSequence(items)) return items.items.length === 0 ? fallback : items;
  if (isSet(items)) return setSize(items) === 0 ? fallback : items;
  const kept = memorize(items, frame.engine) as Iterable;
  return iteratorOf(kept).next().done ? fallback : kept;
}
