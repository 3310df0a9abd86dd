import { isAddress } from './addresses.ts';
import type { LocalConstraint } from './contract.ts';

export const ipAddr: LocalConstraint = (value) =>
  typeof value === 'string' && isAddress(value) ? undefined : 'Invalid IP address';
