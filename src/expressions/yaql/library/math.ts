import { PythonError } from '../../python/errors.ts';
import { parseFloatText, parseInteger } from '../../python/number.ts';
import { Float, float, integer, toNumber } from '../../values.ts';
import { YaqlError } from '../error.ts';
import {
  add,
  asFloat,
  asNumber,
  bitLength,
  checkBits,
  divide,
  modulo,
  multiply,
  negate,
  type Num,
  power,
  round,
  subtract,
} from '../runtime/arithmetic.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import type { Item } from '../runtime/items.ts';
import { isFloat, isInteger, isNumber, isTrue, typeName } from '../runtime/kinds.ts';
import { any, int, number, numberOrNull } from '../runtime/types.ts';

/** Arithmetic and the order of numbers, and the functions on them. */
export function mathFunctions(): FunctionSpec[] {
  return [...operators(), ...order(), ...bits(), ...functions()];
}

const pair = [required('left', number), required('right', number)] as const;

function operators(): FunctionSpec[] {
  const binary = (symbol: string, run: (a: Num, b: Num, frame: Frame) => Num): FunctionSpec =>
    define(`#operator_${symbol}`, { as: 'function', parameters: pair }, (frame, [left, right]) =>
      run(left, right, frame),
    );
  const unary = (name: string, run: (a: Num) => Num): FunctionSpec =>
    define(name, { as: 'function', parameters: [required('op', number)] }, (_frame, [op]) => run(op));
  return [
    binary('+', add),
    binary('-', subtract),
    binary('*', (a, b, frame) => multiply(a, b, frame.engine)),
    binary('/', divide),
    binary('mod', modulo),
    unary('#unary_operator_+', (a) => a),
    unary('#unary_operator_-', negate),
    unary('abs', (a) => (toNumber(a) < 0 || Object.is(toNumber(a), -0) ? negate(a) : a)),
  ];
}

function order(): FunctionSpec[] {
  const compared = (symbol: string, test: (a: number | bigint, b: number | bigint) => boolean): FunctionSpec =>
    define(`#operator_${symbol}`, { as: 'function', parameters: pair }, (_frame, [left, right]) =>
      test(plain(left), plain(right)),
    );
  return [
    compared('>', (a, b) => a > b),
    compared('>=', (a, b) => a >= b),
    compared('<', (a, b) => a < b),
    compared('<=', (a, b) => a <= b),
  ];
}

function plain(value: Num): number | bigint {
  return value instanceof Float ? value.value : value;
}

function bits(): FunctionSpec[] {
  const big = (value: number | bigint | boolean): bigint => BigInt(value);
  const binary = (name: string, run: (a: bigint, b: bigint) => bigint): FunctionSpec =>
    define(
      name,
      { as: 'function', parameters: [required('left', int), required('right', int)] },
      (_frame, [left, right]) => {
        const result = integer(run(big(left), big(right)));
        // Between two booleans Python's operators answer a boolean.
        return typeof left === 'boolean' && typeof right === 'boolean' ? result === 1 : result;
      },
    );
  const shift = [required('value', int), required('bitsNumber', int)] as const;
  return [
    binary('bitwiseAnd', (a, b) => a & b),
    binary('bitwiseOr', (a, b) => a | b),
    binary('bitwiseXor', (a, b) => a ^ b),
    define('bitwiseNot', { as: 'function', parameters: [required('arg', int)] }, (_frame, [arg]) => integer(~big(arg))),
    define('shiftBitsLeft', { as: 'function', parameters: shift }, (frame, [value, count]) => {
      const distance = shiftCount(big(count));
      if (isTrue(value)) checkBits(bitLength(big(value)) + Number(distance), frame.engine);
      return isTrue(value) ? integer(big(value) << distance) : 0;
    }),
    define('shiftBitsRight', { as: 'function', parameters: shift }, (_frame, [value, count]) => {
      const distance = shiftCount(big(count));
      if (distance > bitLength(big(value))) return big(value) < 0n ? -1 : 0;
      return integer(big(value) >> distance);
    }),
  ];
}

function shiftCount(count: bigint): bigint {
  if (count < 0n) throw new PythonError('ValueError', 'negative shift count');
  return count;
}

function functions(): FunctionSpec[] {
  const two = [required('a', any), required('b', any)] as const;
  const one = [required('value', any)] as const;
  return [
    define('int', { as: 'function', parameters: one }, (_frame, [value]) => toInteger(value)),
    define('float', { as: 'function', parameters: one }, (_frame, [value]) => toFloat(value)),
    define('random', { as: 'function', parameters: [] }, (frame) => {
      const random = randomOf(frame);
      return float((random.integer(2 ** 27) * 2 ** 26 + random.integer(2 ** 26)) / 2 ** 53);
    }),
    define(
      'random',
      { as: 'function', parameters: [required('from', any), required('to', any)] },
      (frame, [from, to]) => randomBetween(frame, from, to),
    ),
    define('max', { as: 'function', parameters: two }, (frame, [a, b]) =>
      isTrue(frame.call('#operator_>', [b, a])) ? b : a,
    ),
    define('min', { as: 'function', parameters: two }, (frame, [a, b]) =>
      isTrue(frame.call('#operator_>', [b, a])) ? a : b,
    ),
    define(
      'pow',
      { as: 'function', parameters: [required('a', number), required('b', number), optional('c', numberOrNull, null)] },
      (frame, [a, b, c]) => power(a, b, c, frame.engine),
    ),
    define('sign', { as: 'function', parameters: [required('num', number)] }, (_frame, [num]) => {
      const value = plain(num);
      return value > 0 ? 1 : value < 0 ? -1 : 0;
    }),
    define(
      'round',
      { as: 'function', parameters: [required('number', number), optional('ndigits', int, 0)] },
      (_frame, [value, digits]) => round(value, asNumber(digits) as number | bigint),
    ),
    define('isInteger', { as: 'function', parameters: one }, (_frame, [value]) => isInteger(value)),
    define('isNumber', { as: 'function', parameters: one }, (_frame, [value]) => isNumber(value)),
  ];
}

function toInteger(value: Item): Item {
  if (value === null) return 0;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return parseInteger(value);
  if (isInteger(value)) return value;
  if (!isFloat(value)) throw cannotConvert('int() argument must be a string, a bytes-like object', value);
  const size = toNumber(value);
  if (Number.isNaN(size)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(size)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  return integer(BigInt(Math.trunc(size)));
}

function toFloat(value: Item): Item {
  if (value === null) return float(0);
  if (typeof value === 'boolean') return float(Number(value));
  if (typeof value === 'string') return parseFloatText(value);
  if (isNumber(value)) return float(asFloat(value));
  throw cannotConvert('float() argument must be a string', value);
}

function cannotConvert(text: string, value: Item): PythonError {
  return new PythonError('TypeError', `${text} or a real number, not '${typeName(value)}'`);
}

function randomOf(frame: Frame): { integer(bound: number): number } {
  const { random } = frame.engine.ports;
  if (random === undefined) throw new YaqlError('RuntimeError', 'random numbers are not available here');
  return random;
}

function randomBetween(frame: Frame, from: Item, to: Item): Item {
  if (!isInteger(from) || !isInteger(to)) {
    throw new PythonError(
      'TypeError',
      `'${typeName(isInteger(from) ? to : from)}' object cannot be interpreted as an integer`,
    );
  }
  const span = Number(to) - Number(from) + 1;
  if (span < 1)
    throw new PythonError('ValueError', `empty range for randrange() (${from}, ${BigInt(to) + 1n}, ${span})`);
  return add(from, randomOf(frame).integer(span));
}
