import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/expressions/ports.ts';

/** How soon one who sleeps notices another speed, in milliseconds. */
const STEP_MS = 50;

/** The machine's clock, which can be made to go faster: for what waits long beside connections that are real. */
export class FastClock implements Clock {
  #speed = 1;
  #changedAt = Date.now();
  #then = Date.now();

  now(): number {
    return Math.floor(this.#then + (Date.now() - this.#changedAt) * this.#speed);
  }

  /** From now on time goes so many times as fast. */
  set speed(factor: number) {
    this.#then = this.now();
    this.#changedAt = Date.now();
    this.#speed = factor;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const until = this.now() + ms;
    for (let left = ms; left > 0; left = until - this.now()) {
      await sleep(Math.min(STEP_MS, Math.ceil(left / this.#speed)), undefined, signal === undefined ? {} : { signal });
    }
  }
}
