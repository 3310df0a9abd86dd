import { PythonError } from '../../expressions/python/errors.ts';
import { parseFloatText, parseInteger } from '../../expressions/python/number.ts';
import { typeName } from '../../expressions/python/order.ts';
import { Float, float, integer, isNumber, toNumber, type Value } from '../../expressions/values.ts';

/**
 * A number, or the number that a text says; an integer where it can be one. Booleans are numbers, as in Python.
 * Throws PythonError ValueError or TypeError. Heat: constraints.py str_to_num.
 */
export function toNumeric(value: Value): number | bigint | Float {
  if (isNumber(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') {
    throw new PythonError(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    );
  }
  try {
    return parseInteger(value);
  } catch (error) {
    if (!(error instanceof PythonError) || error.kind !== 'ValueError') throw error;
    return parseFloatText(value);
  }
}

/** Python's `a % b`, whose sign is that of `b`. */
export function modulo(a: number | bigint | Float, b: number | bigint | Float): number | bigint | Float {
  if (!(a instanceof Float) && !(b instanceof Float) && isWhole(a) && isWhole(b)) {
    const [x, y] = [BigInt(a), BigInt(b)];
    const rest = x % y;
    return integer(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
  }
  const [x, y] = [toNumber(a), toNumber(b)];
  const rest = x % y;
  return float(rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest);
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}
