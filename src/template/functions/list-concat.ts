import { dumps } from '../../expressions/python/json.ts';
import { same } from '../../expressions/python/order.ts';
import type { Value } from '../../expressions/values.ts';
import { typeError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import { boundItems } from './bounds.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

function result(raw: Value, call: CallContext, unique: boolean): Value {
  const lists = call.resolve(raw);
  if (!Array.isArray(lists)) {
    throw typeError(shouldBe(call.name, `"${call.name}" : [ [ <value 1>, <value 2> ], [ <value 3>, <value 4> ] ]`));
  }
  const items: Value[] = [];
  const texts = new Set<string>();
  for (const list of lists) {
    if (list === null) continue;
    if (!Array.isArray(list)) {
      throw typeError(
        `Incorrect arguments: Items to concat must be lists. ${dumps(lists)} contains an item that is not a list: ${dumps(list)}`,
      );
    }
    boundItems(items.length + list.length, call.name);
    for (const item of list) {
      if (!unique || isNew(item, items, texts)) items.push(item);
    }
  }
  return items;
}

/** Strings, the usual case, are looked up; anything else is compared with all before it. */
function isNew(item: Value, items: readonly Value[], texts: Set<string>): boolean {
  if (typeof item !== 'string') return !items.some((other) => same(other, item));
  if (texts.has(item)) return false;
  texts.add(item);
  return true;
}

/** `list_concat: [list, list…]`; null is an empty list. */
export const listConcat: TemplateFunction = {
  description: 'A function for extending lists.',
  result: (raw, call) => result(raw, call, false),
};
/** `list_concat_unique`: as list_concat, each value once, where it first appears. */
export const listConcatUnique: TemplateFunction = {
  description: 'A function for extending lists with unique items.',
  result: (raw, call) => result(raw, call, true),
};
