/** Work that is done one round at a time for each key: asked for while a round is under way, it gets one more afterwards. */
export class Rounds {
  /** Whether another round was asked for, by the keys that are at work. */
  readonly #working = new Map<string, boolean>();

  /** Sees to it that a round of `work`, which must not reject, begins at this time or later. */
  ask(key: string, work: () => Promise<void>): void {
    if (this.#working.has(key)) this.#working.set(key, true);
    else void this.#run(key, work);
  }

  async #run(key: string, work: () => Promise<void>): Promise<void> {
    do {
      this.#working.set(key, false);
      await work();
    } while (this.#working.get(key) === true);
    this.#working.delete(key);
  }
}
