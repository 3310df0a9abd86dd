import { PythonError } from '../../python/errors.ts';
import { type Float, float, integer, toNumber } from '../../values.ts';
import { YaqlError } from '../error.ts';
import type { Engine } from './engine.ts';
import { isFloat, isInteger } from './kinds.ts';

export type Num = number | bigint | Float;

/** An operand as Python's arithmetic takes it: a boolean is 0 or 1. */
export function asNumber(value: Num | boolean): Num {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A float's number. Raises OverflowError for an int that no float can hold. */
export function asFloat(value: Num): number {
  const number = toNumber(value);
  if (!Number.isFinite(number) && typeof value === 'bigint') {
    throw new PythonError('OverflowError', 'int too large to convert to float');
  }
  return number;
}

function compute(a: Num, b: Num, whole: (a: bigint, b: bigint) => bigint, real: (a: number, b: number) => number): Num {
  if (isFloat(a) || isFloat(b)) return float(real(asFloat(a), asFloat(b)));
  const quick = real(Number(a), Number(b));
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(quick)) return quick + 0;
  return integer(whole(BigInt(a as number | bigint), BigInt(b as number | bigint)));
}

export function add(a: Num, b: Num): Num {
  return compute(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

export function subtract(a: Num, b: Num): Num {
  return compute(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
}

/** Throws MemoryQuotaExceededException for a product that no quota would allow. */
export function multiply(a: Num, b: Num, engine: Engine): Num {
  if (isInteger(a) && isInteger(b)) checkBits(bitLength(a) + bitLength(b), engine);
  return compute(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
}

/** yaql's `/`: rounds down between ints. Raises ZeroDivisionError. */
export function divide(a: Num, b: Num): Num {
  if (isInteger(a) && isInteger(b)) {
    if (b == 0) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
    return integer(floorDiv(BigInt(a), BigInt(b)));
  }
  const divisor = asFloat(b);
  if (divisor === 0) throw new PythonError('ZeroDivisionError', 'float division by zero');
  return float(asFloat(a) / divisor);
}

/** Python's `%`: has the divisor's sign. Raises ZeroDivisionError. */
export function modulo(a: Num, b: Num): Num {
  if (isInteger(a) && isInteger(b)) {
    if (b == 0) throw new PythonError('ZeroDivisionError', 'integer modulo by zero');
    const [x, y] = [BigInt(a), BigInt(b)];
    return integer(x - floorDiv(x, y) * y);
  }
  const [x, y] = [asFloat(a), asFloat(b)];
  if (y === 0) throw new PythonError('ZeroDivisionError', 'float modulo');
  const rest = x % y;
  if (rest === 0) return float(y < 0 ? -0 : 0);
  return float(rest < 0 !== y < 0 ? rest + y : rest);
}

export function negate(a: Num): Num {
  return isFloat(a) ? float(-toNumber(a)) : subtract(0, a);
}

/** Python's `pow(base, exponent, modulus)`. Raises ValueError, ZeroDivisionError, OverflowError or TypeError as it does. */
export function power(base: Num, exponent: Num, modulus: Num | null, engine: Engine): Num {
  if (modulus !== null) return powerModulo(base, exponent, modulus, engine);
  if (isInteger(base) && isInteger(exponent) && exponent >= 0) {
    if (base != 0 && base != 1 && base != -1) checkBits(bitLength(base) * Number(exponent), engine);
    else return base == -1 ? (BigInt(exponent) % 2n === 0n ? 1 : -1) : exponent == 0 ? 1 : base;
    return integer(BigInt(base) ** BigInt(exponent));
  }
  const [x, y] = [asFloat(base), asFloat(exponent)];
  if (x === 0 && y < 0) throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    throw new PythonError('TypeError', 'the result is a complex number');
  }
  // Python has 1 ** nan == 1 and (-1) ** inf == 1, where JavaScript has nan.
  const result = x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y;
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) {
    throw new PythonError('OverflowError', "(34, 'Numerical result out of range')");
  }
  return float(result);
}

function powerModulo(base: Num, exponent: Num, modulus: Num, engine: Engine): Num {
  if (!isInteger(base) || !isInteger(exponent) || !isInteger(modulus)) {
    throw new PythonError('TypeError', 'pow() 3rd argument not allowed unless all arguments are integers');
  }
  const size = BigInt(modulus) < 0n ? -BigInt(modulus) : BigInt(modulus);
  if (size === 0n) throw new PythonError('ValueError', 'pow() 3rd argument cannot be 0');
  let [result, factor, rest] = [1n % size, mod(BigInt(base), size), BigInt(exponent)];
  if (rest < 0n) {
    factor = inverse(factor, size);
    rest = -rest;
  }
  checkBits(bitLength(modulus) * 2, engine);
  for (; rest > 0n; rest >>= 1n) {
    engine.step();
    if (rest & 1n) result = (result * factor) % size;
    factor = (factor * factor) % size;
  }
  return integer(BigInt(modulus) < 0n && result !== 0n ? result - size : result);
}

function mod(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  if (a !== 1n) throw new PythonError('ValueError', 'base is not invertible for the given modulus');
  return mod(x, modulus);
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** How many bits an int has. */
export function bitLength(value: number | bigint): number {
  const size = BigInt(value) < 0n ? -BigInt(value) : BigInt(value);
  const text = size.toString(16);
  return size === 0n ? 0 : text.length * 4 - (Math.clz32(Number.parseInt(text[0]!, 16)) - 28);
}

/** No int gets larger than a megabyte, also where there is no quota. */
const MOST_BYTES = 1_000_000;

/** Throws MemoryQuotaExceededException before an int is made that would exceed the quota afterwards. */
export function checkBits(bits: number, engine: Engine): void {
  const bytes = bits / 7.5 - 16;
  const quota = engine.limits.memoryQuota > 0 ? Math.min(engine.limits.memoryQuota, MOST_BYTES) : MOST_BYTES;
  if (bytes > quota * 2) throw new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
}

/** Python's `round(number, digits)`: halves go to the even side, exactly on the number's binary value. */
export function round(value: Num, digits: number | bigint): Num {
  if (isInteger(value)) {
    if (digits >= 0) return value;
    if (-Number(digits) > bitLength(value)) return 0;
    const unit = 10n ** -BigInt(digits);
    return integer(halfEven(BigInt(value), unit) * unit);
  }
  const number = toNumber(value);
  if (!Number.isFinite(number) || number === 0 || digits > 330) return float(number);
  if (digits < -330) return float(number < 0 ? -0 : 0);
  const [mantissa, exponent] = decompose(number);
  const up = 10n ** BigInt(Math.max(0, Number(digits))) * 2n ** BigInt(Math.max(0, exponent));
  const down = 10n ** BigInt(Math.max(0, -Number(digits))) * 2n ** BigInt(Math.max(0, -exponent));
  const rounded = Number(`${halfEven(mantissa * up, down)}e${-Number(digits)}`);
  if (!Number.isFinite(rounded)) throw new PythonError('OverflowError', 'rounded value too large to represent');
  return float(rounded === 0 && number < 0 ? -0 : rounded);
}

/** `value / unit`, rounded to the nearest whole, halves to the even one. */
export function halfEven(value: bigint, unit: bigint): bigint {
  const quotient = floorDiv(value, unit);
  const twice = (value - quotient * unit) * 2n;
  if (twice < unit || (twice === unit && quotient % 2n === 0n)) return quotient;
  return quotient + 1n;
}

/** A finite float as `mantissa * 2 ** exponent`, exactly. */
export function decompose(value: number): [mantissa: bigint, exponent: number] {
  const bits = new BigUint64Array(new Float64Array([value]).buffer)[0]!;
  const raw = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = raw === 0 ? fraction : fraction | 0x10000000000000n;
  return [value < 0 ? -mantissa : mantissa, (raw === 0 ? 1 : raw) - 1075];
}
