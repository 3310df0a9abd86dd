import { describe, expect, it } from 'vitest';
import { quote, quotePlus, urlencode } from './urllib.ts';

describe('urllib.parse', () => {
  it('quotes', () => {
    expect(quote("a/b c~é'%")).toBe('a/b%20c~%C3%A9%27%25');
    expect(quote('a/b', '')).toBe('a%2Fb');
    expect(quotePlus('a b/+')).toBe('a+b%2F%2B');
    expect(quotePlus('a b/', '/')).toBe('a+b/');
  });
  it('encodes pairs as str prints them', () => {
    expect(
      urlencode([
        ['a b', true],
        ['c', [1, 'x']],
      ]),
    ).toBe('a+b=True&c=%5B1%2C+%27x%27%5D');
  });
  it('refuses half a character', () => expect(() => quote('\ud800')).toThrow('surrogates not allowed'));
});
