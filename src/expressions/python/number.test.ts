import { describe, expect, it } from 'vitest';
import { float } from '../values.ts';
import { parseFloatText, parseInteger } from './number.ts';

describe('int', () => {
  it.each([
    [' 12\n', 12],
    ['+1_000', 1000],
    ['-0', 0],
    ['٣٤', 34],
    ['𝟘𝟙', 1],
    ['36893488147419103232', 2n ** 65n],
  ])('reads %j', (text, value) => expect(parseInteger(text)).toBe(value));
  it.each(['', '1.0', '1__0', '_1', '0x1', '1 2', '- 1'])('refuses %j', (text) => {
    expect(() => parseInteger(text)).toThrow('invalid literal for int() with base 10: ');
  });
  it('refuses digits without end, as Python 3.11 does', () => {
    expect(() => parseInteger('1'.repeat(5000))).toThrow('Exceeds the limit');
  });
});

describe('float', () => {
  it.each([
    ['1', float(1)],
    [' 1.5e3 ', float(1500)],
    ['.5', 0.5],
    ['5.', float(5)],
    ['1_0.2_5', 10.25],
    ['-Infinity', float(-Infinity)],
    ['nan', float(NaN)],
  ])('reads %j', (text, value) => expect(parseFloatText(text)).toEqual(value));
  it.each(['', '.', '1e', '1._5', '0x1', 'infinit'])('refuses %j', (text) => {
    expect(() => parseFloatText(text)).toThrow(`could not convert string to float: '${text}'`);
  });
});
