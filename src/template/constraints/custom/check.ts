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
}

/**
 * Does the checks that need no cloud, and sorts out those of constraints that do not exist (neither local nor `known`). What
 * `remaining` lists is to be asked of a cloud; make its problems with {@link constraintProblem}.
 */
export function checkLocalConstraints(
  checks: readonly ConstraintCheck[],
  context: ConstraintContext,
  known: (name: string) => boolean,
): { problems: Problem[]; remaining: ConstraintCheck[] } {
  const problems: Problem[] = [];
  const remaining: ConstraintCheck[] = [];
  for (const check of checks) {
    const local = LOCAL_CONSTRAINTS.get(check.name);
    if (local !== undefined) problems.push(...outcome(check, context));
    else if (known(check.name)) remaining.push(check);
    else
      problems.push(ofMessage(check, `"${str(check.value)}" does not validate ${check.name} (constraint not found)`));
  }
  return { problems, remaining };
}

/** A list's items are not looked at one by one: Heat gives the constraint the whole value. */
function outcome(check: ConstraintCheck, context: ConstraintContext): Problem[] {
  const wrong = LOCAL_CONSTRAINTS.get(check.name)!(check.value, context);
  return wrong === undefined ? [] : [constraintProblem(check, wrong)];
}

/** The problem of a value that a custom constraint refuses, `message` being what the cloud says of it, or ''. */
export function constraintProblem(check: ConstraintCheck, message: string): Problem {
  return ofMessage(check, `Error validating value '${str(check.value)}'${message === '' ? '' : `: ${message}`}`);
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
