import { PythonError } from '../../python/errors.ts';
import { type Float, toNumber } from '../../values.ts';
import { YaqlError } from '../error.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { DateTime, fromFields, fromUnix, TimeSpan } from '../runtime/instants.ts';
import { isInteger } from '../runtime/kinds.ts';
import {
  any,
  dateTime,
  int,
  integer,
  intOrNull,
  number,
  string,
  stringOrNull,
  timeSpan,
  timeSpanOrNull,
} from '../runtime/types.ts';
import { dateOperators } from './date-operators.ts';
import { dateProperties } from './date-properties.ts';
import { parseDateText } from './date-text.ts';
import { roundMicros } from './round-micros.ts';
import { strftime } from './strftime.ts';
import { strptime } from './strptime.ts';

type Int = number | bigint | boolean;

/** Points in time and spans of it. */
export function dateFunctions(): FunctionSpec[] {
  return [...making(), ...changing(), ...dateOperators(), ...dateProperties()];
}

const NO_OFFSET = new TimeSpan(0n);

function making(): FunctionSpec[] {
  const offset = optional('offset', timeSpan, NO_OFFSET);
  return [
    define(
      'datetime',
      {
        as: 'function',
        parameters: [
          required('year', int),
          required('month', int),
          required('day', int),
          optional('hour', int, 0),
          optional('minute', int, 0),
          optional('second', int, 0),
          optional('microsecond', int, 0),
          offset,
        ],
      },
      (_frame, [year, month, day, hour, minute, second, microsecond, zone]) => {
        const [y, mo, d, h, mi, s, us] = [year, month, day, hour, minute, second, microsecond].map(Number);
        const fields = { year: y!, month: mo!, day: d!, hour: h!, minute: mi!, second: s!, microsecond: us! };
        return fromFields(fields, zone.micros);
      },
    ),
    define(
      'datetime',
      { as: 'function', parameters: [required('timestamp', number), offset] },
      (_frame, [timestamp, zone]) => fromTimestamp(timestamp, zone.micros),
    ),
    define(
      'datetime',
      { as: 'function', parameters: [required('string', string), optional('format', stringOrNull, null)] },
      (frame, [text, format]) => (format ? strptime(text, format) : parseDateText(text, now(frame, 0n))),
    ),
    define('timespan', { as: 'function', parameters: spanParameters() }, (_frame, parts) => spanOf(parts)),
    define('now', { as: 'function', parameters: [optional('offset', timeSpanOrNull, NO_OFFSET)] }, (frame, [zone]) =>
      now(frame, zone?.micros ?? 0n),
    ),
    define('localtz', { as: 'function', parameters: [] }, () => NO_OFFSET),
    define('utctz', { as: 'function', parameters: [] }, () => NO_OFFSET),
    define(
      'isDatetime',
      { as: 'function', parameters: [required('value', any)] },
      (_f, [value]) => value instanceof DateTime,
    ),
    define(
      'isTimespan',
      { as: 'function', parameters: [required('value', any)] },
      (_f, [value]) => value instanceof TimeSpan,
    ),
  ];
}

const SPAN_UNITS = [86_400_000_000n, 3_600_000_000n, 60_000_000n, 1_000_000n, 1_000n, 1n];

function spanParameters() {
  return [
    optional('days', int, 0),
    optional('hours', int, 0),
    optional('minutes', int, 0),
    optional('seconds', integer, 0),
    optional('milliseconds', integer, 0),
    optional('microseconds', integer, 0),
  ] as const;
}

function spanOf(parts: readonly Int[]): TimeSpan {
  return new TimeSpan(parts.reduce((total: bigint, part, index) => total + BigInt(part) * SPAN_UNITS[index]!, 0n));
}

/** The time by the evaluation's clock. */
function now(frame: Frame, offset: bigint): DateTime {
  const { clock } = frame.engine.ports;
  if (clock === undefined) throw new YaqlError('RuntimeError', 'the time is not available here');
  return fromUnix(BigInt(Math.round(clock.now() * 1000)), offset);
}

/** Python's `fromtimestamp`: to the nearest microsecond, halves to the even one. */
function fromTimestamp(timestamp: number | bigint | Float, offset: bigint): DateTime {
  if (isInteger(timestamp)) return inRange(BigInt(timestamp) * 1_000_000n, offset);
  const seconds = toNumber(timestamp);
  if (Number.isNaN(seconds)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(seconds)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  // Python rounds the fraction of a second as a float of its own.
  const whole = Math.floor(seconds);
  return inRange(BigInt(whole) * 1_000_000n + roundMicros((seconds - whole) * 1e6), offset);
}

function inRange(micros: bigint, offset: bigint): DateTime {
  try {
    return fromUnix(micros, offset);
  } catch (error) {
    if (!(error instanceof PythonError) || error.kind !== 'OverflowError') throw error;
    throw new PythonError('ValueError', `year is out of range`);
  }
}

function changing(): FunctionSpec[] {
  const dt = required('dt', dateTime);
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'] as const;
  return [
    define(
      'replace',
      {
        as: 'method',
        parameters: [
          dt,
          optional('year', intOrNull, null),
          optional('month', intOrNull, null),
          optional('day', intOrNull, null),
          optional('hour', intOrNull, null),
          optional('minute', intOrNull, null),
          optional('second', intOrNull, null),
          optional('microsecond', intOrNull, null),
          optional('offset', timeSpanOrNull, null),
        ],
      },
      (_frame, [instant, year, month, day, hour, minute, second, microsecond, zone]) => {
        const given = [year, month, day, hour, minute, second, microsecond];
        const changes = Object.fromEntries(
          names.flatMap((name, index) => (given[index] === null ? [] : [[name, Number(given[index])]])),
        );
        return fromFields({ ...instant.fields, ...changes }, zone?.micros ?? instant.offset);
      },
    ),
    define('format', { as: 'method', parameters: [dt, required('format', string)] }, (_frame, [instant, format]) =>
      strftime(instant, format),
    ),
  ];
}
