import { repr } from '../../../expressions/python/text.ts';
import type { LocalConstraint } from './contract.ts';

/** True for a name of the time zone database, in any case. */
function isZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The name of a time zone; none at all will do. */
export const timezone: LocalConstraint = (value) => {
  if (value === '' || value === null || (typeof value === 'string' && isZone(value))) return undefined;
  return `Invalid timezone: ${repr(value)}`;
};
