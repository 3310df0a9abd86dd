import type { Clock } from '../expressions/ports.ts';
import { equal, own, type ValueMap } from '../expressions/values.ts';
import { isPassing } from './errors.ts';
import type { Listed } from './paging.ts';

/** How often a watched collection is looked at, in milliseconds. */
export interface WatchPace {
  /** From a new wait, or a change in anything waited for, to the next look. */
  readonly firstMs: number;
  /** While nothing changes each interval is longer than the last, up to this. */
  readonly longestMs: number;
  /** How long looking may fail before the waits are given up. */
  readonly patienceMs: number;
}

/** How a watched collection is looked at. */
export interface Lookout {
  readonly list: (signal: AbortSignal) => Promise<Listed>;
  /** One item by its id, undefined when it is gone. */
  readonly get: (id: string, signal: AbortSignal) => Promise<ValueMap | undefined>;
  /** Field that identifies an item. */
  readonly idField: string;
}

interface Wait {
  readonly id: string;
  readonly seen: (item: ValueMap | undefined) => boolean;
  readonly reject: (reason: unknown) => void;
  /** The state that was told last, where there was any. */
  last: { readonly item: ValueMap | undefined } | undefined;
  /** The list has shown the item, so it is gone when the list shows it no more. */
  listed: boolean;
}

const SLOWER = 1.5;
/** Each look costs at least as much time as it took, times this, before the next: a slow list is not asked without pause. */
const REST_SHARE = 1;

/**
 * Waits for items of one collection with one list for all of them. Looks only while someone waits: soon after a new wait or a change,
 * ever more rarely while nothing changes. A look that began before a wait was registered says nothing to it, so what a caller did
 * just before it began to wait is always seen.
 */
export class CollectionWatcher {
  readonly #lookout: Lookout;
  readonly #pace: WatchPace;
  readonly #clock: Clock;
  #waits = new Set<Wait>();
  #pages = 1;
  #interval: number;
  #nextAt = 0;
  #wake = new AbortController();
  #running = false;

  constructor(lookout: Lookout, pace: WatchPace, clock: Clock) {
    this.#lookout = lookout;
    this.#pace = pace;
    this.#clock = clock;
    this.#interval = pace.firstMs;
  }

  /** True while nobody waits. */
  get idle(): boolean {
    return this.#waits.size === 0 && !this.#running;
  }

  /**
   * Resolves with the first answer of `seen` that is not undefined. `seen` gets each new state of the item, and undefined once it is
   * gone: not in the list any more, or never in it and not to be had by its id. Rejects with what `seen` throws, the signal's
   * reason, or the CloudError that kept the collection from being looked at.
   */
  async wait<T>(id: string, seen: (item: ValueMap | undefined) => T | undefined, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    return new Promise<T>((resolve, reject) => {
      const settle = (): void => {
        this.#waits.delete(wait);
        signal?.removeEventListener('abort', leave);
        if (this.#waits.size === 0) this.#wake.abort();
      };
      const leave = (): void => wait.reject(signal!.reason);
      const wait: Wait = {
        id,
        last: undefined,
        listed: false,
        reject: (reason) => {
          settle();
          reject(reason as Error);
        },
        seen: (item) => {
          try {
            const result = seen(item);
            if (result === undefined) return false;
            settle();
            resolve(result);
          } catch (error) {
            wait.reject(error);
          }
          return true;
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waits.add(wait);
      this.#soon();
    });
  }

  #soon(): void {
    const at = this.#clock.now() + this.#pace.firstMs;
    this.#interval = this.#pace.firstMs;
    if (!this.#running) {
      this.#running = true;
      this.#nextAt = at;
      void this.#run();
    } else if (at < this.#nextAt) {
      this.#nextAt = at;
      this.#wake.abort();
    }
  }

  async #run(): Promise<void> {
    let failingSince: number | undefined;
    while (this.#waits.size > 0) {
      await this.#pause();
      if (this.#waits.size === 0) break;
      const begun = this.#clock.now();
      try {
        const changed = await this.#look();
        failingSince = undefined;
        this.#interval = changed ? this.#pace.firstMs : Math.min(this.#pace.longestMs, this.#interval * SLOWER);
      } catch (error) {
        failingSince ??= begun;
        if (!isPassing(error) || this.#clock.now() - failingSince >= this.#pace.patienceMs) this.#giveUp(error);
        this.#interval = Math.min(this.#pace.longestMs, this.#interval * 2);
      }
      const ended = this.#clock.now();
      this.#nextAt = ended + Math.max(this.#interval, (ended - begun) * REST_SHARE);
    }
    this.#running = false;
  }

  async #pause(): Promise<void> {
    for (;;) {
      const left = this.#nextAt - this.#clock.now();
      if (left <= 0 || this.#waits.size === 0) return;
      this.#wake = new AbortController();
      await this.#clock.sleep(left, this.#wake.signal).catch(() => {});
    }
  }

  // True when something that is waited for has changed.
  async #look(): Promise<boolean> {
    const waits = [...this.#waits];
    const abort = new AbortController();
    this.#wake = new AbortController();
    this.#wake.signal.addEventListener('abort', () => this.#waits.size === 0 && abort.abort(), { once: true });
    const ids = [...new Set(waits.map(({ id }) => id))];
    try {
      if (ids.length < this.#pages) return await this.#lookOneByOne(waits, ids, abort.signal);
      const { items, pages } = await this.#lookout.list(abort.signal);
      this.#pages = pages;
      const found = new Map(items.map((item) => [String(own(item, this.#lookout.idField)), item]));
      for (const wait of waits) wait.listed ||= found.has(wait.id);
      const unknown = new Set(waits.filter(({ listed }) => !listed).map(({ id }) => id));
      const changes = waits.filter(({ id }) => !unknown.has(id)).map((wait) => this.#tell(wait, found.get(wait.id)));
      const strays = await this.#lookOneByOne(waits, [...unknown], abort.signal);
      return changes.some(Boolean) || strays;
    } catch (error) {
      if (abort.signal.aborted && this.#waits.size === 0) return false;
      throw error;
    }
  }

  async #lookOneByOne(waits: readonly Wait[], ids: readonly string[], signal: AbortSignal): Promise<boolean> {
    const changes = ids.map(async (id) => {
      const item = await this.#lookout.get(id, signal);
      return waits.filter((wait) => wait.id === id).map((wait) => this.#tell(wait, item));
    });
    return (await Promise.all(changes)).flat().some(Boolean);
  }

  #tell(wait: Wait, item: ValueMap | undefined): boolean {
    if (!this.#waits.has(wait)) return false;
    const before = wait.last;
    if (before !== undefined && same(before.item, item)) return false;
    wait.last = { item };
    return wait.seen(item) || before !== undefined;
  }

  #giveUp(error: unknown): void {
    for (const wait of this.#waits) wait.reject(error);
  }
}

function same(a: ValueMap | undefined, b: ValueMap | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equal(a, b);
}
