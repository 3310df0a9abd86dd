import { float } from '../../values.ts';
import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { type DateTime, fromFields, DateTime as Instant, TimeSpan } from '../runtime/instants.ts';
import type { Item } from '../runtime/items.ts';
import { dateTime, timeSpan } from '../runtime/types.ts';

/** What stands after the dot: `now().year`, `timespan(…).hours`. Those of a span are its whole length in that unit. */
export function dateProperties(): FunctionSpec[] {
  const ofTime = (name: string, read: (instant: DateTime) => Item): FunctionSpec =>
    define(`#property#${name}`, { as: 'function', parameters: [required('obj', dateTime)] }, (_frame, [instant]) =>
      read(instant),
    );
  const ofSpan = (name: string, micros: number): FunctionSpec =>
    define(`#property#${name}`, { as: 'function', parameters: [required('obj', timeSpan)] }, (_frame, [span]) =>
      float(Number(span.micros) / micros),
    );
  return [
    define('#property#microseconds', { as: 'function', parameters: [required('obj', timeSpan)] }, (_frame, [span]) =>
      Number(span.micros),
    ),
    ofSpan('milliseconds', 1e3),
    ofSpan('seconds', 1e6),
    ofSpan('minutes', 6e7),
    ofSpan('hours', 3.6e9),
    ofSpan('days', 8.64e10),
    ofTime('year', (instant) => instant.fields.year),
    ofTime('month', (instant) => instant.fields.month),
    ofTime('day', (instant) => instant.fields.day),
    ofTime('hour', (instant) => instant.fields.hour),
    ofTime('minute', (instant) => instant.fields.minute),
    ofTime('second', (instant) => instant.fields.second),
    ofTime('microsecond', (instant) => instant.fields.microsecond),
    ofTime('weekday', (instant) => instant.weekday),
    ofTime('date', dateOf),
    ofTime('time', (instant) => new TimeSpan(instant.local - dateOf(instant).local)),
    // As in yaql, the clock is set to UTC's but the offset stays.
    ofTime('utc', (instant) => new Instant(instant.utc, instant.offset)),
    ofTime('offset', (instant) => new TimeSpan(instant.offset)),
    ofTime('timestamp', (instant) => float(Number(instant.unix - instant.offset) / 1e6)),
  ];
}

function dateOf(instant: DateTime): DateTime {
  const { year, month, day } = instant.fields;
  return fromFields({ year, month, day }, instant.offset);
}
