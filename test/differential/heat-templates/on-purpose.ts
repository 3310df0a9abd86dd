/** Where our answer differs from Heat's on purpose, and why. */
import type { Result } from './run.ts';

interface Reason {
  readonly reason: string;
  readonly heat: RegExp;
  readonly ours: RegExp;
}

/** What both say, as `<status> <class> <message>`. */
const REASONS: readonly Reason[] = [
  { reason: 'a mistake of the user is never a 500', heat: /^500/, ours: /^4/ },
  {
    reason: 'a nested stack is checked as strictly as one that stands alone, not only when its turn comes',
    heat: /^200/,
    ours: /^400 StackValidationFailed Property error: .*is invalid: Expiration time is out of date/,
  },
  {
    reason: 'whether another cloud can be reached is found out before anything is made',
    heat: /^200/,
    ours: /Cannot establish connection to Heat endpoint/,
  },
  {
    reason: 'a type that Heat has given up since takes any property and does nothing',
    heat: /ResourceTypeUnavailable .*(Required extension lbaas|Service monasca)/,
    ours: /^(200|400 StackValidationFailed)/,
  },
  {
    reason: 'several things are wrong, and what can be told without asking a cloud comes first',
    heat: /^400 StackValidationFailed Property error: .*Error validating value/,
    ours: /^400 (PropertyUnspecifiedError|ResourcePropertyConflict)/,
  },
  { reason: 'Heat shows an error of Python', heat: /object has no attribute/, ours: /^(200|400)/ },
  {
    reason: 'Heat fails on its own message',
    heat: /^400 HTTPBadRequest The server could not comply with the request/,
    ours: /^400 StackValidationFailed/,
  },
  {
    reason: 'a key pair is made here where Nova makes none any more',
    heat: /The public_key property is required by the nova API version/,
    ours: /^200/,
  },
  {
    reason: 'a dropped branch of a condition is left out; Heat fails on it under Python 3.11',
    heat: /EllipsisType|ellipsis/,
    ours: /^200/,
  },
];

/** Why the two answers differ, where that is on purpose. */
export function reasonFor({ heat, ours }: Result): string | undefined {
  return REASONS.find((reason) => reason.heat.test(heat) && reason.ours.test(ours))?.reason;
}
