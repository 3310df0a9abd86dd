import { str } from '../../../expressions/python/text.ts';
import { subnetProblem } from './addresses.ts';
import type { LocalConstraint } from './contract.ts';

export const netCidr: LocalConstraint = (value) => {
  const problem = typeof value === 'string' ? subnetProblem(value) : undefined;
  if (typeof value === 'string' && problem === undefined) return undefined;
  return problem?.includes('recommended') ? problem : `Invalid net cidr invalid IPNetwork ${str(value)} `;
};
