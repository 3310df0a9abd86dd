import { PythonError } from '../../python/errors.ts';
import { equals } from '../runtime/compare.ts';
import { define, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { type Item, List, Tuple } from '../runtime/items.ts';
import { iteratorOf } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isTrue, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda } from '../runtime/lambdas.ts';
import { any, int, iterable } from '../runtime/types.ts';
import { sliced } from './iterators.ts';

const self = required('collection', iterable);

/** `slice`, `splitAt`, `splitWhere`, `sliceWhere`, `reverse`, `zip`, `zipLongest`. */
export function sliceFunctions(): FunctionSpec[] {
  return [
    define(
      'slice',
      { as: 'method', parameters: [self, required('length', int)] },
      (frame, [items, length]) => new Iterator(pieces(frame, items, Number(length)), 'generator', 216),
    ),
    define('splitAt', { as: 'method', parameters: [self, required('index', int)] }, (frame, [items, index]) => {
      const list = toList(frame, items);
      return new List([new Tuple(list.slice(0, Number(index))), new Tuple(list.slice(Number(index)))]);
    }),
    define(
      'splitWhere',
      { as: 'method', parameters: [self, required('predicate', lambda)] },
      (frame, [items, test]) => new Iterator(splitWhere(frame, items, test), 'generator', 240),
    ),
    define(
      'sliceWhere',
      { as: 'method', parameters: [self, required('predicate', lambda)] },
      (frame, [items, test]) => new Iterator(sliceWhere(frame, items, test), 'generator', 256),
    ),
    define(
      'reverse',
      { as: 'method', parameters: [self] },
      (frame, [items]) => new Iterator(toList(frame, items).toReversed().values(), 'reversed', 48),
    ),
    define(
      'zip',
      { as: 'method', parameters: [], rest: required('collections', iterable) },
      (_frame, _args, all) => new Iterator(zipped(all), 'zip', 64),
    ),
    define(
      'zipLongest',
      { as: 'method', parameters: [], rest: required('collections', iterable), keywords: required('kwargs', any) },
      (_frame, _args, all, named) =>
        new Iterator(zippedLongest(all, named.get('default') ?? null), 'itertools.zip_longest', 72),
    ),
  ];
}

/** The items as `toList` gives them, whatever that name stands for where the expression runs. */
function toList(frame: Frame, items: Iterable): readonly Item[] {
  const list = frame.call('toList', [], items);
  if (list instanceof Tuple || list instanceof List) return list.items;
  throw new PythonError('TypeError', 'toList() did not answer a list');
}

function* pieces(frame: Frame, items: Iterable, length: number): Generator<Item> {
  const source = new Iterator(iteratorOf(items));
  for (;;) {
    const piece = toList(frame, sliced(source, 0, length));
    if (piece.length === 0) return;
    yield new Tuple(piece);
  }
}

function* splitWhere(frame: Frame, items: Iterable, test: Lambda): Generator<Item> {
  const list = toList(frame, items);
  let start = 0;
  for (const [index, item] of list.entries()) {
    if (!isTrue(test(item))) continue;
    yield new Tuple(list.slice(start, index));
    start = index + 1;
  }
  if (start !== list.length) yield new Tuple(list.slice(start));
}

function* sliceWhere(frame: Frame, items: Iterable, test: Lambda): Generator<Item> {
  const list = toList(frame, items);
  let start = 0;
  let before: Item | undefined;
  for (const [index, item] of list.entries()) {
    const now = test(item);
    if (before !== undefined && !equals(now, before)) {
      yield new Tuple(list.slice(start, index));
      start = index;
    }
    before = now;
  }
  if (start !== list.length) yield new Tuple(list.slice(start));
}

function* zipped(all: readonly Iterable[]): Generator<Item> {
  const sources = all.map(iteratorOf);
  while (sources.length > 0) {
    const row: Item[] = [];
    for (const source of sources) {
      const step = source.next();
      if (step.done) return;
      row.push(step.value);
    }
    yield new Tuple(row);
  }
}

function* zippedLongest(all: readonly Iterable[], fill: Item): Generator<Item> {
  const sources = all.map(iteratorOf);
  for (;;) {
    const steps = sources.map((source) => source.next());
    if (steps.every((step) => step.done)) return;
    yield new Tuple(steps.map((step) => (step.done ? fill : step.value)));
  }
}
