import { describe, expect, it } from 'vitest';
import { rsplit, split, strip } from './split.ts';

describe('str.split', () => {
  it('splits on runs of space and drops the ends', () => {
    expect(split(' a  b\t c\x1c')).toEqual(['a', 'b', 'c']);
    expect(split('  ')).toEqual([]);
    expect(split(' a  b c ', null, 1)).toEqual(['a', 'b c ']);
    expect(split(' a ', null, 0)).toEqual(['a ']);
  });
  it('splits on a separator and keeps what is empty', () => {
    expect(split(',a,,b', ',')).toEqual(['', 'a', '', 'b']);
    expect(split('a,b,c', ',', 1)).toEqual(['a', 'b,c']);
    expect(split('', ',')).toEqual(['']);
    expect(() => split('a', '')).toThrow('empty separator');
  });
  it('splits from the right', () => {
    expect(rsplit('a,b,c', ',', 1)).toEqual(['a,b', 'c']);
    expect(rsplit(' a b  c ', null, 1)).toEqual([' a b', 'c']);
    expect(rsplit('aXYbXYc', 'XY', 1)).toEqual(['aXYb', 'c']);
  });
});

describe('str.strip', () => {
  it('takes space or a set of characters from one or both ends', () => {
    expect(strip(' \u3000a ')).toBe('a');
    expect(strip('xyaxy', 'yx')).toBe('a');
    expect(strip('xax', 'x', 'left')).toBe('ax');
    expect(strip('xax', 'x', 'right')).toBe('xa');
    expect(strip('a', '')).toBe('a');
  });
});
