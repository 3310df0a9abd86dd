import type { Value } from '../../expressions/values.ts';
import { valueError } from '../resolve-error.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

function checkSeveral(args: Value, call: CallContext): void {
  if (!Array.isArray(args)) throw valueError(`Arguments to "${call.name}" must be a list of conditions`);
  if (args.length < 2) throw valueError(`The minimum number of condition arguments to "${call.name}" is 2.`);
}

/** `not: condition`. */
export const not: TemplateFunction = {
  description: 'A function that acts as a NOT operator on a condition.',
  check: (args, call) => {
    if (args === null) throw valueError(`Argument to "${call.name}" must be a condition`);
  },
  result: (args, call) => !call.holds(args),
};

/** `Fn::Not: [condition]`. */
export const fnNot: TemplateFunction = {
  ...not,
  check: (args, call) => {
    if (!Array.isArray(args) || args.length !== 1)
      throw valueError(`Arguments to "${call.name}" must be of the form: [condition]`);
  },
  result: (args, call) => !call.holds((args as Value[])[0]!),
};

/** `and: [condition, condition…]`; those after the first that does not hold are not looked at. */
export const and: TemplateFunction = {
  description: 'A function that acts as an AND operator on conditions.',
  check: checkSeveral,
  result: (args, call) => (args as Value[]).every((condition) => call.holds(condition)),
};

/** `or: [condition, condition…]`; those after the first that holds are not looked at. */
export const or: TemplateFunction = {
  description: 'A function that acts as an OR operator on conditions.',
  check: checkSeveral,
  result: (args, call) => (args as Value[]).some((condition) => call.holds(condition)),
};
