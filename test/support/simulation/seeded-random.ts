import type { Random } from '../../../src/expressions/ports.ts';

/** Random numbers that repeat for a seed (mulberry32). */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  integer(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, (_, i) =>
      (i === 12 ? 4 : i === 16 ? 8 + this.integer(4) : this.integer(16)).toString(16),
    ).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}
