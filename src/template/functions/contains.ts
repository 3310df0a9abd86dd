import { same, typeName } from '../../expressions/python/order.ts';
import type { Value } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import type { TemplateFunction } from './contract.ts';

/** `contains: [value, list]`, or whether a text is part of another. */
export const contains: TemplateFunction = {
  description: 'A function for checking whether specific value is in sequence.',
  check: (args, call) => {
    if (!Array.isArray(args) || args.length === 0) {
      throw typeError(shouldBe(call.name, `"${call.name}" : [ "value1", [ "value1", "value2"]]`));
    }
    if (args.length !== 2)
      throw valueError(`Arguments to "${call.name}" must be of the form: [value1, [value1, value2]]`);
  },
  result: (args, call) => {
    const [rawValue, rawSequence] = args as [Value, Value];
    const value = call.resolve(rawValue);
    const sequence = call.resolve(rawSequence);
    if (Array.isArray(sequence)) return sequence.some((item) => same(item, value));
    if (typeof sequence !== 'string') throw typeError(`Second argument to "${call.name}" should be a sequence.`);
    if (typeof value !== 'string')
      throw typeError(`'in <string>' requires string as left operand, not ${typeName(value)}`);
    return sequence.includes(value);
  },
};
