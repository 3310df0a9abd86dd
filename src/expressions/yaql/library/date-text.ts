import { YaqlError } from '../error.ts';
import { type DateFields, type DateTime, fromFields } from '../runtime/instants.ts';
import { MONTHS, nameIndex, offsetMicros, WEEKDAYS } from './calendar.ts';

const TIME =
  /(?<![\d.])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s*([ap])\.?m?\.?(?![a-z]))?|(?<![\d.:])(\d{1,2})\s*([ap])\.?m\.?(?![a-z])/i;
const ZONE = /^\s*(?:(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?|(Z|UTC|GMT)(?![a-z]))/i;
const DATE_BEFORE_TIME = /^\s*(\d{4})(\d{2})(\d{2})[T ](?=\s*\d{1,2}(?::|\s*[ap]))/i;
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?(?:\.(\d+))?)?(?=$|[^\d])/;

/**
 * Reads a date as people write them, by the rules of dateutil's parser: ISO 8601, `20150829T1030`, `08/29/2015` (month
 * first unless it cannot be), `29 Aug 2015 10:30 PM`, `Sat, 29 Aug 2015 …`. What is missing comes from `today`. UTC where no zone is named.
 * Throws ParserError.
 */
export function parseDateText(text: string, today: DateTime): DateTime {
  const spaced = text.replace(DATE_BEFORE_TIME, '$1-$2-$3 ');
  const compact = COMPACT.exec(spaced);
  if (compact !== null) return fromCompact(text, compact);
  const time = TIME.exec(spaced);
  const { rest, offset, clock } = time === null ? { rest: spaced, offset: 0n, clock: {} } : splitTime(spaced, time);
  const date = readDate(rest, text, today, time !== null);
  const base = { ...today.fields, hour: 0, minute: 0, second: 0, microsecond: 0 };
  return checked(text, { ...base, ...date, ...clock }, offset);
}

function fromCompact(text: string, found: RegExpExecArray): DateTime {
  const [whole, year, month, day, hour, minute, second, fraction] = found;
  const after = text.slice(whole.length);
  const zone = ZONE.exec(after);
  if (after.slice(zone?.[0].length ?? 0).trim() !== '') throw unknown(text);
  const fields = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    microsecond: micros(fraction),
  };
  return checked(text, fields, zoneOffset(zone));
}

function splitTime(text: string, found: RegExpExecArray): { rest: string; offset: bigint; clock: Partial<DateFields> } {
  const after = text.slice(found.index + found[0].length);
  const zone = ZONE.exec(after);
  const rest = `${text.slice(0, found.index).replace(/T\s*$/, ' ')} ${after.slice(zone?.[0].length ?? 0)}`;
  const half = (found[5] ?? found[7])?.toLowerCase();
  let hour = Number(found[1] ?? found[6]);
  if (half !== undefined && hour > 12) throw unknown(text);
  if (half !== undefined) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  const clock = { hour, minute: Number(found[2] ?? 0), second: Number(found[3] ?? 0), microsecond: micros(found[4]) };
  return { rest, offset: zoneOffset(zone), clock };
}

function zoneOffset(zone: RegExpExecArray | null): bigint {
  return zone?.[1] === undefined ? 0n : offsetMicros(zone[1], zone[2]!, zone[3]);
}

function micros(fraction: string | undefined): number {
  return Number((fraction ?? '').padEnd(6, '0').slice(0, 6));
}

function readDate(rest: string, text: string, today: DateTime, hasTime: boolean): Partial<DateFields> {
  const numbers: string[] = [];
  let month = 0;
  let monthAt = -1;
  for (const [token] of rest.matchAll(/\d+|\p{L}+|[^\s\p{L}\d]/gu)) {
    if (/^\d/.test(token)) numbers.push(token);
    else if (nameIndex(MONTHS, token) > 0 && monthAt < 0) {
      month = nameIndex(MONTHS, token);
      monthAt = numbers.length;
    } else if (!/^([-/.,]|st|nd|rd|th|of|and|ad|at|on|t)$/i.test(token) && nameIndex(WEEKDAYS, token) === 0) {
      throw unknown(text);
    }
  }
  if (numbers.length === 0 && month === 0) {
    if (hasTime) return {};
    throw new YaqlError('ParserError', `String does not contain a date: ${text}`);
  }
  return month > 0 ? withMonthName(numbers, month, text, today) : withNumbers(numbers, text, today);
}

function withMonthName(numbers: readonly string[], month: number, text: string, today: DateTime): Partial<DateFields> {
  const [first, second, ...more] = numbers;
  if (more.length > 0) throw unknown(text);
  if (first === undefined) return { month };
  if (second === undefined)
    return isYear(first) ? { month, year: fullYear(first, today) } : { month, day: Number(first) };
  return isYear(first)
    ? { month, year: fullYear(first, today), day: Number(second) }
    : { month, day: Number(first), year: fullYear(second, today) };
}

function withNumbers(numbers: readonly string[], text: string, today: DateTime): Partial<DateFields> {
  const [a, b, c, ...more] = numbers;
  if (a === undefined || more.length > 0) throw unknown(text);
  if (b === undefined) return isYear(a) ? { year: fullYear(a, today) } : { day: Number(a) };
  if (c === undefined) {
    if (isYear(a)) return { year: fullYear(a, today), month: Number(b) };
    if (isYear(b)) return { month: Number(a), year: fullYear(b, today) };
    return Number(a) > 12 ? { day: Number(a), month: Number(b) } : { month: Number(a), day: Number(b) };
  }
  if (isYear(a)) {
    const swapped = Number(b) > 12 && Number(c) <= 12;
    const [month, day] = swapped ? [c, b] : [b, c];
    return { year: fullYear(a, today), month: Number(month), day: Number(day) };
  }
  const [month, day] = Number(a) > 12 && Number(b) <= 12 ? [b, a] : [a, b];
  return { month: Number(month), day: Number(day), year: fullYear(c, today) };
}

function isYear(digits: string): boolean {
  return digits.length > 2 || Number(digits) > 31;
}

/** A year of two digits is the one within fifty years of today. */
function fullYear(digits: string, today: DateTime): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  const now = today.fields.year;
  const full = year + Math.floor(now / 100) * 100;
  if (full >= now + 50) return full - 100;
  return full < now - 50 ? full + 100 : full;
}

function checked(text: string, fields: DateFields, offset: bigint): DateTime {
  try {
    return fromFields(fields, offset);
  } catch (error) {
    throw new YaqlError('ParserError', `${error instanceof Error ? error.message : 'invalid date'}: ${text}`);
  }
}

function unknown(text: string): YaqlError {
  return new YaqlError('ParserError', `Unknown string format: ${text}`);
}
