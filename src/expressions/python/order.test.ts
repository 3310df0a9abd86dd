import { describe, expect, it } from 'vitest';
import { float } from '../values.ts';
import { compare, same, truthy } from './order.ts';

describe('truth', () => {
  it.each([null, false, 0, 0n, float(0), float(-0), '', [], {}])('%# is false', (value) => {
    expect(truthy(value)).toBe(false);
  });
  it.each([true, 1, 0.5, float(NaN), '0', [0], { a: null }])('%# is true', (value) => expect(truthy(value)).toBe(true));
});

describe('order', () => {
  it('orders numbers of every kind, booleans among them', () => {
    expect(compare(1, float(1))).toBe(0);
    expect(compare(2n ** 60n, 1.5)).toBe(1);
    expect(compare(true, 2)).toBe(-1);
    expect(compare(float(NaN), 1)).toBeNaN();
  });
  it('orders texts and lists', () => {
    expect(compare('a', 'b')).toBe(-1);
    expect(compare([1, 'x', 3], [true, 'x', 2])).toBe(1);
    expect(compare([1], [1, 2])).toBeLessThan(0);
  });
  it('refuses what Python refuses, in its words', () => {
    expect(() => compare('a', 1)).toThrow("'<' not supported between instances of 'str' and 'int'");
    expect(() => compare([null], [1.5], '>')).toThrow("'>' not supported between instances of 'NoneType' and 'float'");
    expect(() => compare({}, {})).toThrow("'<' not supported between instances of 'dict' and 'dict'");
  });
  it('holds True and 1 the same, deep down too', () => {
    expect(same({ a: [true] }, { a: [1] })).toBe(true);
    expect(same({ a: [true] }, { a: ['1'] })).toBe(false);
    expect(same([1], [1, 2])).toBe(false);
  });
});
