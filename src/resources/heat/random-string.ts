import { own, toNumber, isNumber, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Random } from '../../expressions/ports.ts';
import { mapsAt, textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, hidden, int, length as _length, listOf, mapOf, oneOf, range, str } from '../schema.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const CLASSES: Readonly<Record<string, string>> = {
  lettersdigits: LOWER + UPPER + DIGITS,
  letters: LOWER + UPPER,
  lowercase: LOWER,
  uppercase: UPPER,
  digits: DIGITS,
  hexdigits: `${DIGITS}ABCDEF`,
  octdigits: '01234567',
};
