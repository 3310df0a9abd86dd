import { equals } from '../runtime/compare.ts';
import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import type { Item } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isTrue, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda } from '../runtime/lambdas.ts';
import { any, iterable } from '../runtime/types.ts';
import { loop } from './iterators.ts';

const self = required('collection', iterable);

/** `indexOf`, `lastIndexOf`, `indexWhere`, `lastIndexWhere`, `takeWhile`, `skipWhile`. */
export function searchFunctions(): FunctionSpec[] {
  const byItem = [self, required('item', any)] as const;
  const byTest = [self, required('predicate', lambda)] as const;
  return [
    define('indexOf', { as: 'method', parameters: byItem }, (_frame, [items, item]) =>
      indexOf(items, (each) => equals(each, item), 'first'),
    ),
    define('lastIndexOf', { as: 'method', parameters: byItem }, (_frame, [items, item]) =>
      indexOf(items, (each) => equals(each, item), 'last'),
    ),
    define('indexWhere', { as: 'method', parameters: byTest }, (_frame, [items, test]) =>
      indexOf(items, (each) => isTrue(test(each)), 'first'),
    ),
    define('lastIndexWhere', { as: 'method', parameters: byTest }, (_frame, [items, test]) =>
      indexOf(items, (each) => isTrue(test(each)), 'last'),
    ),
    define(
      'takeWhile',
      { as: 'method', parameters: byTest },
      (_frame, [items, test]) => new Iterator(takeWhile(items, test), 'itertools.takewhile', 56),
    ),
    define(
      'skipWhile',
      { as: 'method', parameters: byTest },
      (_frame, [items, test]) => new Iterator(skipWhile(items, test), 'itertools.dropwhile', 56),
    ),
  ];
}

function indexOf(items: Iterable, test: (item: Item) => boolean, which: 'first' | 'last'): number {
  let [index, found] = [0, -1];
  for (const item of loop(iterate(items))) {
    if (test(item)) {
      found = index;
      if (which === 'first') break;
    }
    index++;
  }
  return found;
}

function* takeWhile(items: Iterable, test: Lambda): Generator<Item> {
  for (const item of loop(iterate(items))) {
    if (!isTrue(test(item))) return;
    yield item;
  }
}

function* skipWhile(items: Iterable, test: Lambda): Generator<Item> {
  let skipping = true;
  for (const item of loop(iterate(items))) {
    skipping &&= isTrue(test(item));
    if (!skipping) yield item;
  }
}
