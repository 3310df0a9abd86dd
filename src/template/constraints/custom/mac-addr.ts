import type { LocalConstraint } from './contract.ts';

const joined = (part: string, count: number, between: string): string =>
  Array.from({ length: count }, () => part).join(between);

/** The forms that netaddr reads. */
const FORMS = [
  joined('[0-9a-f]{1,2}', 6, ':'),
  joined('[0-9a-f]{1,2}', 6, '-'),
  joined('[0-9a-f]{1,4}', 3, ':'),
  joined('[0-9a-f]{1,4}', 3, '-'),
  joined('[0-9a-f]{1,4}', 3, '\\.'),
  joined('[0-9a-f]{5,6}', 2, '[-:]'),
  '[0-9a-f]{11,12}',
];
const MAC = new RegExp(`^(?:${FORMS.join('|')})$`, 'i');

export const macAddr: LocalConstraint = (value) =>
  typeof value === 'string' && MAC.test(value) ? undefined : 'Invalid MAC address.';
