/** Templates on which a real Heat was asked for its verdict and for the values it resolves; see record.py. */
import type { Case } from './cases/case.ts';
import { CFN_CASES } from './cases/cloudformation.ts';
import { ENVIRONMENTS } from './cases/environments.ts';
import { FUNCTIONS } from './cases/functions.ts';
import { PARAMETER_CASES } from './cases/parameters.ts';
import { REFERENCES } from './cases/references.ts';
import { STRUCTURE } from './cases/structure.ts';

export const CASES: readonly Case[] = [
  ...FUNCTIONS,
  ...REFERENCES,
  ...STRUCTURE,
  ...PARAMETER_CASES,
  ...CFN_CASES,
  ...ENVIRONMENTS,
];
