import { reprText, str } from '../../../expressions/python/text.ts';
import type { Value } from '../../../expressions/values.ts';
import type { LocalConstraint } from './contract.ts';

const ISO_8601 =
  /^(\d{4})(?:(?:-(\d{1,2})|(\d{2})(?!$))(?:(?:-(\d{1,2})|(\d{2}))(?:[ T](\d{2})(?::?(\d{2}))?(?::?(\d{1,2})(?:[.,](\d+))?)?(Z|([-+])(\d{2}):?(\d{2})?)?)?)?)?$/;

/** Milliseconds of the epoch that a time in ISO 8601 says, UTC where it names no zone; undefined for anything else. */
function parseIsoTime(text: string): number | undefined {
  const [, year, monthDash, month, dayDash, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute] =
    ISO_8601.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [m, d] = [Number(monthDash ?? month ?? 1), Number(dayDash ?? day ?? 1)];
  const [h, min, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const date = new Date(Date.UTC(2000, m - 1, d, h, min, s));
  date.setUTCFullYear(Number(year), m - 1, d);
  const real =
    date.getUTCMonth() === m - 1 && date.getUTCDate() === d && h < 24 && min < 60 && s < 60 && Number(year) > 0;
  if (!real) return undefined;
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === '-' ? -1 : 1);
  return date.getTime() + Number(`0.${fraction ?? 0}`) * 1000 - offset * 60_000;
}

/** A time in ISO 8601. */
export const iso8601: LocalConstraint = (value) =>
  typeof value === 'string' && parseIsoTime(value) !== undefined ? undefined : '';

/** A time in ISO 8601 that is yet to come; none at all will do. */
export const expiration: LocalConstraint = (value, { now }) => {
  if (value === '' || value === null) return undefined;
  const reason = lateness(value, now);
  return reason === undefined ? undefined : `Expiration ${str(value)} is invalid: ${reason}`;
};

function lateness(value: Value, now: number): string | undefined {
  const text = typeof value === 'string' ? value.trim() : str(value);
  const time = parseIsoTime(text);
  if (time === undefined) return `Unable to parse date string ${reprText(text)}`;
  return time > now ? undefined : 'Expiration time is out of date.';
}
