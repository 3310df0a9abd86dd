import { PythonError } from '../../expressions/python/errors.ts';
import { parseJson } from '../../expressions/json.ts';
import { isMap, own, type Value } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import type { CallContext, TemplateFunction } from './contract.ts';
import { toInteger } from './to-integer.ts';

function result(args: Value, call: CallContext): Value {
  const [rawIndex, rawItems] = args as [Value, Value];
  const index = call.resolve(rawIndex);
  let items = call.resolve(rawItems);
  if (items === '') return '';
  if (typeof items === 'string') items = fromJson(items, call);
  if (isMap(items)) {
    if (typeof index !== 'string') throw typeError(`Index to "${call.name}" must be a string`);
    return own(items, index) ?? '';
  }
  if (items === null) return '';
  if (!Array.isArray(items)) throw typeError(`Arguments to ${call.name} not fully resolved`);
  return items.at(Number(indexOf(index, call))) ?? '';
}

function fromJson(text: string, call: CallContext): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw valueError(`"${call.name}": ${error.message}`);
  }
}

function indexOf(index: Value, call: CallContext): number | bigint {
  try {
    return toInteger(index);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw typeError(`Index to "${call.name}" must be an integer`);
  }
}

/** `Fn::Select: [index, list]` or `[key, map]`; what is not there gives ''. */
export const select: TemplateFunction = {
  description: 'A function for selecting an item from a list or map.',
  check: (args, call) => {
    if (!Array.isArray(args) || args.length !== 2)
      throw valueError(`Arguments to "${call.name}" must be of the form [index, collection]`);
  },
  result,
};
