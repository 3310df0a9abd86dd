import type { Clock } from '../../expressions/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that stands still until {@link VirtualClock.run} moves it to the next sleeper. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #turns: number;
  readonly #sleepers = new Set<Sleeper>();

  /** `turns`: how often what can go on without time passing gets its turn before time moves. */
  constructor(start = Date.UTC(2026, 0, 1), turns = 3) {
    this.#now = start;
    this.#turns = turns;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const leave = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal!.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { at: this.#now + Math.max(0, ms), wake };
      signal?.addEventListener('abort', leave, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Runs work to its end, moving time whenever everything waits for it. Throws when nothing will ever wake it. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => (done = true));
    finished.catch(() => {});
    for (;;) {
      await settled(this.#turns);
      if (done) return finished;
      const next = [...this.#sleepers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined) throw new Error('Everything waits, and nothing will wake it');
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
  }

  /** Lets everything that sleeps wake in its time until `ms` have passed. */
  async pass(ms: number): Promise<void> {
    await this.run(this.sleep(ms));
    await settled(this.#turns);
  }
}

/** Resolves when all that can go on without time passing has gone on. */
async function settled(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
