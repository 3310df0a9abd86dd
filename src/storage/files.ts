import { createHash } from 'node:crypto';
import { writeJson } from '../expressions/json.ts';

export type Files = Readonly<Record<string, string>>;

/**
 * Names maps of files by their content, and keeps some in memory: nested stacks share the files of their parent, and
 * neither hashing nor parsing them once a stack is affordable. Maps it gives out are frozen, so that sharing is safe.
 */
export class FileMaps {
  readonly #hashes = new WeakMap<Files, string>();
  readonly #kept = new Map<string, { files: Files; characters: number }>();
  readonly #capacity: number;
  #characters = 0;

  /** `capacity`: how many characters of content to keep in memory; the oldest map goes first. */
  constructor(capacity = 16 * 1024 * 1024) {
    this.#capacity = capacity;
  }

  /** The hash of the map's content, and the content as JSON. Only the first call for a frozen map does the work. */
  hash(files: Files): { hash: string; content: () => string } {
    const known = this.#hashes.get(files);
    if (known !== undefined) return { hash: known, content: () => writeJson(files) };
    const content = writeJson(files);
    const hash = createHash('sha256').update(content).digest('hex');
    if (Object.isFrozen(files)) this.#hashes.set(files, hash);
    return { hash, content: () => content };
  }

  kept(hash: string): Files | undefined {
    return this.#kept.get(hash)?.files;
  }

  /** Takes the content that the database has under the hash, and gives it as a map. */
  keep(hash: string, content: string): Files {
    const known = this.kept(hash);
    if (known !== undefined) return known;
    const files = Object.freeze(JSON.parse(content) as Record<string, string>);
    this.#hashes.set(files, hash);
    this.#kept.set(hash, { files, characters: content.length });
    this.#characters += content.length;
    for (const [oldest, { characters }] of this.#kept) {
      if (this.#characters <= this.#capacity) break;
      this.#kept.delete(oldest);
      this.#characters -= characters;
    }
    return files;
  }
}
