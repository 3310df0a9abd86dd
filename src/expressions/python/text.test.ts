import { describe, expect, it } from 'vitest';
import { float, type Value } from '../values.ts';
import { compareText, repr, str } from './text.ts';

describe('str and repr', () => {
  const printed: [Value, string][] = [
    [null, 'None'],
    [true, 'True'],
    [3, '3'],
    [2n ** 64n, '18446744073709551616'],
    [float(1), '1.0'],
    [float(-0), '-0.0'],
    [0.1, '0.1'],
    [float(1e15), '1000000000000000.0'],
    [float(1e16), '1e+16'],
    [float(123456789012345680), '1.2345678901234568e+17'],
    [float(1e22), '1e+22'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [float(Infinity), 'inf'],
    [float(NaN), 'nan'],
    ["it's", '"it\'s"'],
    [`"'`, `'"\\''`],
    ['a\\b\n\r\t\x00\x7f\xa0é\u2028\u{e0001}😀', "'a\\\\b\\n\\r\\t\\x00\\x7f\\xa0é\\u2028\\U000e0001😀'"],
    [[1, 'a', null], "[1, 'a', None]"],
    [{ a: { b: [false] } }, "{'a': {'b': [False]}}"],
  ];
  it.each(printed)('prints as Python does (%#)', (value, text) => expect(repr(value)).toBe(text));
  it('leaves text alone at the top only', () => {
    expect(str('a')).toBe('a');
    expect(str(['a'])).toBe("['a']");
  });
  it('orders by code point', () => {
    expect(compareText('\uffff', '😀')).toBe(-1);
    expect(compareText('a', 'ab')).toBe(-1);
    expect(compareText('b', 'ab')).toBe(1);
    expect(compareText('a', 'a')).toBe(0);
  });
});
