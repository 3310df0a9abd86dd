import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { VaultError, type VaultKey } from './vault.ts';

/**
 * Reads the keys of a file: a line each, `<id>:<base64 of the key>`, the one to seal with first; `#` starts a comment line.
 * To change the key, put a new line on top and keep the old ones until everything is resealed.
 * Throws {@link VaultError} when others than its owner may read or write it, or a line is not a key.
 */
export function readKeyFile(path: string): VaultKey[] {
  const lines = readPrivate(path)
    .split('\n')
    .map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return [];
    const [id, encoded, ...rest] = line.split(':');
    const key = Buffer.from(encoded ?? '', 'base64');
    // Node's decoder skips what is not base64; a damaged key must not pass as another one.
    if (rest.length > 0 || !id || key.length === 0 || key.toString('base64') !== encoded) {
      throw new VaultError(`line ${index + 1} of the key file ${path} is not "<id>:<base64>"`);
    }
    return [{ id, key }];
  });
}

/**
 * Reads the key file, after making one with a random key where there is none. Only its owner may read it. A file that
 * was made is on disk when this returns: what it seals could not be read without it.
 */
export function ensureKeyFile(path: string, random: (bytes: number) => Uint8Array = randomBytes): VaultKey[] {
  try {
    return readKeyFile(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  make(path, `${Buffer.from(random(4)).toString('hex')}:${Buffer.from(random(32)).toString('base64')}\n`);
  return readKeyFile(path);
}

/** Makes the file whole or not at all; the first one wins when several processes try. */
function make(path: string, content: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    unlinkSync(draft);
  }
  const entry = openSync(folder, 'r');
  fsyncSync(entry);
  closeSync(entry);
}

function readPrivate(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { mode } = fstatSync(file);
    if ((mode & 0o077) !== 0) {
      throw new VaultError(`others than its owner have access to the key file ${path}: run "chmod 600" on it`);
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
