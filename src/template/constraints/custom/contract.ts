import type { Value } from '../../../expressions/values.ts';

/** What a local constraint may ask. */
export interface ConstraintContext {
  /** Milliseconds of the epoch. */
  readonly now: number;
}

/**
 * A custom constraint that needs no cloud: says what is wrong with the value in Heat's words, '' where Heat has none to add, or
 * undefined when the value is good.
 */
export type LocalConstraint = (value: Value, context: ConstraintContext) => string | undefined;
