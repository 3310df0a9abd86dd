import { typeName } from '../../expressions/python/order.ts';
import { isMap, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { ResolveError, typeError, valueError } from '../resolve-error.ts';
import { isData, keyError } from './arguments.ts';
import { boundItems, boundText } from './bounds.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

interface Rules {
  /** Maps may be iterated over, by key (from 2016-10-14). */
  readonly maps: boolean;
  /** `permutations: false` is known (from 2017-09-01). */
  readonly permutations: boolean;
}

const EXAMPLE = `repeat:
              template: This is %var%
              for_each:
                %var%: ['a', 'b', 'c']`;

function check(args: Value, call: CallContext, rules: Rules): void {
  if (!isData(args, call)) throw typeError(`Arguments to "${call.name}" must be a map`);
  if (args['for_each'] === undefined || args['template'] === undefined)
    throw keyError(`"repeat" syntax should be ${EXAMPLE}`);
  if (rules.permutations && typeof (args['permutations'] ?? true) !== 'boolean') {
    throw typeError(`"permutations" should be boolean type for ${call.name} function.`);
  }
}

function validate(args: Value, call: CallContext): void {
  const forEach = (args as ValueMap)['for_each']!;
  if (!isMap(forEach)) throw typeError(`The "for_each" argument to "${call.name}" must contain a map`);
}

function result(raw: Value, call: CallContext, rules: Rules): Value {
  const args = raw as ValueMap;
  const forEach = call.resolve(args['for_each']!);
  if (!isMap(forEach))
    throw new ResolveError('AttributeError', `'${typeName(forEach)}' object has no attribute 'items'`);
  const keys = Object.keys(forEach);
  if (keys.length === 0) throw valueError('not enough values to unpack (expected 2, got 0)');
  const nested = !rules.permutations || args['permutations'] !== false;
  const lists = keys.map((key) => listOf(forEach[key]!, rules.maps && nested, call.name));
  const given = lists.filter((_, i) => forEach[keys[i]!] !== null);
  if (!nested && new Set(given.map((list) => list.length)).size > 1) {
    throw valueError(`For ${call.name}, the length of for_each values should be equal if no nested loop.`);
  }
  const template = call.resolve(args['template']!);
  const made = { size: 0 };
  return combinations(lists, nested, call.name).map((values) => substitute(template, keys, values, made, call.name));
}

function listOf(value: Value, maps: boolean, name: string): Value[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (maps && isMap(value)) return Object.keys(value);
  throw typeError(`The values of the "for_each" argument to "${name}" must be lists${maps ? ' or maps' : ''}`);
}

/** All combinations, the last list turning fastest; or the items side by side. */
function combinations(lists: readonly Value[][], nested: boolean, name: string): Value[][] {
  if (!nested) {
    const length = Math.min(...lists.map((list) => list.length));
    return Array.from({ length }, (_, i) => lists.map((list) => list[i]!));
  }
  boundItems(
    lists.reduce((product, list) => product * list.length, 1),
    name,
  );
  return lists.reduce<Value[][]>((made, list) => made.flatMap((head) => list.map((item) => [...head, item])), [[]]);
}

function substitute(
  template: Value,
  keys: readonly string[],
  values: readonly Value[],
  made: { size: number },
  name: string,
): Value {
  if (typeof template === 'string') {
    let text = template;
    keys.forEach((key, i) => {
      const value = values[i]!;
      if (typeof value !== 'string') throw typeError(`replace() argument 2 must be str, not ${typeName(value)}`);
      text = text.replaceAll(key, () => value);
      boundText((made.size += text.length), name);
    });
    return text;
  }
  boundItems(made.size++ / 16, name);
  if (Array.isArray(template)) return template.map((item) => substitute(item, keys, values, made, name));
  if (!isMap(template)) return template;
  const map: ValueMap = {};
  for (const [key, item] of Object.entries(template)) {
    setOwn(map, substitute(key, keys, values, made, name) as string, substitute(item, keys, values, made, name));
  }
  return map;
}

const repeating = (rules: Rules): TemplateFunction => ({
  description: rules.maps
    ? 'A function for iterating over a list of items or a dict of keys.'
    : 'A function for iterating over a list of items.',
  check: (args, call) => check(args, call, rules),
  validate,
  result: (args, call) => result(args, call, rules),
});

/** `repeat: {template, for_each}` over lists (2015-04-30). */
export const repeatLists = repeating({ maps: false, permutations: false });
/** `repeat` over lists and the keys of maps (2016-10-14). */
export const repeatMaps = repeating({ maps: true, permutations: false });
/** `repeat: {template, for_each, permutations}` (2017-09-01). */
export const repeat = repeating({ maps: true, permutations: true });
