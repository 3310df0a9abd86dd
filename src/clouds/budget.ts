import type { Clock } from '../expressions/ports.ts';

/** How much one cloud may be asked at once and per second. */
export interface BudgetLimits {
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** Requests begun per second, in the long run; a second's worth may come in a burst. */
  readonly ratePerSecond: number;
}

interface Waiter {
  readonly start: () => void;
}

/**
 * The share of attention one cloud gets: bounds the requests under way and the requests begun per second. Those that must wait are
 * served in turn by `owner`, and in order within one, so that one busy owner does not keep another waiting.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #clock: Clock;
  /** Waiters of each owner; the map's order is the order of the turns. */
  readonly #queues = new Map<string, Set<Waiter>>();
  #active = 0;
  #tokens: number;
  #filledAt: number;
  #sleeping = false;

  constructor(limits: BudgetLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#tokens = this.#burst;
    this.#filledAt = clock.now();
  }

  /** Runs `work` when the budget allows. Rejects with the signal's reason when it aborts while waiting. */
  async run<T>(owner: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(owner, signal);
    try {
      return await work();
    } finally {
      this.#active--;
      this.#pump();
    }
  }

  get #burst(): number {
    return Math.max(1, this.#limits.ratePerSecond);
  }

  async #enter(owner: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const queue = this.#queues.get(owner) ?? new Set<Waiter>();
    this.#queues.set(owner, queue);
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        queue.delete(waiter);
        reject(signal!.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      queue.add(waiter);
      this.#pump();
    });
  }

  #pump(): void {
    this.#fill();
    while (this.#active < this.#limits.concurrency && this.#tokens >= 1) {
      const next = this.#next();
      if (next === undefined) return;
      this.#active++;
      this.#tokens--;
      next.start();
    }
    if (this.#tokens < 1 && this.#queues.size > 0 && this.#active < this.#limits.concurrency) void this.#later();
  }

  #next(): Waiter | undefined {
    for (const [owner, queue] of this.#queues) {
      this.#queues.delete(owner);
      const [waiter] = queue;
      if (waiter === undefined) continue;
      queue.delete(waiter);
      if (queue.size > 0) this.#queues.set(owner, queue);
      return waiter;
    }
    return undefined;
  }

  #fill(): void {
    const now = this.#clock.now();
    const gained = (Math.max(0, now - this.#filledAt) * this.#limits.ratePerSecond) / 1000;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
  }

  async #later(): Promise<void> {
    if (this.#sleeping) return;
    this.#sleeping = true;
    await this.#clock.sleep(Math.ceil(((1 - this.#tokens) * 1000) / this.#limits.ratePerSecond));
    this.#sleeping = false;
    this.#pump();
  }
}
