import { describe, expect, it } from 'vitest';
import { outcome, partsOf } from './conditions.ts';
import { stampOf, type StoredObject } from './records.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const object: StoredObject = {
  id: 'a/c/o',
  container: 'a/c',
  name: 'o',
  stamp: stampOf(NOON),
  type: 'text/plain',
  size: 5,
  etag: 'abc',
  metadata: {},
  headers: {},
};
const at = (hour: number): string => new Date(Date.UTC(2026, 10, 22, hour)).toUTCString();

describe('conditions', () => {
  it('ask for an object that is what the client takes it for', () => {
    expect(outcome({ 'if-match': '"abc", x' }, object)).toBeUndefined();
    expect(outcome({ 'if-match': 'x' }, object)).toBe(412);
    expect(outcome({ 'if-unmodified-since': at(12) }, object)).toBeUndefined();
    expect(outcome({ 'if-unmodified-since': at(11) }, object)).toBe(412);
  });

  it('ask for an object that the client does not have', () => {
    expect(outcome({ 'if-none-match': 'x' }, object)).toBeUndefined();
    expect(outcome({ 'if-none-match': '*' }, object)).toBe(304);
    expect(outcome({ 'if-modified-since': at(12) }, object)).toBe(304);
    expect(outcome({ 'if-modified-since': at(11) }, object)).toBeUndefined();
    expect(outcome({ 'if-modified-since': 'yesterday' }, object)).toBeUndefined();
  });
});

describe('a range', () => {
  it('names parts of what is there', () => {
    expect(partsOf('bytes=1-2', 5)).toEqual([{ first: 1, last: 2 }]);
    expect(partsOf('bytes=3-9', 5)).toEqual([{ first: 3, last: 4 }]);
    expect(partsOf('bytes=-2', 5)).toEqual([{ first: 3, last: 4 }]);
    expect(partsOf('bytes=-9', 5)).toEqual([{ first: 0, last: 4 }]);
    expect(partsOf('bytes=0-0, 4-', 5)).toEqual([
      { first: 0, last: 0 },
      { first: 4, last: 4 },
    ]);
  });

  it('can lie beyond the end', () => {
    expect(partsOf('bytes=5-', 5)).toEqual([]);
    expect(partsOf('bytes=-0', 5)).toEqual([]);
    expect(partsOf('bytes=0-', 0)).toEqual([]);
  });

  it('means the whole where it makes no sense', () => {
    for (const range of [undefined, 'bits=1-2', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=3-1']) {
      expect(partsOf(range, 5)).toBeUndefined();
    }
  });
});
