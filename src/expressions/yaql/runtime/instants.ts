import { PythonError } from '../../python/errors.ts';

const DAY = 86_400_000_000n;
/** Microseconds from 0001-01-01 to 1970-01-01. */
const EPOCH = 719_162n * DAY;
const END = 3_652_059n * DAY;

/** A length of time in microseconds: Python's timedelta. */
export class TimeSpan {
  readonly micros: bigint;
  /** Raises OverflowError beyond a thousand million days. */
  constructor(micros: bigint) {
    const days = floorDivide(micros, DAY);
    if (days < -999_999_999n || days > 999_999_999n) {
      throw new PythonError('OverflowError', `days=${days}; must have magnitude <= 999999999`);
    }
    this.micros = micros;
  }
  get hashKey(): string {
    return `T${this.micros}`;
  }
}

/** A point in time with its zone's offset: Python's aware datetime, from year 1 to 9999. */
export class DateTime {
  /** Microseconds of local time since 0001-01-01. */
  readonly local: bigint;
  /** Microseconds that local time is ahead of UTC. */
  readonly offset: bigint;
  /** Raises OverflowError outside of the years 1 to 9999 and ValueError for an offset of a day or more. */
  constructor(local: bigint, offset: bigint) {
    if (local < 0n || local >= END) throw new PythonError('OverflowError', 'date value out of range');
    if (offset <= -DAY || offset >= DAY) {
      throw new PythonError('ValueError', 'offset must be a timedelta strictly between -24 and 24 hours');
    }
    this.local = local;
    this.offset = offset;
  }
  /** Microseconds of UTC since 0001-01-01. */
  get utc(): bigint {
    return this.local - this.offset;
  }
  get hashKey(): string {
    return `D${this.utc}`;
  }
  get fields(): DateFields {
    const [days, time] = [this.local / DAY, Number(this.local % DAY)];
    const date = new Date(Number(days - EPOCH / DAY) * 86_400_000);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: Math.floor(time / 3_600_000_000),
      minute: Math.floor(time / 60_000_000) % 60,
      second: Math.floor(time / 1_000_000) % 60,
      microsecond: time % 1_000_000,
    };
  }
  /** Days since Monday: 0 to 6. */
  get weekday(): number {
    return Number((this.local / DAY) % 7n);
  }
  /** The day's number in its year, from 1. */
  get yearDay(): number {
    const first = fromFields({ year: this.fields.year, month: 1, day: 1 }, this.offset);
    return Number((this.local - first.local) / DAY) + 1;
  }
  /** Microseconds since the Unix epoch. */
  get unix(): bigint {
    return this.utc - EPOCH;
  }
}

export interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** The instant that the fields name at an offset of microseconds. Raises ValueError for a field out of range. */
export function fromFields(given: Partial<DateFields>, offset: bigint): DateTime {
  const fields: DateFields = { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0, ...given };
  const { year, month, day, hour, minute, second, microsecond } = fields;
  if (year < 1 || year > 9999) throw new PythonError('ValueError', `year ${year} is out of range`);
  if (month < 1 || month > 12) throw new PythonError('ValueError', 'month must be in 1..12');
  if (day < 1 || day > daysIn(year, month)) throw new PythonError('ValueError', 'day is out of range for month');
  if (hour < 0 || hour > 23) throw new PythonError('ValueError', 'hour must be in 0..23');
  if (minute < 0 || minute > 59) throw new PythonError('ValueError', 'minute must be in 0..59');
  if (second < 0 || second > 59) throw new PythonError('ValueError', 'second must be in 0..59');
  if (microsecond < 0 || microsecond > 999_999) {
    throw new PythonError('ValueError', 'microsecond must be in 0..999999');
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const days = BigInt(date.getTime() / 86_400_000) + EPOCH / DAY;
  const time = ((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond;
  return new DateTime(days * DAY + BigInt(time), offset);
}

/** The instant so many microseconds after the Unix epoch, at an offset. */
export function fromUnix(micros: bigint, offset: bigint): DateTime {
  return new DateTime(micros + EPOCH + offset, offset);
}

function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** Division that rounds down, as Python's `//`. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
