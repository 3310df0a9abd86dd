import type { Item } from './items.ts';

/**
 * A Python iterator: it is consumed once, wherever it is passed, and leaving a loop early does not end it.
 * `name` is Python's class (`generator`, `map` …), `bytes` what `sys.getsizeof` says of it.
 */
export class Iterator {
  readonly name: string;
  readonly bytes: number;
  readonly #source: { next(): IteratorResult<Item, unknown> };
  constructor(source: { next(): IteratorResult<Item, unknown> }, name = 'generator', bytes = 232) {
    this.#source = source;
    this.name = name;
    this.bytes = bytes;
  }

  next(): IteratorResult<Item, undefined> {
    const step = this.#source.next();
    return step.done ? { done: true, value: undefined } : { done: false, value: step.value };
  }

  /** What a loop consumes: this iterator itself, save for a {@link Memory}. */
  [Symbol.iterator](): { next(): IteratorResult<Item, undefined> } {
    return { next: () => this.next() };
  }
}

/** What `memorize()` gives: an iterator that remembers what it gave, so every loop over it starts at the beginning. */
export class Memory extends Iterator {
  readonly #seen: Item[];
  readonly #rest: Iterator;
  readonly #remember: (seen: readonly Item[]) => void;
  #index = 0;
  /** `remember` is told whenever one more item is kept. */
  constructor(rest: Iterator, remember: (seen: readonly Item[]) => void, seen: Item[] = []) {
    super(rest, 'RememberingIterator', 56);
    this.#rest = rest;
    this.#remember = remember;
    this.#seen = seen;
  }

  override next(): IteratorResult<Item, undefined> {
    if (this.#index < this.#seen.length) return { done: false, value: this.#seen[this.#index++]! };
    const step = this.#rest.next();
    if (step.done) return step;
    this.#seen.push(step.value);
    this.#remember(this.#seen);
    this.#index++;
    return step;
  }

  override [Symbol.iterator](): { next(): IteratorResult<Item, undefined> } {
    return new Memory(this.#rest, this.#remember, this.#seen);
  }
}
