import { str } from '../../../expressions/python/text.ts';
import type { LocalConstraint } from './contract.ts';

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: ['', ...MONTHS] },
  { from: 0, to: 7, names: DAYS },
  { from: 0, to: 59 },
];
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;
const ALIASES = ['@midnight', '@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually'];

/** What is wrong with a cron expression, in croniter's words. */
function problemOf(text: string): string | undefined {
  const lower = text.toLowerCase().trim();
  if (ALIASES.includes(lower)) return undefined;
  const columns = lower.split(/\s+/);
  if (columns.length !== 5 && columns.length !== 6)
    return 'Exactly 5 or 6 columns has to be specified for iterator expression.';
  for (const [i, column] of columns.entries()) {
    for (const item of column.split(',')) {
      const wrong = itemProblem(item, FIELDS[i]!, i, text);
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function itemProblem(item: string, field: Field, index: number, text: string): string | undefined {
  if (index === DAY_OF_MONTH && item === 'l') return undefined;
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^\d+$/.test(step))) return `[${text}] is not acceptable`;
  if (step !== undefined && Number(step) === 0) return 'invalid range: range() arg 3 must not be zero';
  if (range === '*') return undefined;
  const [day = '', nth] = index === DAY_OF_WEEK ? range.split('#') : [range];
  if (nth !== undefined && !/^[1-5]$/.test(nth)) return `[${text}] is not acceptable`;
  const ends = day.split('-').map((end) => numberOf(end, field));
  if (ends.length > 2 || ends.some(Number.isNaN)) return `[${text}] is not acceptable`;
  if (ends.some((end) => end < field.from || end > field.to)) return `[${text}] is not acceptable, out of range`;
  return ends.length === 2 && ends[0]! > ends[1]! ? `[${text}] is not acceptable` : undefined;
}

function numberOf(text: string, field: Field): number {
  const named = text === '' ? -1 : (field.names?.indexOf(text) ?? -1);
  if (named >= 0) return named;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/** A cron expression of five or six columns; none at all will do. */
export const cronExpression: LocalConstraint = (value) => {
  if (value === '' || value === null) return undefined;
  const wrong = problemOf(str(value));
  return wrong === undefined ? undefined : `Invalid CRON expression: ${wrong}`;
};
