import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { writeJson } from '../expressions/json.ts';
import { Secret } from './secret.ts';

describe('Secret', () => {
  const secret = new Secret('canary');

  it('gives its text only when asked', () => {
    expect(secret.reveal()).toBe('canary');
  });

  it.each([
    ['a template', `<${secret as unknown as string}>`],
    ['concatenation', ['', secret].join('-')],
    ['String()', String(secret)],
    ['JSON', writeJson({ secret })],
    ['inspect', inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
    ['format', format('%s %o %j', secret, secret, secret)],
    ['keys', Object.entries(secret).join(' ') + JSON.stringify(Object.assign({}, secret))],
  ])('hides it from %s', (_way, text) => {
    expect(text).not.toContain('canary');
  });

  it('compares', () => {
    expect(secret.equals(new Secret('canary'))).toBe(true);
    expect(secret.equals(new Secret('other'))).toBe(false);
  });
});
