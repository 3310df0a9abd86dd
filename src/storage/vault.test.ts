import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FileVault, VaultError } from './vault.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });

describe('a vault', () => {
  const one = key('one');
  const vault = new FileVault([one]);

  it.each(['', 'secret', 'ü\0€😀', 'x'.repeat(100_000)])('unseals what it sealed', (text) => {
    expect(vault.unseal(vault.seal(text, 'p1/c1'), 'p1/c1')).toBe(text);
  });

  it('writes the id of the key, not the text, and never the same twice', () => {
    const sealed = vault.seal('secret', 'c');
    expect(sealed).toMatch(/^v1\.one\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[2]!, 'base64url').toString('latin1')).not.toContain('secret');
    expect(vault.seal('secret', 'c')).not.toBe(sealed);
  });

  it('refuses another context', () => {
    const sealed = vault.seal('secret', 'p1/c1');
    expect(() => vault.unseal(sealed, 'p2/c1')).toThrow(VaultError);
  });

  it('refuses a text with any byte altered', () => {
    const [version, id, body] = vault.seal('secret', 'c').split('.') as [string, string, string];
    const bytes = Buffer.from(body, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Buffer.from(bytes);
      altered[index]! ^= 1;
      expect(() => vault.unseal(`${version}.${id}.${altered.toString('base64url')}`, 'c')).toThrow(VaultError);
    }
  });

  it.each(['', 'secret', 'v1.one', 'v1.one.', 'v1.one.AAAA', 'v2.one.AAAA', 'v1.one.AA.AA', 'v1.o/e.AAAA'])(
    'refuses %j, which was never sealed',
    (text) => {
      expect(() => vault.unseal(text, 'c')).toThrow(VaultError);
    },
  );

  it('names the key that is missing', () => {
    const sealed = new FileVault([key('two')]).seal('secret', 'c');
    expect(() => vault.unseal(sealed, 'c')).toThrow(/key two, which is not among/);
  });

  it('refuses a key id that was swapped, also when both keys are the same', () => {
    const twins = new FileVault([one, { id: 'twin', key: one.key }]);
    expect(() => twins.unseal(twins.seal('secret', 'c').replace('.one.', '.twin.'), 'c')).toThrow(VaultError);
  });

  it('moves to a new key while the old one still reads', () => {
    const old = vault.seal('secret', 'c');
    const two = key('two');
    const both = new FileVault([two, one]);
    expect(both.unseal(old, 'c')).toBe('secret');
    const moved = both.reseal(old, 'c');
    expect(both.reseal(moved, 'c')).toBe(moved);
    expect(new FileVault([two]).unseal(moved, 'c')).toBe('secret');
    expect(() => both.reseal(old, 'other')).toThrow(VaultError);
  });

  it('does not show its keys', () => {
    const shown = inspect(vault, { depth: 9, showHidden: true }) + JSON.stringify(vault);
    expect(shown).not.toContain(one.key.toString('base64'));
    expect(shown).not.toContain(
      one.key
        .subarray(0, 4)
        .toString('hex')
        .replaceAll(/(..)(?=.)/g, '$1 '),
    );
  });

  it('does not start without keys that are fit', () => {
    const good = randomBytes(32);
    expect(() => new FileVault([])).toThrow(VaultError);
    expect(() => new FileVault([one, { ...one }])).toThrow(/same id/);
    expect(() => new FileVault([{ id: 'a.b', key: good }])).toThrow(VaultError);
    expect(() => new FileVault([one, { id: 'short', key: randomBytes(31) }])).toThrow(/short has 31 bytes/);
  });
});
