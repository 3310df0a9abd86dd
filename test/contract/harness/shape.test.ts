import { describe, expect, it } from 'vitest';
import { differences } from './shape.ts';

describe('differences', () => {
  it('finds keys that one side lacks and kinds that differ', () => {
    const found = differences({ a: 1, b: { c: 'x' }, e: [] }, { a: '1', b: { d: true }, e: [{ f: 1 }] });
    expect(found).toEqual([
      'a is number in the sandbox, string in reality',
      'missing in the sandbox: b.d (boolean)',
      'only in the sandbox: b.c',
    ]);
  });

  it('lets null stand for anything and an empty list for any list', () => {
    expect(differences({ a: null, b: [] }, { a: { c: 1 }, b: [{ d: 1 }] })).toEqual([]);
  });

  it('leaves out what is to be ignored', () => {
    expect(differences({ a: 1 }, { b: 1 }, [/: a$/, /: b /])).toEqual([]);
  });
});
