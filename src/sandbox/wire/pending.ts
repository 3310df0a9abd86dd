import type { Clock } from '../../expressions/ports.ts';
import type { Collection, Item } from '../kernel/state.ts';

/**
 * Something that becomes different at a known time. What is stored is the present and what comes; what a reader sees is
 * worked out from the clock, so that nothing needs a timer or is lost in a restart.
 */
export interface Changing<T> {
  /** At `at` (milliseconds since the epoch) `changes` take effect. */
  readonly pending?: { readonly at: number; readonly changes: Partial<T> };
  /** It does not exist any more. */
  readonly gone?: true;
}

/** A collection of things that change with time; reads through it see them as they are now. */
export class Timeline<T extends Item & Changing<T>> {
  readonly items: Collection<T>;
  readonly #clock: Clock;
  readonly #leaving: (key: string) => T[];

  constructor(items: Collection<T>, clock: Clock) {
    this.items = items;
    this.#clock = clock;
    this.#leaving = items.index((item) => (item.pending?.changes.gone ? 'leaving' : undefined));
  }

  /** The item as it is now; undefined where it is not, or not any more. */
  get(id: string): T | undefined {
    const item = this.items.get(id);
    return item && this.now(item);
  }

  /** What a stored item is now. */
  now(item: T): T | undefined {
    const { pending, ...rest } = item;
    if (pending === undefined || this.#clock.now() < pending.at) return item;
    const settled = { ...rest, ...pending.changes } as unknown as T;
    return settled.gone ? undefined : settled;
  }

  /** All that exist now and pass the test. */
  filter(test: (item: T) => boolean): T[] {
    const found: T[] = [];
    for (const stored of this.items.values()) {
      const item = this.now(stored);
      if (item !== undefined && test(item)) found.push(item);
    }
    return found;
  }

  /** Changes an item now; what was still to come is dropped unless `changes` says otherwise. */
  update(item: T, changes: Partial<T>): T {
    const { pending: _dropped, ...rest } = item;
    return this.items.put({ ...rest, ...changes } as unknown as T);
  }

  /** Changes some fields and leaves what is still to come. */
  amend(item: T, changes: Partial<T>): T {
    return this.items.put({ ...item, ...changes });
  }

  /** Forgets what is gone by now, and answers its ids; called before something is added, so that the store does not grow for ever. */
  sweep(): string[] {
    const gone = this.#leaving('leaving').filter((item) => this.now(item) === undefined);
    for (const { id } of gone) this.items.delete(id);
    return gone.map(({ id }) => id);
  }
}
