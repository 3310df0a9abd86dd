import { same, truthy } from '../../expressions/python/order.ts';
import type { Value } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import type { TemplateFunction } from './contract.ts';

/** `filter: [values, list]`: the list without those values. */
export const filter: TemplateFunction = {
  description: 'A function for filtering out values from lists.',
  check: (args, call) => {
    if (!Array.isArray(args)) throw typeError(`Argument to "${call.name}" must be a list`);
    if (args.length !== 2) {
      throw valueError(
        `"${call.name}" expected 2 arguments of the form [values, sequence] but got ${args.length} arguments instead`,
      );
    }
  },
  result: (args, call) => {
    const [rawValues, rawList] = args as [Value, Value];
    const list = call.resolve(rawList);
    if (!truthy(list)) return list;
    if (!Array.isArray(list)) throw typeError(`"${call.name}" only works with lists`);
    const values = call.resolve(rawValues);
    if (!truthy(values)) return list;
    if (!Array.isArray(values)) throw typeError(`"${call.name}" filters a list of values`);
    return list.filter((item) => !values.some((value) => same(item, value)));
  },
};
