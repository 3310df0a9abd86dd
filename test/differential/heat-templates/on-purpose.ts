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
    ours: /^400 \w+ .*resources\.[^ ]+<[^>]+>/i,
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
    reason: 'Heat shows an error of Python',
    heat: /object has no attribute|unhashable type|^400 (AttributeError|KeyError|TypeError|ValueError) null/,
    ours: /^(200|400)/,
  },
  {
    reason: 'Heat fails on its own message',
    heat: /^400 HTTPBadRequest The server could not comply with the request/,
    ours: /^400/,
  },
  {
    reason: 'a type that only administrators may use since it came into being, which was after this Heat',
    heat: /^200/,
    ours: /^403 Forbidden .*OS::Octavia::AvailabilityZone/,
  },
  {
    reason: 'what is given by an old name is checked as what is given by the new one',
    heat: /^200/,
    ours: /block_device_mapping_v2\[\d+\]\.image_id: Error validating value/,
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
