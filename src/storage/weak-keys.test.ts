import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { weaknessOf } from './weak-keys.ts';

it.each([
  ['short', randomBytes(31)],
  ['zeros', Buffer.alloc(32)],
  ['one byte', Buffer.alloc(64, 'k')],
  ["Heat's default", Buffer.from('notgood but just long enough i t')],
  ["Heat's default, made longer", Buffer.from('notgood but just long enough i t!')],
  ["Barbican's default", Buffer.from('dGhpcnR5X3R3b19ieXRlX2tleWJsYWhibGFoYmxhaGg=')],
  ["Barbican's default, decoded", Buffer.from('dGhpcnR5X3R3b19ieXRlX2tleWJsYWhibGFoYmxhaGg=', 'base64')],
  ['a word over and over', Buffer.from('changeme!?'.repeat(5))],
  ['counting', Buffer.from(Array.from({ length: 32 }, (_, index) => index))],
  ['counting down by three', Buffer.from(Array.from({ length: 48 }, (_, index) => 200 - 3 * index))],
  ['few letters', Buffer.from('abcabdabeabfacbadbaebafbcabdabaf')],
])('refuses %s', (_, key) => {
  expect(weaknessOf(key)).toBeTypeOf('string');
});

it('accepts random keys, raw or as text', () => {
  for (let round = 0; round < 200; round += 1) {
    expect(weaknessOf(randomBytes(32))).toBeUndefined();
    expect(weaknessOf(Buffer.from(randomBytes(32).toString('hex')))).toBeUndefined();
  }
});
