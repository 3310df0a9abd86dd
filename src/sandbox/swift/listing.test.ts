import { describe, expect, it } from 'vitest';
import { listed, type ListingQuery } from './listing.ts';

const NAMES = ['b', 'a/x', 'a/y', 'a', 'c/d/e', 'c/f', 'a/'];

function names(query: Partial<ListingQuery>): string[] {
  const all = { prefix: '', delimiter: '', marker: '', endMarker: '', limit: 100, reverse: false, ...query };
  const entries = listed(
    NAMES.map((name) => ({ name })),
    all,
  );
  return entries.map((entry) => ('subdir' in entry ? `[${entry.subdir}]` : entry.item.name));
}

describe('a listing', () => {
  it('is in the order of the names, forwards and backwards', () => {
    expect(names({})).toEqual(['a', 'a/', 'a/x', 'a/y', 'b', 'c/d/e', 'c/f']);
    expect(names({ reverse: true })).toEqual(['c/f', 'c/d/e', 'b', 'a/y', 'a/x', 'a/', 'a']);
  });

  it('is cut by a prefix, markers and a limit', () => {
    expect(names({ prefix: 'a/' })).toEqual(['a/', 'a/x', 'a/y']);
    expect(names({ marker: 'a/x', endMarker: 'c/f' })).toEqual(['a/y', 'b', 'c/d/e']);
    expect(names({ marker: 'c/f', endMarker: 'a/x', reverse: true })).toEqual(['c/d/e', 'b', 'a/y']);
    expect(names({ limit: 2 })).toEqual(['a', 'a/']);
    expect(names({ limit: 0 })).toEqual([]);
  });

  it('joins names at a delimiter', () => {
    expect(names({ delimiter: '/' })).toEqual(['a', '[a/]', 'b', '[c/]']);
    expect(names({ delimiter: '/', prefix: 'c/' })).toEqual(['[c/d/]', 'c/f']);
    expect(names({ delimiter: '/', reverse: true })).toEqual(['[c/]', 'b', '[a/]', 'a']);
  });

  it('goes on after an entry that joins names', () => {
    expect(names({ delimiter: '/', marker: 'a/' })).toEqual(['b', '[c/]']);
    expect(names({ delimiter: '/', limit: 2 })).toEqual(['a', '[a/]']);
  });
});
