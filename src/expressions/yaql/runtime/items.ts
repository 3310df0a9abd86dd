import type { Regex } from '../../python/regex.ts';
import type { Float } from '../../values.ts';
import type { Context } from './context.ts';
import type { DateTime, TimeSpan } from './instants.ts';
import type { Iterator } from './iterator.ts';
import type { Table } from './table.ts';

/**
 * What expressions compute with. Python's kinds are kept apart where programs can tell: a tuple from a list,
 * a frozen dict from a plain one, a set from the view of a dict's keys.
 */
export type Item =
  | null
  | boolean
  | number
  | bigint
  | Float
  | string
  | Tuple
  | List
  | Dict
  | FrozenSet
  | DictView
  | Iterator
  | Ordering
  | DateTime
  | TimeSpan
  | Regex
  | Context
  | MappingRule;

/** An argument that was left out, where leaving it out differs from null. */
export const NO_VALUE = Symbol('no value');
export type NoValue = typeof NO_VALUE;

/** Python's tuple: what lists in the input and `[…]` are. */
export class Tuple {
  readonly items: readonly Item[];
  constructor(items: readonly Item[]) {
    this.items = items;
  }
}

/** Python's list: what `split` and a few others answer. It has no hash. */
export class List {
  readonly items: readonly Item[];
  /** The slots that Python would have allocated, which is what a list's size comes from. */
  readonly allocated: number;
  constructor(items: readonly Item[], allocated = items.length) {
    this.items = items;
    this.allocated = allocated;
  }
}

/** A dict; a frozen one (what maps in the input and `{…}` are) has a hash. */
export class Dict {
  readonly table: Table;
  readonly frozen: boolean;
  constructor(table: Table, frozen: boolean) {
    this.table = table;
    this.frozen = frozen;
  }
}

/** Python's frozenset; its order here is that of insertion. The table's values are the items themselves. */
export class FrozenSet {
  readonly table: Table;
  constructor(table: Table) {
    this.table = table;
  }
}

/** The live view that `keys()`, `values()` or `items()` gives. Keys and items are sets to Python, values are not. */
export class DictView {
  readonly dict: Dict;
  readonly part: 'keys' | 'values' | 'items';
  constructor(dict: Dict, part: 'keys' | 'values' | 'items') {
    this.dict = dict;
    this.part = part;
  }
}

/** What `orderBy` answers: sorts when first iterated, so that `thenBy` can still add to it. */
export interface OrderingField {
  readonly select: (item: Item) => Item;
  readonly ascending: boolean;
}
export class Ordering {
  readonly fields: OrderingField[] = [];
  readonly #sort: (fields: readonly OrderingField[]) => readonly Item[];
  #sorted: readonly Item[] | undefined;
  constructor(sort: (fields: readonly OrderingField[]) => readonly Item[]) {
    this.#sort = sort;
  }
  get sorted(): readonly Item[] {
    return (this.#sorted ??= this.#sort(this.fields));
  }
}

/** An evaluated `source => destination`. */
export class MappingRule {
  readonly source: Item;
  readonly destination: Item;
  constructor(source: Item, destination: Item) {
    this.source = source;
    this.destination = destination;
  }
}
