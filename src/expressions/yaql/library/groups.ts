import { PythonError } from '../../python/errors.ts';
import { YaqlError } from '../error.ts';
import { equals } from '../runtime/compare.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { Dict, DictView, type Item, List, Tuple } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { isSequence, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { Table } from '../runtime/table.ts';
import { iterable } from '../runtime/types.ts';
import { loop, mapped } from './iterators.ts';

/** `groupBy`: pairs of a key and the list of its items, or of what the aggregator makes of that list. */
export function groupFunctions(): FunctionSpec[] {
  return [
    define(
      'groupBy',
      {
        as: 'method',
        parameters: [
          required('collection', iterable),
          required('keySelector', lambda),
          optional('valueSelector', lambdaOrNull, null),
          optional('aggregator', lambdaOrNull, null),
        ],
      },
      (frame, [items, key, value, aggregator]) => {
        const groups = grouped(frame, items, key, value);
        const aggregate = new Aggregator(aggregator);
        return mapped(new DictView(groups, 'items'), (pair) => aggregate.apply(pair as Tuple));
      },
    ),
  ];
}

function grouped(frame: Frame, items: Iterable, key: Lambda, value: Lambda | null): Dict {
  const lists = new Table();
  const groups = new Dict(lists, false);
  const members = new Map<Item, Item[]>();
  for (const item of loop(iterate(items))) {
    const itsValue = value === null ? item : value(item);
    const itsKey = key(item);
    let list = lists.get(itsKey);
    if (list === undefined) {
      const own: Item[] = [];
      list = new List(own);
      members.set(list, own);
      lists.set(itsKey, list);
    }
    members.get(list)!.push(itsValue);
    frame.engine.charge(groups);
  }
  return groups;
}

const MAY_MEAN_OLD_SYNTAX = ['NoMatchingMethodException', 'NoMatchingFunctionException', 'IndexError'];

/**
 * Applies the aggregator to a group's list; where that fails, and nothing before spoke against it, to the pair
 * of key and list, which is how yaql 1.1.1 had it.
 */
class Aggregator {
  readonly #aggregate: Lambda | null;
  #mayBeOld = true;
  #failure: unknown;

  constructor(aggregate: Lambda | null) {
    this.#aggregate = aggregate;
  }

  apply(pair: Tuple): Item {
    if (this.#aggregate === null) return pair;
    if (this.#failure === undefined) {
      const [key, list] = pair.items as [Item, List];
      try {
        const result = this.#aggregate(list);
        if (!looksOld(list, result)) this.#mayBeOld = false;
        return new Tuple([key, result]);
      } catch (error) {
        if (!mayMeanOldSyntax(error)) throw error;
        this.#failure = error;
      }
    }
    return this.#mayBeOld ? this.#applyOld(pair) : this.#fail();
  }

  #applyOld(pair: Tuple): Item {
    let result: Item;
    try {
      result = this.#aggregate!(pair);
    } catch {
      return this.#fail();
    }
    const length = isSequence(result)
      ? result.items.length
      : typeof result === 'string'
        ? Array.from(result).length
        : lengthOf(result);
    return length === 2 ? result : this.#fail();
  }

  #fail(): never {
    throw this.#failure;
  }
}

function lengthOf(item: Item): number {
  if (item instanceof Dict) return item.table.size;
  return item instanceof DictView ? item.dict.table.size : -1;
}

function looksOld(list: List, result: Item): boolean {
  if (list.items.length !== 2 || !isSequence(result) || result.items.length !== 2) return false;
  return equals(result.items[0]!, list.items[0]!);
}

function mayMeanOldSyntax(error: unknown): boolean {
  return (error instanceof YaqlError || error instanceof PythonError) && MAY_MEAN_OLD_SYNTAX.includes(error.kind);
}
