import type { StateFile } from './statefile.ts';

type Change = readonly [collection: string, id: string, item?: unknown];

const COMPACT_FROM = 10_000;

/**
 * Everything a sandbox cloud remembers: named collections, each change of which goes to a journal.
 * Changes made inside {@link transaction} are kept together or not at all.
 */
export class State {
  readonly #file: StateFile | undefined;
  readonly #collections = new Map<string, Collection<Item>>();
  readonly #loaded = new Map<string, Map<string, Item>>();
  #pending: string[] = [];
  #changes: Change[] = [];
  #undo: (() => void)[] = [];
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #lines = 0;

  /** Reads what the file has. Without a file the state lives as long as the object. */
  constructor(file?: StateFile) {
    this.#file = file;
    for (const line of file?.load() ?? []) {
      this.#lines += 1;
      for (const [name, id, item] of JSON.parse(line) as Change[]) this.#replay(name, id, item as Item | undefined);
    }
  }

  /** The collection of that name, with what was in it before. Item types are the caller's word. */
  collection<T extends Item>(name: string): Collection<T> {
    let found = this.#collections.get(name);
    if (found === undefined) {
      const items = this.#loaded.get(name) ?? new Map<string, Item>();
      this.#loaded.delete(name);
      found = new Collection<Item>(items, (id, before, after) => this.#record(name, id, before, after));
      this.#collections.set(name, found);
    }
    return found as unknown as Collection<T>;
  }

  /** Runs `work`; where it throws, all its changes are undone. */
  transaction<T>(work: () => T): T {
    this.#commit();
    try {
      const result = work();
      this.#commit();
      return result;
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      this.#undo = [];
      this.#changes = [];
      throw error;
    }
  }

  /** Resolves once every change made so far is where it survives the process. Rejects where the file cannot be written. */
  flush(): Promise<void> {
    this.#commit();
    if (this.#pending.length === 0) return this.#writing ?? Promise.resolve();
    // A write that waits for its turn takes along whatever came in meanwhile: one disk sync serves many requests.
    this.#next ??= (this.#writing ?? Promise.resolve()).then(() => {
      this.#writing = this.#next;
      this.#next = undefined;
      return this.#write();
    });
    return this.#next;
  }

  async #write(): Promise<void> {
    const mine = this.#writing;
    const lines = this.#pending;
    this.#pending = [];
    this.#lines += lines.length;
    await this.#file?.append(lines);
    if (this.#lines > Math.max(COMPACT_FROM, 4 * this.#size())) this.compact();
    if (this.#writing === mine) this.#writing = undefined;
  }

  /** Rewrites the file so that it holds each item once. */
  compact(): void {
    this.#file?.replace(this.#snapshot());
    this.#lines = this.#size();
  }

  *#snapshot(): Generator<string> {
    for (const [name, items] of this.#loaded) {
      for (const [id, item] of items) yield JSON.stringify([[name, id, item]]);
    }
    for (const [name, collection] of this.#collections) {
      for (const item of collection.values()) yield JSON.stringify([[name, item.id, item]]);
    }
  }

  #size(): number {
    let size = 0;
    for (const items of this.#loaded.values()) size += items.size;
    for (const collection of this.#collections.values()) size += collection.size;
    return size;
  }

  #record(name: string, id: string, before: Item | undefined, after: Item | undefined): void {
    this.#changes.push(after === undefined ? [name, id] : [name, id, after]);
    this.#undo.push(() => this.#collections.get(name)?.restore(id, before));
  }

  #commit(): void {
    if (this.#changes.length === 0) return;
    if (this.#file !== undefined) this.#pending.push(JSON.stringify(this.#changes));
    this.#changes = [];
    this.#undo = [];
  }

  #replay(name: string, id: string, item: Item | undefined): void {
    let items = this.#loaded.get(name);
    if (items === undefined) this.#loaded.set(name, (items = new Map()));
    if (item === undefined) items.delete(id);
    else items.set(id, deepFreeze(item));
  }
}

/** Anything with an id can be kept. */
export interface Item {
  readonly id: string;
}

/** Items by id, in the order they came. Items are frozen: change one by putting a changed copy. */
export class Collection<T extends Item> {
  readonly #items: Map<string, T>;
  readonly #changed: (id: string, before: T | undefined, after: T | undefined) => void;
  readonly #indexes: { readonly keyOf: (item: T) => string | undefined; readonly ids: Map<string, Set<string>> }[] = [];

  constructor(items: Map<string, T>, changed: (id: string, before: T | undefined, after: T | undefined) => void) {
    this.#items = items;
    this.#changed = changed;
  }

  get size(): number {
    return this.#items.size;
  }
  has(id: string): boolean {
    return this.#items.has(id);
  }
  get(id: string): T | undefined {
    return this.#items.get(id);
  }
  values(): IterableIterator<T> {
    return this.#items.values();
  }
  find(test: (item: T) => boolean): T | undefined {
    for (const item of this.#items.values()) if (test(item)) return item;
    return undefined;
  }
  filter(test: (item: T) => boolean): T[] {
    const found: T[] = [];
    for (const item of this.#items.values()) if (test(item)) found.push(item);
    return found;
  }

  /** Adds an item or takes the place of the one with its id; answers the item as it is kept. */
  put(item: T): T {
    const before = this.#items.get(item.id);
    const kept = deepFreeze(item);
    this.#store(item.id, before, kept);
    this.#changed(item.id, before, kept);
    return kept;
  }

  /** Puts a copy with some fields changed; undefined where there is no such item. */
  update(id: string, changes: Partial<T>): T | undefined {
    const before = this.#items.get(id);
    return before && this.put({ ...before, ...changes });
  }

  /** Takes an item out; false where there was none. */
  delete(id: string): boolean {
    const before = this.#items.get(id);
    if (before === undefined) return false;
    this.#store(id, before, undefined);
    this.#changed(id, before, undefined);
    return true;
  }

  /** Takes back a change without recording it; for the journal only. */
  restore(id: string, before: T | undefined): void {
    this.#store(id, this.#items.get(id), before);
  }

  /** A lookup by something other than the id, kept up to date: `const byDevice = ports.index((p) => p.device_id)`. */
  index(keyOf: (item: T) => string | undefined): (key: string) => T[] {
    const index = { keyOf, ids: new Map<string, Set<string>>() };
    for (const item of this.#items.values()) enter(index.ids, keyOf(item), item.id);
    this.#indexes.push(index);
    return (key) => [...(index.ids.get(key) ?? [])].map((id) => this.#items.get(id)!);
  }

  #store(id: string, before: T | undefined, after: T | undefined): void {
    if (after === undefined) this.#items.delete(id);
    else this.#items.set(id, after);
    for (const { keyOf, ids } of this.#indexes) {
      const oldKey = before && keyOf(before);
      const newKey = after && keyOf(after);
      if (oldKey === newKey) continue;
      if (oldKey !== undefined) leave(ids, oldKey, id);
      enter(ids, newKey, id);
    }
  }
}

function enter(ids: Map<string, Set<string>>, key: string | undefined, id: string): void {
  if (key === undefined) return;
  const set = ids.get(key);
  if (set === undefined) ids.set(key, new Set([id]));
  else set.add(id);
}

function leave(ids: Map<string, Set<string>>, key: string, id: string): void {
  const set = ids.get(key);
  set?.delete(id);
  if (set?.size === 0) ids.delete(key);
}

// A change made in place would be lost with the process; frozen items turn that mistake into an error at once.
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
