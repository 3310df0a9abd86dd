import { hashKey, type HashKey } from './hash.ts';
import type { Item } from './items.ts';

/** A Python dict's inside: any hashable item is a key, and it keeps the order and the first spelling of its keys. */
export class Table {
  readonly #entries = new Map<HashKey, { readonly key: Item; value: Item }>();
  /** Whether every key is a string, for which Python has a smaller layout. */
  onlyText = true;

  get size(): number {
    return this.#entries.size;
  }
  /** Raises TypeError where the key has no hash. */
  get(key: Item): Item | undefined {
    return this.#entries.get(hashKey(key))?.value;
  }
  has(key: Item): boolean {
    return this.#entries.has(hashKey(key));
  }
  set(key: Item, value: Item): this {
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    if (entry === undefined) this.#entries.set(hash, { key, value });
    else entry.value = value;
    if (typeof key !== 'string') this.onlyText = false;
    return this;
  }
  delete(key: Item): void {
    this.#entries.delete(hashKey(key));
  }
  copy(): Table {
    const copy = new Table();
    for (const [key, value] of this.entries()) copy.set(key, value);
    return copy;
  }
  *keys(): Generator<Item> {
    for (const entry of this.#entries.values()) yield entry.key;
  }
  *values(): Generator<Item> {
    for (const entry of this.#entries.values()) yield entry.value;
  }
  *entries(): Generator<[Item, Item]> {
    for (const entry of this.#entries.values()) yield [entry.key, entry.value];
  }
}
