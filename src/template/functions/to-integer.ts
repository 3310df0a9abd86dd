import { PythonError } from '../../expressions/python/errors.ts';
import { parseInteger } from '../../expressions/python/number.ts';
import { typeName } from '../../expressions/python/order.ts';
import { integer, isNumber, toNumber, type Value } from '../../expressions/values.ts';

/** Python's `int(value)`: text in base ten, floats cut off. Throws PythonError ValueError or TypeError. */
export function toInteger(value: Value): number | bigint {
  if (typeof value === 'string') return parseInteger(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return value;
  if (!isNumber(value)) {
    throw new PythonError(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    );
  }
  const number = Math.trunc(toNumber(value));
  if (Number.isNaN(number)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  return Number.isSafeInteger(number) ? number : integer(BigInt(number));
}
