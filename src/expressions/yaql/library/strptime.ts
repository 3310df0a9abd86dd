import { PythonError } from '../../python/errors.ts';
import { reprText } from '../../python/text.ts';
import { type DateFields, type DateTime, fromFields } from '../runtime/instants.ts';
import { MONTHS, nameIndex, offsetMicros, WEEKDAYS } from './calendar.ts';

const names = (all: readonly string[], length?: number): string =>
  all
    .map((name) => name.slice(0, length))
    .sort((a, b) => b.length - a.length)
    .join('|');

const DIRECTIVES: Readonly<Record<string, string>> = {
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '[0-9]{1,6}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  S: '6[0-1]|[0-5]\\d|\\d',
  w: '[0-6]',
  y: '\\d\\d',
  Y: '\\d\\d\\d\\d',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z',
  Z: 'utc|gmt',
  p: 'am|pm',
  A: names(WEEKDAYS),
  a: names(WEEKDAYS, 3),
  B: names(MONTHS),
  b: names(MONTHS, 3),
};

const NESTED: Readonly<Record<string, string>> = { c: '%a %b %d %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S' };

/** `datetime.strptime(text, format)`, UTC where the text names no zone. Raises ValueError where the two do not match. */
export function strptime(text: string, format: string): DateTime {
  const { pattern, letters } = compile(format);
  const found = new RegExp(`^${pattern}`, 'i').exec(text);
  if (found === null) {
    throw new PythonError('ValueError', `time data ${reprText(text)} does not match format ${reprText(format)}`);
  }
  if (found[0].length !== text.length) {
    throw new PythonError('ValueError', `unconverted data remains: ${text.slice(found[0].length)}`);
  }
  return assemble(new Map(letters.map((letter, index) => [letter, found[index + 1]!])));
}

function compile(format: string): { pattern: string; letters: string[] } {
  const letters: string[] = [];
  const expand = (part: string): string =>
    part.replace(/%(.?)|\s+|[\\^$.*+?()[\]{}|]/gsu, (whole, letter: string | undefined) => {
      if (letter === undefined) return whole.trim() === '' ? '\\s+' : `\\${whole}`;
      if (letter === '%') return '%';
      if (NESTED[letter] !== undefined) return expand(NESTED[letter]);
      const directive = DIRECTIVES[letter];
      if (letter === '') throw new PythonError('ValueError', `stray % in format ${reprText(format)}`);
      if (directive === undefined) {
        throw new PythonError('ValueError', `'${letter}' is a bad directive in format ${reprText(format)}`);
      }
      if (letters.includes(letter)) throw new PythonError('ValueError', `redefinition of group name '${letter}'`);
      letters.push(letter);
      return `(${directive})`;
    });
  return { pattern: expand(format), letters };
}

function assemble(found: ReadonlyMap<string, string>): DateTime {
  const number = (letter: string): number | undefined => {
    const digits = found.get(letter);
    return digits === undefined ? undefined : Number(digits);
  };
  const month = nameIndex(MONTHS, found.get('B') ?? found.get('b') ?? '') || (number('m') ?? 1);
  const fields: DateFields = {
    year: yearOf(number('Y'), number('y')),
    month,
    day: number('d') ?? 1,
    hour: hourOf(number('H'), number('I'), found.get('p')),
    minute: number('M') ?? 0,
    second: number('S') ?? 0,
    microsecond: Number((found.get('f') ?? '0').padEnd(6, '0')),
  };
  const offset = offsetOf(found.get('z'));
  const dayOfYear = number('j');
  if (dayOfYear === undefined || found.has('d')) return fromFields(fields, offset);
  const first = fromFields({ ...fields, month: 1, day: 1 }, offset);
  const at = new Date(Date.UTC(2000, 0, 1));
  at.setUTCFullYear(first.fields.year, 0, dayOfYear);
  return fromFields({ ...fields, month: at.getUTCMonth() + 1, day: at.getUTCDate() }, offset);
}

function yearOf(full: number | undefined, short: number | undefined): number {
  if (full !== undefined) return full;
  if (short === undefined) return 1900;
  return short <= 68 ? short + 2000 : short + 1900;
}

function hourOf(hour: number | undefined, hour12: number | undefined, half: string | undefined): number {
  if (hour12 === undefined) return hour ?? 0;
  return (hour12 % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetOf(zone: string | undefined): bigint {
  const parts = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?/.exec(zone ?? '');
  return parts === null ? 0n : offsetMicros(parts[1]!, parts[2]!, parts[3], parts[4]);
}
