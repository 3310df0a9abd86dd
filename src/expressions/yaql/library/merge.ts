import { PythonError } from '../../python/errors.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { Dict, type Item, List, Tuple } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isSequence, isTrue, type Iterable, type Sequence, typeName } from '../runtime/kinds.ts';
import { type Lambda, lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { memorize } from '../runtime/memorize.ts';
import { Table } from '../runtime/table.ts';
import { dict, int, iterable } from '../runtime/types.ts';
import { distinct, loop } from './iterators.ts';

/** `join` of two collections and `mergeWith` of two dicts. */
export function mergeFunctions(): FunctionSpec[] {
  return [
    define(
      'join',
      {
        as: 'method',
        parameters: [
          required('collection1', iterable),
          required('collection2', iterable),
          required('predicate', lambda),
          required('selector', lambda),
        ],
      },
      (frame, [left, right, predicate, selector]) =>
        new Iterator(joined(frame, left, right, predicate, selector), 'generator', 264),
    ),
    define(
      'mergeWith',
      {
        as: 'method',
        parameters: [
          required('dict', dict),
          required('another', dict),
          optional('listMerger', lambdaOrNull, null),
          optional('itemMerger', lambdaOrNull, null),
          optional('maxLevels', int, 0),
        ],
      },
      (frame, [one, other, lists, items, levels]) =>
        merge(one, other, lists ?? distinctItems(frame), items ?? ((_a, b) => b), Number(levels)),
    ),
  ];
}

function* joined(frame: Frame, left: Iterable, right: Iterable, predicate: Lambda, selector: Lambda): Generator<Item> {
  const others = memorize(right, frame.engine) as Iterable;
  for (const item of loop(iterate(left))) {
    for (const other of loop(iterate(others))) {
      frame.engine.step();
      if (isTrue(predicate(item, other))) yield selector(item, other);
    }
  }
}

type Merger = (a: Item, b: Item) => Item;

function distinctItems(frame: Frame): Merger {
  return (a, b) => {
    const [left, right] = [a as Sequence, b as Sequence];
    if (left.constructor !== right.constructor) {
      const names = [typeName(left), typeName(right)];
      throw new PythonError('TypeError', `can only concatenate ${names[0]} (not "${names[1]}") to ${names[0]}`);
    }
    const all = [...left.items, ...right.items];
    const items = left instanceof Tuple ? new Tuple(all) : new List(all);
    return frame.call('toList', [], new Iterator(distinct(frame, items, null), 'generator', 264));
  };
}

function merge(one: Dict, other: Dict, lists: Merger, items: Merger, levels: number): Dict {
  const result = new Table();
  for (const [key, mine] of one.table.entries()) {
    const theirs = other.table.get(key);
    result.set(key, theirs === undefined ? mine : mergeValues(mine, theirs, lists, items, levels));
  }
  for (const [key, value] of other.table.entries()) if (!result.has(key)) result.set(key, value);
  return new Dict(result, false);
}

function mergeValues(mine: Item, theirs: Item, lists: Merger, items: Merger, levels: number): Item {
  if (levels !== 1 && theirs instanceof Dict) {
    if (!(mine instanceof Dict)) throw cannotMerge(mine, theirs);
    return merge(mine, theirs, lists, items, levels === 0 ? 0 : levels - 1);
  }
  if (levels !== 1 && isSequence(theirs)) {
    if (!isSequence(mine)) throw cannotMerge(mine, theirs);
    return lists(mine, theirs);
  }
  return items(mine, theirs);
}

function cannotMerge(mine: Item, theirs: Item): PythonError {
  return new PythonError('TypeError', `Cannot merge <class '${className(mine)}'> with <class '${className(theirs)}'>`);
}

function className(item: Item): string {
  return item instanceof Dict && item.frozen ? 'yaql.language.utils.FrozenDict' : typeName(item);
}
