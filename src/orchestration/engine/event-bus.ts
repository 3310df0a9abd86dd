import type { EventRecord } from '../../storage/types.ts';

/** Announces committed events to those who watch a stack's tree: progress displays. */
export class EventBus {
  readonly #listeners = new Map<string, Set<(event: EventRecord) => void>>();

  /** Calls the listener with each event of the tree from now on; the result ends that. */
  listen(rootId: string, listener: (event: EventRecord) => void): () => void {
    const set = this.#listeners.get(rootId) ?? new Set();
    this.#listeners.set(rootId, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(rootId);
    };
  }

  publish(events: readonly EventRecord[]): void {
    for (const event of events) for (const listener of this.#listeners.get(event.rootId) ?? []) listener(event);
  }
}
