import type { HostileCase } from './case.ts';
import { EXPRESSIONS } from './expressions.ts';
import { STACKS } from './stacks.ts';
import { TEXTS } from './texts.ts';

/** Every hostile request. */
export const CASES: readonly HostileCase[] = [...TEXTS, ...EXPRESSIONS, ...STACKS];
