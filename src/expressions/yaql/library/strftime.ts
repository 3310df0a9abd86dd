import type { DateTime } from '../runtime/instants.ts';
import { offsetText } from '../runtime/print.ts';
import { MONTHS, WEEKDAYS } from './calendar.ts';

const pad = (value: number, length = 2, fill = '0'): string => String(value).padStart(length, fill);

/** `datetime.strftime(format)` in the C locale; a directive that C does not know stays as it is. */
export function strftime(instant: DateTime, format: string): string {
  return format.replace(/%(-?)(.)/gsu, (whole, plain: string, letter: string) => {
    const text = directive(instant, letter);
    if (text === undefined) return whole;
    return plain === '' ? text : text.replace(/^[0 ]+(?=.)/, '');
  });
}

function directive(instant: DateTime, letter: string): string | undefined {
  const { year, month, day, hour, minute, second, microsecond } = instant.fields;
  const weekday = instant.weekday;
  const nested = NESTED[letter];
  if (nested !== undefined) return strftime(instant, nested);
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const values: Readonly<Record<string, () => string>> = {
    '%': () => '%',
    n: () => '\n',
    t: () => '\t',
    a: () => WEEKDAYS[weekday]!.slice(0, 3),
    A: () => WEEKDAYS[weekday]!,
    b: () => MONTHS[month - 1]!.slice(0, 3),
    B: () => MONTHS[month - 1]!,
    C: () => String(Math.floor(year / 100)),
    d: () => pad(day),
    e: () => pad(day, 2, ' '),
    f: () => pad(microsecond, 6),
    g: () => pad(isoWeek(instant)[0] % 100),
    G: () => String(isoWeek(instant)[0]),
    H: () => pad(hour),
    I: () => pad(hour12),
    j: () => pad(instant.yearDay, 3),
    k: () => pad(hour, 2, ' '),
    l: () => pad(hour12, 2, ' '),
    m: () => pad(month),
    M: () => pad(minute),
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    s: () => String(instant.unix / 1_000_000n),
    S: () => pad(second),
    u: () => String(weekday + 1),
    U: () => pad(Math.floor((instant.yearDay + 6 - ((weekday + 1) % 7)) / 7)),
    V: () => pad(isoWeek(instant)[1]),
    w: () => String((weekday + 1) % 7),
    W: () => pad(Math.floor((instant.yearDay + 6 - weekday) / 7)),
    y: () => pad(year % 100),
    Y: () => String(year),
    z: () => offsetText(instant.offset, ''),
    Z: () => (instant.offset === 0n ? 'UTC' : ''),
  };
  return Object.hasOwn(values, letter) ? values[letter]!() : undefined;
}

const NESTED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** The year and week that ISO 8601 counts the day to. */
function isoWeek(instant: DateTime): [year: number, week: number] {
  const { year } = instant.fields;
  const week = Math.floor((instant.yearDay - 1 - instant.weekday + 10) / 7);
  if (week < 1) return [year - 1, weeksIn(year - 1)];
  return week > weeksIn(year) ? [year + 1, 1] : [year, week];
}

function weeksIn(year: number): number {
  const lastDay = (of: number): number => (of + Math.floor(of / 4) - Math.floor(of / 100) + Math.floor(of / 400)) % 7;
  return lastDay(year) === 4 || lastDay(year - 1) === 3 ? 53 : 52;
}
