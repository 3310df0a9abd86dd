import {
  closeSync,
  existsSync,
  fdatasync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Where the journal of a cloud is kept: lines of text in order. Persistence is a port so that tests and simulations need no disk. */
export interface StateFile {
  /** All whole lines, oldest first. */
  load(): Iterable<string>;
  /** Adds lines; resolves once they survive the process and the machine. */
  append(lines: readonly string[]): Promise<void>;
  /** Puts other lines in the place of all, at once or not at all. */
  replace(lines: Iterable<string>): void;
  /** Takes nothing more; what is being written still arrives. */
  close(): void;
}

/** Keeps the journal in memory: a cloud built anew on the same object goes on where the old one was. */
export class MemoryStateFile implements StateFile {
  #lines: string[] = [];
  load(): Iterable<string> {
    return [...this.#lines];
  }
  append(lines: readonly string[]): Promise<void> {
    for (const line of lines) this.#lines.push(line);
    return Promise.resolve();
  }
  replace(lines: Iterable<string>): void {
    this.#lines = [...lines];
  }
  close(): void {}
}

const writeAsync = promisify(write);
const syncAsync = promisify(fdatasync);

/** Keeps the journal in a file of lines; what was appended survives SIGKILL and power loss. A torn last line is dropped. */
export class DiskStateFile implements StateFile {
  readonly #path: string;
  #file: number;
  #writing = false;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a', 0o600);
  }

  load(): Iterable<string> {
    if (!existsSync(this.#path)) return [];
    const bytes = readFileSync(this.#path);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(this.#path, end);
    return bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  async append(lines: readonly string[]): Promise<void> {
    if (this.#closed) throw new Error(`${this.#path} is closed`);
    this.#writing = true;
    try {
      await this.#write(Buffer.from(`${lines.join('\n')}\n`));
    } finally {
      this.#writing = false;
      if (this.#closed) closeSync(this.#file);
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += (await writeAsync(this.#file, bytes, sent, bytes.length - sent, null)).bytesWritten;
    }
    await syncAsync(this.#file);
  }

  replace(lines: Iterable<string>): void {
    if (this.#closed) return;
    const fresh = `${this.#path}.new`;
    const file = openSync(fresh, 'w', 0o600);
    for (const line of lines) writeSync(file, `${line}\n`);
    fsyncSync(file);
    renameSync(fresh, this.#path);
    const folder = openSync(dirname(this.#path), 'r');
    fsyncSync(folder);
    closeSync(folder);
    closeSync(this.#file);
    closeSync(file);
    this.#file = openSync(this.#path, 'a', 0o600);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // A write that is under way must not find its file number in other hands.
    if (!this.#writing) closeSync(this.#file);
  }
}
