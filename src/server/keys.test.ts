import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVault } from './keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('openVault', () => {
  it('makes a key for a database that is not there yet, and keeps it', () => {
    const [key, db] = [join(folder, 'k'), join(folder, 'db')];
    const sealed = openVault(key, db).seal('text', 'c');
    expect(openVault(key, db).unseal(sealed, 'c')).toBe('text');
  });

  it('makes no new key for a database whose key is gone', () => {
    const [key, db] = [join(folder, 'k'), join(folder, 'db')];
    writeFileSync(db, '');
    expect(() => openVault(key, db)).toThrow(/k is missing, but .*db holds what was sealed with it/);
    expect(existsSync(key)).toBe(false);
  });

  it.each([
    ['short', Buffer.from('short').toString('base64'), /it needs 32 at least/],
    ['published', Buffer.from('notgood but just long enough i t').toString('base64'), /published default/],
  ])('refuses a %s key', (_what, key, message) => {
    const file = join(folder, 'k');
    writeFileSync(file, `1:${key}\n`, { mode: 0o600 });
    expect(() => openVault(file, join(folder, 'db'))).toThrow(message);
  });
});
