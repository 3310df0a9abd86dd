import { str } from '../../expressions/python/text.ts';
import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

const example = (call: CallContext): string =>
  `"${call.name}" : [ { "key1": "val1" }, {"keys": {"key1": "key2"}, "values": {"val1": "val2"}}]`;

function mapOf(value: Value | undefined, call: CallContext): ValueMap {
  if (value === null || value === undefined) return {};
  if (isMap(value)) return value;
  throw typeError(
    `Incorrect arguments: to "${call.name}", arguments must be a list of maps. Example:  ${example(call)}`,
  );
}

function result(raw: Value, call: CallContext): Value {
  const args = call.resolve(raw);
  if (!Array.isArray(args) || args.length !== 2) throw typeError(shouldBe(call.name, example(call)));
  const input = mapOf(args[0], call);
  const replacements = mapOf(args[1], call);
  if (Object.keys(replacements).some((key) => key !== 'keys' && key !== 'values'))
    throw valueError(shouldBe(call.name, example(call)));
  const keys = mapOf(own(replacements, 'keys'), call);
  const values = mapOf(own(replacements, 'values'), call);
  const made: ValueMap = {};
  for (const [key, value] of Object.entries(input)) {
    const name = renamed(key, own(keys, key) ?? null, input, made);
    setOwn(made, name, typeof value === 'string' ? (own(values, value) ?? value) : value);
  }
  return made;
}

function renamed(key: string, replacement: Value, input: ValueMap, made: ValueMap): string {
  if (replacement === null) return key;
  const name = str(replacement);
  if (name !== key && Object.hasOwn(input, name))
    throw valueError(`key replacement ${name} collides with a key in the input map`);
  if (Object.hasOwn(made, name)) throw valueError(`key replacement ${name} collides with a key in the output map`);
  return name;
}

/** `map_replace: [map, {keys, values}]`: renames keys and values. */
export const mapReplace: TemplateFunction = { description: 'A function for performing substitutions on maps.', result };
