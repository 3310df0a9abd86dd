import type { Value } from '../../expressions/values.ts';
import type { Plan } from './plan.ts';

/** A plan as the value that is stored with its operation. */
export function storePlan(plan: Plan): Value {
  return plan as unknown as Value;
}

/** Reads a stored plan back. Plans are only ever written by {@link storePlan}. */
export function parseStoredPlan(value: Value): Plan {
  return value as unknown as Plan;
}
