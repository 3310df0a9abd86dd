import { float, integer, type Float } from '../values.ts';
import { PythonError } from './errors.ts';
import { strip } from './split.ts';
import { reprText } from './text.ts';

const INTEGER = /^[+-]?\d+(_\d+)*$/;
const FLOAT = /^[+-]?((\d+(_\d+)*)(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;
const NAMED = /^([+-]?)(inf|infinity|nan)$/i;
const DIGIT = /\p{Nd}/u;
/** Python reads no decimal integer longer than this (CVE-2020-10735). */
const MAX_DIGITS = 4300;

/** Python's `int(text)` to base ten: surrounding space, a sign, `1_000` and every script's digits are fine. Raises ValueError. */
export function parseInteger(text: string): number | bigint {
  const plain = toAscii(strip(text));
  if (!INTEGER.test(plain)) {
    throw new PythonError('ValueError', `invalid literal for int() with base 10: ${reprText(text)}`);
  }
  const digits = plain.replaceAll('_', '').replace(/^\+/, '');
  if (digits.replace('-', '').length > MAX_DIGITS) {
    throw new PythonError('ValueError', `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`);
  }
  return digits.startsWith('-') ? integer(-BigInt(digits.slice(1))) : integer(BigInt(digits));
}

/** Python's `float(text)`: `1.5`, `.5`, `1e3`, `inf`, `nan`. Raises ValueError. */
export function parseFloatText(text: string): number | Float {
  const plain = toAscii(strip(text));
  const named = NAMED.exec(plain);
  if (named) {
    const size = named[2]!.toLowerCase() === 'nan' ? NaN : Infinity;
    return float(named[1] === '-' ? -size : size);
  }
  if (!FLOAT.test(plain)) throw new PythonError('ValueError', `could not convert string to float: ${reprText(text)}`);
  return float(Number(plain.replaceAll('_', '')));
}

function toAscii(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is the point
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  return Array.from(text, (char) => (DIGIT.test(char) ? String(digitValue(char)) : char)).join('');
}

/** The decimal digits of every script stand in runs of ten that begin with its zero. */
function digitValue(char: string): number {
  const code = char.codePointAt(0)!;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}
