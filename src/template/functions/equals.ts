import { same } from '../../expressions/python/order.ts';
import type { Value } from '../../expressions/values.ts';
import { valueError } from '../resolve-error.ts';
import type { TemplateFunction } from './contract.ts';

/** `equals: [a, b]`, of any types; Python's equality. */
export const equals: TemplateFunction = {
  description: 'A function for comparing whether two values are equal.',
  check: (args, call) => {
    if (Array.isArray(args) && args.length === 2) return;
    throw valueError(`Arguments to "${call.name}" must be of the form: [value_1, value_2]`);
  },
  result: (args, call) => {
    const [a, b] = args as [Value, Value];
    return same(call.resolve(a), call.resolve(b));
  },
};
