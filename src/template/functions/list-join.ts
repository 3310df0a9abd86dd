import { dumps } from '../../expressions/python/json.ts';
import { repr } from '../../expressions/python/text.ts';
import { truthy } from '../../expressions/python/order.ts';
import { isMap, type Value } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import { boundText } from './bounds.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

function check(args: Value, call: CallContext, several: boolean): void {
  const example = `"${call.name}" : [ " ", [ "str1", "str2"]${several ? ' ...' : ''}]`;
  if (!Array.isArray(args)) throw typeError(shouldBe(call.name, example));
  if (several ? args.length < 2 : args.length !== 2) throw valueError(shouldBe(call.name, example));
}

function result(args: Value, call: CallContext, json: boolean): Value {
  const [rawDelimiter, ...rawLists] = args as Value[];
  const items: Value[] = [];
  // One by one, so that an error names the place; a list that is dropped is none.
  for (const rawList of rawLists) {
    const list = call.resolve(rawList);
    if (json ? !truthy(list) : list === null) continue;
    if (!Array.isArray(list)) throw typeError(`"${call.name}" must operate on a list`);
    for (const item of list) items.push(item);
  }
  const delimiter = call.resolve(rawDelimiter!);
  if (typeof delimiter !== 'string') throw typeError(`"${call.name}" delimiter must be a string`);
  const texts = items.map((item) => textOf(item, json));
  boundText(
    texts.reduce((sum, text) => sum + text.length + delimiter.length, 0),
    call.name,
  );
  return texts.join(delimiter);
}

function textOf(item: Value, json: boolean): string {
  if (item === null) return '';
  if (typeof item === 'string') return item;
  if (json && (Array.isArray(item) || isMap(item))) return dumps(item, { sortKeys: true });
  throw typeError(
    `Items to join must be ${json ? 'string, map or list' : 'strings'} not ${Array.from(repr(item)).slice(0, 200).join('')}`,
  );
}

const joining = (several: boolean): TemplateFunction => ({
  description: several ? 'A function for joining one or more lists of strings.' : 'A function for joining strings.',
  check: (args, call) => check(args, call, several),
  result: (args, call) => result(args, call, several),
});

/** `list_join: [delimiter, list]` of strings; also `Fn::Join`. */
export const listJoin = joining(false);
/** `list_join: [delimiter, list, list…]` from 2015-10-15, which writes maps and lists as JSON. */
export const listJoinMultiple = joining(true);
