import type { Clock } from '../../../src/expressions/ports.ts';
import { SeededRandom } from './seeded-random.ts';

/** How many turns of the event loop something outside may take from one of its steps to the next. */
const TURNS_OUTSIDE = 25;

/** One life of a simulated process: once it has ended, nothing that it awaits from the world ever comes back. */
export class Life {
  over = false;
}

interface Waiting {
  readonly life: Life | undefined;
  readonly label: string;
  readonly resume: () => void;
}
interface Timer extends Waiting {
  readonly at: number;
  readonly order: number;
}

/**
 * A world with its own time, in which whatever waits is resumed one at a time, in an order that a seed decides. A run repeats exactly
 * for the same seed; a crash can be set at any of its steps.
 */
export class World {
  readonly random: SeededRandom;
  readonly #order: SeededRandom;
  /** Labels of the steps taken so far, for reading a failure. */
  readonly trace: string[] = [];
  #now = Date.UTC(2026, 0, 1);
  #waiting: Waiting[] = [];
  #timers: Timer[] = [];
  #timerOrder = 0;
  /** Works under way that take turns of the event loop which are no steps of the world. */
  #outside = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.#order = new SeededRandom(seed ^ 0x9e3779b9);
  }

  now(): number {
    return this.#now;
  }

  /** The number of steps taken. */
  get steps(): number {
    return this.trace.length;
  }

  /** Nothing waits but timers further off than a minute, such as deadlines. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#timers.every((timer) => timer.at > this.#now + 60_000);
  }

  /** Something the process awaits: it goes on when the scheduler picks it, or never if the life has ended by then. */
  async point(label: string, life?: Life): Promise<void> {
    return new Promise((resume) => {
      if (life?.over !== true) this.#waiting.push({ life, label, resume });
    });
  }

  /** Lets a work take the turns of the event loop that it needs between its steps. */
  async outside<T>(work: Promise<T>): Promise<T> {
    this.#outside += 1;
    try {
      return await work;
    } finally {
      this.#outside -= 1;
    }
  }

  /** The time as a life sees it; timers of a life that has ended do not fire. */
  clock(life?: Life): Clock {
    return {
      now: () => this.#now,
      sleep: async (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted === true) {
            reject(signal.reason as Error);
            return;
          }
          if (life?.over === true) return;
          const timer: Timer = {
            life,
            label: `timer ${ms}`,
            at: this.#now + ms,
            order: this.#timerOrder++,
            resume: resolve,
          };
          this.#timers.push(timer);
          signal?.addEventListener('abort', () => {
            const at = this.#timers.indexOf(timer);
            if (at < 0) return;
            this.#timers.splice(at, 1);
            reject(signal.reason as Error);
          });
        }),
    };
  }

  /** Ends a life: everything it waits for is forgotten. */
  end(life: Life): void {
    life.over = true;
    this.#waiting = this.#waiting.filter((waiting) => waiting.life !== life);
    this.#timers = this.#timers.filter((timer) => timer.life !== life);
  }

  /**
   * Takes steps until `done` holds. `before` is called before each step, with its number: the place to end a life.
   * Throws when nothing waits any more, or after `limit` steps: what was waited for will then never come.
   */
  async run(done: () => boolean, options: { before?: (step: number) => void; limit?: number } = {}): Promise<void> {
    for (let taken = 0; ; taken++) {
      await this.#settled();
      if (done()) return;
      if (taken >= (options.limit ?? 200_000))
        throw new Error(`not done after ${taken} steps; last: ${this.trace.slice(-20).join(', ')}`);
      options.before?.(this.trace.length);
      await this.#settled();
      if (this.#step()) continue;
      // What `done` looks at may itself take a moment to come to rest.
      for (let i = 0; i < 5 && !done(); i++) await settled();
      if (done()) return;
      if (this.#waiting.length + this.#timers.length > 0) continue;
      throw new Error(`nothing left to do, yet not done; last steps: ${this.trace.slice(-20).join(', ')}`);
    }
  }

  /** Lets everything that can go on do so, up to its next step. */
  async #settled(): Promise<void> {
    await settled();
    const [steps, works] = [this.#waiting.length, this.#outside];
    for (let turn = 0; turn < TURNS_OUTSIDE && this.#outside > 0; turn++) {
      if (this.#waiting.length !== steps || this.#outside !== works) break;
      await settled();
    }
  }

  #step(): boolean {
    if (this.#waiting.length > 0) {
      const [next] = this.#waiting.splice(this.#order.integer(this.#waiting.length), 1);
      this.trace.push(next!.label);
      next!.resume();
      return true;
    }
    const next = this.#timers.reduce<Timer | undefined>(
      (a, b) => (a === undefined || b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a),
      undefined,
    );
    if (next === undefined) return false;
    this.#timers.splice(this.#timers.indexOf(next), 1);
    this.#now = Math.max(this.#now, next.at);
    this.trace.push(next.label);
    next.resume();
    return true;
  }
}

/** Resolves once every promise that can go on has gone on. */
async function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
