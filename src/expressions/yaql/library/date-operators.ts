import { PythonError } from '../../python/errors.ts';
import { float, toNumber } from '../../values.ts';
import { asFloat, type Num } from '../runtime/arithmetic.ts';
import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { DateTime, TimeSpan } from '../runtime/instants.ts';
import type { Item } from '../runtime/items.ts';
import { isInteger } from '../runtime/kinds.ts';
import { dateTime, number, timeSpan } from '../runtime/types.ts';
import { roundMicros } from './round-micros.ts';

const dt = required('dt', dateTime);
const ts = required('ts', timeSpan);

/** The arithmetic and the order of points in time and spans. */
export function dateOperators(): FunctionSpec[] {
  const moved = (instant: DateTime, micros: bigint): DateTime => new DateTime(instant.local + micros, instant.offset);
  const scaled = (span: TimeSpan, factor: Num): Item => new TimeSpan(times(span.micros, factor));
  const spans = [required('ts1', timeSpan), required('ts2', timeSpan)] as const;
  return [
    define('#operator_+', { as: 'function', parameters: [dt, ts] }, (_f, [instant, span]) =>
      moved(instant, span.micros),
    ),
    define('#operator_+', { as: 'function', parameters: [ts, dt] }, (_f, [span, instant]) =>
      moved(instant, span.micros),
    ),
    define('#operator_-', { as: 'function', parameters: [dt, ts] }, (_f, [instant, span]) =>
      moved(instant, -span.micros),
    ),
    define(
      '#operator_-',
      { as: 'function', parameters: [required('dt1', dateTime), required('dt2', dateTime)] },
      (_f, [a, b]) => new TimeSpan(a.utc - b.utc),
    ),
    define('#operator_+', { as: 'function', parameters: spans }, (_f, [a, b]) => new TimeSpan(a.micros + b.micros)),
    define('#operator_-', { as: 'function', parameters: spans }, (_f, [a, b]) => new TimeSpan(a.micros - b.micros)),
    define('#operator_*', { as: 'function', parameters: [ts, required('n', number)] }, (_f, [span, n]) =>
      scaled(span, n),
    ),
    define('#operator_*', { as: 'function', parameters: [required('n', number), ts] }, (_f, [n, span]) =>
      scaled(span, n),
    ),
    define('#operator_/', { as: 'function', parameters: spans }, (_f, [a, b]) => {
      if (b.micros === 0n) throw new PythonError('ZeroDivisionError', 'float division by zero');
      return float(Number(a.micros) / Number(b.micros));
    }),
    define('#operator_/', { as: 'function', parameters: [ts, required('n', number)] }, (_f, [span, n]) => {
      const divisor = asFloat(n);
      if (divisor === 0) {
        throw new PythonError('ZeroDivisionError', isInteger(n) ? 'division by zero' : 'float division by zero');
      }
      return new TimeSpan(fromFloat(Number(span.micros) / divisor));
    }),
    define('#unary_operator_-', { as: 'function', parameters: [ts] }, (_f, [span]) => new TimeSpan(-span.micros)),
    define('#unary_operator_+', { as: 'function', parameters: [ts] }, (_f, [span]) => span),
    ...order('>', (a, b) => a > b),
    ...order('>=', (a, b) => a >= b),
    ...order('<', (a, b) => a < b),
    ...order('<=', (a, b) => a <= b),
  ];
}

function order(symbol: string, test: (a: bigint, b: bigint) => boolean): FunctionSpec[] {
  const name = `#operator_${symbol}`;
  return [
    define(name, { as: 'function', parameters: [required('dt1', dateTime), required('dt2', dateTime)] }, (_f, [a, b]) =>
      test(a.utc, b.utc),
    ),
    define(name, { as: 'function', parameters: [required('ts1', timeSpan), required('ts2', timeSpan)] }, (_f, [a, b]) =>
      test(a.micros, b.micros),
    ),
  ];
}

function times(micros: bigint, factor: Num): bigint {
  return isInteger(factor) ? micros * BigInt(factor) : fromFloat(Number(micros) * toNumber(factor));
}

function fromFloat(micros: number): bigint {
  if (Number.isNaN(micros)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(micros)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  return roundMicros(micros);
}
