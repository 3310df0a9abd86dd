import { PythonError } from '../../python/errors.ts';
import { reprFloat } from '../../python/text.ts';
import type { Float } from '../../values.ts';
import { asFloat, decompose, halfEven } from '../runtime/arithmetic.ts';
import type { Engine } from '../runtime/engine.ts';
import { isInteger } from '../runtime/kinds.ts';
import { align, type FormatSpec, parseFormatSpec } from './format-spec.ts';

/** Python's `format(number, spec)`. Raises ValueError, or OverflowError for `c`. */
export function formatNumber(value: number | bigint | Float | boolean, text: string, engine: Engine): string {
  const isBoolean = typeof value === 'boolean';
  const number = isBoolean ? Number(value) : value;
  const className = isBoolean ? 'bool' : isInteger(number) ? 'int' : 'float';
  const spec = parseFormatSpec(text, className, engine);
  if (isInteger(number) && (spec.type === '' || 'bcdoxXn'.includes(spec.type))) return formatInteger(number, spec);
  if (spec.type !== '' && !'eEfFgGn%'.includes(spec.type)) {
    throw new PythonError('ValueError', `Unknown format code '${spec.type}' for object of type '${className}'`);
  }
  return formatFloat(asFloat(number), spec);
}

const RADIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

function formatInteger(value: number | bigint, spec: FormatSpec): string {
  if (spec.precision !== undefined) {
    throw new PythonError('ValueError', 'Precision not allowed in integer format specifier');
  }
  if (spec.noNegativeZero) {
    throw new PythonError('ValueError', 'Negative zero coercion (z) not allowed in format specifier with integer');
  }
  if (spec.type === 'c') return formatCharacter(value, spec);
  const digits = BigInt(value)
    .toString(RADIX[spec.type] ?? 10)
    .replace('-', '');
  const prefix = spec.alternate && 'boxX'.includes(spec.type) && spec.type !== '' ? `0${spec.type}` : '';
  const shown = spec.type === 'X' ? digits.toUpperCase() : digits;
  const every = spec.type === '' || spec.type === 'd' ? 3 : 4;
  return padNumber(shown, '', signOf(value < 0, spec) + prefix, every, spec);
}

function formatCharacter(value: number | bigint, spec: FormatSpec): string {
  if (spec.sign !== '') throw new PythonError('ValueError', "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate)
    throw new PythonError('ValueError', "Alternate form (#) not allowed with integer format specifier 'c'");
  if (value < 0 || value > 0x10ffff) throw new PythonError('OverflowError', '%c arg not in range(0x110000)');
  return align(String.fromCodePoint(Number(value)), { ...spec, align: spec.align === '' ? '<' : spec.align });
}

function signOf(negative: boolean, spec: FormatSpec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function formatFloat(value: number, spec: FormatSpec): string {
  const shown = floatText(Math.abs(value), spec);
  const negative = (value < 0 || Object.is(value, -0)) && !(spec.noNegativeZero && !/[1-9a-z]/i.test(shown));
  const [whole, rest] = splitWhole(shown);
  return padNumber(whole, rest, signOf(negative, spec), 3, spec);
}

function splitWhole(shown: string): [string, string] {
  const whole = /^\d*/.exec(shown)![0];
  return [whole, shown.slice(whole.length)];
}

/** The digits of a float that is not negative. */
function floatText(value: number, spec: FormatSpec): string {
  const upper = 'EFG'.includes(spec.type) && spec.type !== '';
  const cased = (text: string): string => (upper ? text.toUpperCase() : text);
  if (!Number.isFinite(value)) return cased(Number.isNaN(value) ? 'nan' : 'inf') + (spec.type === '%' ? '%' : '');
  const precision = spec.precision ?? 6;
  switch (spec.type.toLowerCase()) {
    case 'f':
      return fixed(value, precision, spec.alternate);
    case '%':
      return `${fixed(value * 100, precision, spec.alternate)}%`;
    case 'e':
      return cased(exponential(value, precision, spec.alternate));
    case 'g':
    case 'n':
      return cased(general(value, Math.max(1, precision), spec.alternate, false));
    default:
      return spec.precision === undefined
        ? pointed(reprFloat(value), spec.alternate)
        : general(value, Math.max(1, precision), spec.alternate, true);
  }
}

/** With a point, where the alternate form asks for one. */
function pointed(text: string, alternate: boolean): string {
  return alternate && !text.includes('.') ? text.replace(/^\d+/, '$&.') : text;
}

/** Exactly rounded to so many digits behind the point, halves to even. */
function fixed(value: number, precision: number, alternate: boolean): string {
  const [mantissa, exponent] = decompose(value);
  const scaled = mantissa * 10n ** BigInt(precision) * 2n ** BigInt(Math.max(0, exponent));
  const digits = halfEven(scaled, 2n ** BigInt(Math.max(0, -exponent)))
    .toString()
    .padStart(precision + 1, '0');
  const point = precision > 0 || alternate ? '.' : '';
  return digits.slice(0, digits.length - precision) + point + digits.slice(digits.length - precision);
}

/** The first digits of a number and the exponent of the first, exactly rounded. */
function significant(value: number, count: number): [digits: string, exponent: number] {
  if (value === 0) return ['0'.repeat(count), 0];
  const [mantissa, binary] = decompose(value);
  let exponent = Math.floor(Math.log10(value));
  for (;;) {
    const shift = count - 1 - exponent;
    const up = mantissa * 10n ** BigInt(Math.max(0, shift)) * 2n ** BigInt(Math.max(0, binary));
    const down = 10n ** BigInt(Math.max(0, -shift)) * 2n ** BigInt(Math.max(0, -binary));
    const digits = halfEven(up, down).toString();
    if (digits.length === count) return [digits, exponent];
    // The logarithm was off by one, or rounding carried.
    if (digits.length > count && /^10*$/.test(digits) && up < down * 10n ** BigInt(count)) {
      return [digits.slice(0, count), exponent + 1];
    }
    exponent += digits.length > count ? 1 : -1;
  }
}

function exponential(value: number, precision: number, alternate: boolean): string {
  const [digits, exponent] = significant(value, precision + 1);
  const point = precision > 0 || alternate ? '.' : '';
  return `${digits[0]}${point}${digits.slice(1)}${exponentText(exponent)}`;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `g`; and, with `isPlain`, what Python does where only a precision is given: always a digit behind the point. */
function general(value: number, precision: number, alternate: boolean, isPlain: boolean): string {
  const [digits, exponent] = significant(value, precision);
  if (exponent < -4 || exponent >= precision - (isPlain ? 1 : 0)) {
    const mantissa = trimmed(`${digits[0]}.${digits.slice(1)}`, alternate);
    if (!isPlain || exponent < -4 || exponent >= precision - 1) return mantissa + exponentText(exponent);
  }
  const text =
    exponent < 0
      ? `0.${'0'.repeat(-exponent - 1)}${digits}`
      : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  const short = trimmed(text, alternate);
  return isPlain && !short.includes('.') ? `${short}.0` : short;
}

function trimmed(text: string, alternate: boolean): string {
  return alternate ? text : text.replace(/\.?0*$/, '');
}

function padNumber(whole: string, rest: string, sign: string, every: number, spec: FormatSpec): string {
  const filled = { ...spec, align: spec.align === '' ? ('>' as const) : spec.align };
  if (spec.grouping === '' || whole === '') return align(whole + rest, filled, sign);
  let digits = whole;
  const room = spec.width - sign.length - rest.length;
  // Zeros that pad up to the width are grouped as the digits are.
  if (spec.fill === '0' && filled.align === '=')
    while (grouped(digits, every, spec).length < room) digits = `0${digits}`;
  return align(grouped(digits, every, spec) + rest, filled, sign);
}

function grouped(digits: string, every: number, spec: FormatSpec): string {
  return digits.replace(new RegExp(`\\B(?=(.{${every}})+$)`, 'g'), spec.grouping);
}
