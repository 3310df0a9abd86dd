import { str } from '../../../expressions/python/text.ts';
import type { Value } from '../../../expressions/values.ts';
import { pathMessage, problem, type Path, type Problem } from '../../problems.ts';
import type { ConstraintContext } from './contract.ts';
import { LOCAL_CONSTRAINTS } from './local.ts';

/** A value to be checked by a custom constraint: whether there is a flavor of that name, whether it is an address. */
export interface ConstraintCheck {
  /** The constraint, such as `nova.flavor`. */
  readonly name: string;
  readonly value: Value;
  /** Where the value is in the template. */
  readonly path: Path;
  /** The parameter whose value it is; absent for a property. */
  readonly parameter?: string;
  /** What to say instead of the constraint's own message. */
  readonly description?: string;
  /** How many problems of the same resource Heat would come upon before it does this check. Absent: none. */
  readonly after?: number;
}

/** A value that its constraint refuses. */
export interface Refusal {
  readonly check: ConstraintCheck;
  readonly problem: Problem;
}

/**
 * Does the checks that need no cloud, and sorts out those of constraints that do not exist (neither local nor `known`). What
 * `remaining` lists is to be asked of a cloud; make its problems with {@link constraintProblem}.
 */
export function checkLocalConstraints(
  checks: readonly ConstraintCheck[],
  context: ConstraintContext,
  known: (name: string) => boolean,
): { refusals: Refusal[]; remaining: ConstraintCheck[] } {
  const refusals: Refusal[] = [];
  const remaining: ConstraintCheck[] = [];
  for (const check of checks) {
    const local = LOCAL_CONSTRAINTS.get(check.name);
    if (local !== undefined) {
      // A list's items are not looked at one by one: Heat gives the constraint the whole value.
      const wrong = local(check.value, context);
      if (wrong !== undefined) refusals.push(refusal(check, wrong));
    } else if (known(check.name)) remaining.push(check);
    else {
      const message = `"${str(check.value)}" does not validate ${check.name} (constraint not found)`;
      refusals.push({ check, problem: ofMessage(check, message) });
    }
  }
  return { refusals, remaining };
}

/** What there is to say of a value that a custom constraint refuses, `message` being what the cloud says of it, or ''. */
export function refusal(check: ConstraintCheck, message: string): Refusal {
  const text = `Error validating value '${str(check.value)}'${message === '' ? '' : `: ${message}`}`;
  return { check, problem: ofMessage(check, text) };
}

/** The problems of one resource with what its values were refused for in between, each where Heat comes upon it. */
export function withRefusals(problems: readonly Problem[], refusals: readonly Refusal[]): Problem[] {
  const at = (place: number): Problem[] =>
    refusals.flatMap(({ check, problem }) => (Math.min(check.after ?? 0, problems.length) === place ? [problem] : []));
  return [...problems.flatMap((item, i) => [...at(i), item]), ...at(problems.length)];
}

function ofMessage(check: ConstraintCheck, message: string): Problem {
  const text = check.description || message;
  const { parameter, path } = check;
  const whole =
    parameter === undefined
      ? pathMessage('Property error', path, text)
      : `Parameter '${parameter}' is invalid: ${text}`;
  return problem('StackValidationFailed', whole, path);
}
