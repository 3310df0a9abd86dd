import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureKeyFile, readKeyFile } from './keyfile.ts';
import { FileVault, VaultError } from './vault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('makes a key once, for its owner only', () => {
  const path = join(folder, 'data', 'vault.key');
  const made = ensureKeyFile(path);
  expect(made).toHaveLength(1);
  expect(made[0]!.key).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(path))).toEqual(['vault.key']);
  expect(ensureKeyFile(path)).toEqual(made);
  const sealed = new FileVault(made).seal('secret', 'c');
  expect(new FileVault(ensureKeyFile(path)).unseal(sealed, 'c')).toBe('secret');
});

it('makes different keys in different places', () => {
  expect(ensureKeyFile(join(folder, 'a'))).not.toEqual(ensureKeyFile(join(folder, 'b')));
});

it('reads several keys, the active one first', () => {
  const path = join(folder, 'keys');
  writeFileSync(path, '# new\nb:AAEC\n\n a:/+8= \n', { mode: 0o600 });
  expect(readKeyFile(path)).toEqual([
    { id: 'b', key: Buffer.from([0, 1, 2]) },
    { id: 'a', key: Buffer.from([0xff, 0xef]) },
  ]);
});

it.each([0o640, 0o604, 0o620, 0o666])('refuses mode %o', (mode) => {
  const path = join(folder, 'keys');
  ensureKeyFile(path);
  chmodSync(path, mode);
  expect(() => ensureKeyFile(path)).toThrow(VaultError);
  expect(() => ensureKeyFile(path)).toThrow(/chmod 600/);
});

it.each(['nonsense', 'a:', ':AAEC', 'a:AAEC:x', 'a:AA*EC', 'a:AAE'])(
  'refuses the line %j without repeating it',
  (line) => {
    const path = join(folder, 'keys');
    writeFileSync(path, `# one\n${line}\n`, { mode: 0o600 });
    expect(() => readKeyFile(path)).toThrow(/^line 2 of the key file/);
  },
);
