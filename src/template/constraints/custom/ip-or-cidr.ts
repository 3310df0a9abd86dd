import { str } from '../../../expressions/python/text.ts';
import { isAddress, subnetProblem } from './addresses.ts';
import type { LocalConstraint } from './contract.ts';

export const ipOrCidr: LocalConstraint = (value) => {
  if (typeof value !== 'string') return `${str(value)} is not a valid IP or CIDR`;
  if (value.includes('/')) return subnetProblem(value);
  return isAddress(value) ? undefined : `'${value}' is not a valid IP address`;
};
