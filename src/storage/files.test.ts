import { describe, expect, it } from 'vitest';
import { FileMaps } from './files.ts';

describe('maps of files', () => {
  it('have the hash of their content', () => {
    const maps = new FileMaps();
    const { hash, content } = maps.hash({ a: '1' });
    expect(content()).toBe('{"a":"1"}');
    expect(maps.hash({ a: '1' }).hash).toBe(hash);
    expect(maps.hash({ a: '2' }).hash).not.toBe(hash);
    expect(maps.hash(maps.keep(hash, content()))).toMatchObject({ hash });
  });

  it('are kept while there is room, the oldest going first', () => {
    const maps = new FileMaps(40);
    const [a, b, c] = ['a', 'b', 'c'].map((key) => maps.keep(key, JSON.stringify({ key, x: 1 })));
    expect(maps.kept('a')).toBeUndefined();
    expect([maps.kept('b'), maps.kept('c')]).toEqual([b, c]);
    expect(maps.keep('c', '{}')).toBe(c);
    expect(maps.kept('b')).toBe(b);
    expect(Object.isFrozen(a)).toBe(true);
    maps.keep('large', JSON.stringify({ x: 'x'.repeat(100) }));
    expect(maps.kept('large')).toBeUndefined();
    expect(maps.keep('d', '{}')).toEqual({});
    expect(maps.kept('d')).toEqual({});
  });
});
