import { PythonError } from '../../expressions/python/errors.ts';
import { split } from '../../expressions/python/split.ts';
import { typeName } from '../../expressions/python/order.ts';
import { isMap, type Value } from '../../expressions/values.ts';
import { ResolveError, typeError, valueError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import type { CallContext, TemplateFunction } from './contract.ts';
import { toInteger } from './to-integer.ts';

const example = (call: CallContext): string => `"${call.name}" : [ ",", "apples,pears", <index>]`;

function check(args: Value, call: CallContext): void {
  if (typeof args === 'string' || (isMap(args) && !call.isCall(args)))
    throw typeError(shouldBe(call.name, example(call)));
}

function result(raw: Value, call: CallContext): Value {
  const args = call.resolve(raw);
  if (!Array.isArray(args) || args.length < 2) throw valueError(shouldBe(call.name, example(call)));
  const [delimiter, text, index] = args as [Value, Value, Value | undefined];
  if (text === null) return null;
  if (typeof text !== 'string')
    throw new ResolveError('AttributeError', `'${typeName(text)}' object has no attribute 'split'`);
  if (delimiter !== null && typeof delimiter !== 'string')
    throw typeError(`must be str or None, not ${typeName(delimiter)}`);
  const parts = split(text, delimiter);
  return index === undefined ? parts : partAt(parts, index, call);
}

function partAt(parts: string[], raw: Value, call: CallContext): string {
  let index: number | bigint;
  try {
    index = toInteger(raw);
  } catch (error) {
    if (error instanceof PythonError && error.kind === 'ValueError') {
      throw valueError(`Incorrect index to "${call.name}" should be: ${example(call)}`);
    }
    throw error;
  }
  const part = parts.at(Number(index));
  if (part === undefined)
    throw valueError(`Incorrect index to "${call.name}" should be between 0 and ${parts.length - 1}`);
  return part;
}

/** `str_split: [delimiter, text, index?]`. */
export const strSplit: TemplateFunction = {
  description: 'A function for splitting delimited strings into a list.',
  check,
  result,
};

/** `Fn::Split: [delimiter, text]`. */
export const fnSplit: TemplateFunction = {
  description: 'A function for splitting strings.',
  check: (args, call) => {
    const wrong = shouldBe(call.name, `"${call.name}" : [ ",", "str1,str2"]]`);
    if (!Array.isArray(args)) throw typeError(wrong);
    if (args.length !== 2) throw valueError(wrong);
  },
  result: (args, call) => {
    const [delimiter, raw] = args as [Value, Value];
    const text = call.resolve(raw);
    if (typeof delimiter !== 'string') throw typeError(`Delimiter for ${call.name} must be string`);
    if (typeof text !== 'string') throw typeError(`String to split must be string; got <class '${typeName(text)}'>`);
    return split(text, delimiter);
  },
};
