import { PythonError } from '../../python/errors.ts';
import { sameMember } from '../runtime/compare.ts';
import { alias, define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { Dict, DictView, type Item, type MappingRule, Tuple } from '../runtime/items.ts';
import { iterate, iterateAny } from '../runtime/iterate.ts';
import type { Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { reprItem } from '../runtime/print.ts';
import { sizeOf } from '../runtime/size.ts';
import { Table } from '../runtime/table.ts';
import { any, dict, iterable, keyword, mappingRule } from '../runtime/types.ts';

import { loop } from './iterators.ts';

/** Bytes of an evaluated `a => b`. */
const RULE = 56;

/** Making, reading and changing dicts. */
export function dictFunctions(): FunctionSpec[] {
  return [...making(), ...reading(), ...changing()];
}

function making(): FunctionSpec[] {
  const literal = define(
    'dict',
    { as: 'function', parameters: [], rest: required('args', mappingRule), noKeywords: true },
    (frame, _args, rules) => {
      frame.engine.chargeBytes(RULE * rules.length);
      return new Dict(fill(new Table(), rules), true);
    },
  );
  return [
    literal,
    alias('#map', literal),
    define('dict', { as: 'function', parameters: [required('items', iterable)], noKeywords: true }, (frame, [items]) =>
      fromPairs(frame, items),
    ),
    define(
      'toDict',
      {
        as: 'method',
        parameters: [
          required('collection', iterable),
          required('keySelector', lambda),
          optional('valueSelector', lambdaOrNull, null),
        ],
      },
      (frame, [collection, key, value]) => toDict(frame, collection, key, value),
    ),
    define('isDict', { as: 'function', parameters: [required('arg', any)] }, (_frame, [arg]) => arg instanceof Dict),
  ];
}

function fill(table: Table, rules: readonly MappingRule[]): Table {
  for (const rule of rules) table.set(rule.source, rule.destination);
  return table;
}

function fromPairs(frame: Frame, items: Iterable): Dict {
  const table = new Table();
  for (const item of loop(iterate(items))) {
    const pair = iterateAny(item)[Symbol.iterator]();
    const key = pair.next();
    const value = key.done ? key : pair.next();
    if (key.done || value.done) throw new PythonError('StopIteration', '');
    table.set(key.value, value.value);
    frame.engine.charge(new Dict(table, false));
  }
  return new Dict(table, true);
}

function toDict(frame: Frame, collection: Iterable, key: Lambda, value: Lambda | null): Dict {
  const result = new Dict(new Table(), false);
  for (const item of loop(iterate(collection))) {
    const itsKey = key(item);
    result.table.set(itsKey, value === null ? item : value(item));
    frame.engine.charge(result);
  }
  return result;
}

function reading(): FunctionSpec[] {
  const self = required('dict', dict);
  const keyed = [self, required('key', any)] as const;
  const view = (part: 'keys' | 'values' | 'items'): FunctionSpec =>
    define(part, { as: 'method', parameters: [self] }, (_frame, [map]) => new DictView(map, part));
  return [
    define('#operator_.', { as: 'function', parameters: [self, required('key', keyword)] }, (_frame, [map, key]) =>
      entry(map, key),
    ),
    define('#indexer', { as: 'function', parameters: keyed }, (_frame, [map, key]) => entry(map, key)),
    define(
      '#indexer',
      { as: 'function', parameters: [...keyed, required('default', any)] },
      (_frame, [map, key, fallback]) => missing(map, key, fallback),
    ),
    define(
      'get',
      { as: 'method', parameters: [...keyed, optional('default', any, null)] },
      (_frame, [map, key, fallback]) => missing(map, key, fallback),
    ),
    view('keys'),
    view('values'),
    view('items'),
    define('containsKey', { as: 'method', parameters: keyed }, (_frame, [map, key]) => map.table.has(key)),
    define('containsValue', { as: 'method', parameters: [self, required('value', any)] }, (_frame, [map, value]) =>
      map.table.values().some((item) => sameMember(item, value)),
    ),
    define('len', { as: 'both', parameters: [self] }, (_frame, [map]) => map.table.size),
  ];
}

function entry(map: Dict, key: Item): Item {
  const value = map.table.get(key);
  if (value === undefined) throw new PythonError('KeyError', reprItem(key));
  return value;
}

function missing(map: Dict, key: Item, fallback: Item): Item {
  const value = map.table.get(key);
  return value === undefined ? fallback : value;
}

function changing(): FunctionSpec[] {
  const self = required('dict', dict);
  return [
    define(
      'set',
      { as: 'method', parameters: [self, required('key', any), required('value', any)], noKeywords: true },
      (frame, [map, key, value]) => {
        frame.engine.charge(map, key, value);
        return new Dict(map.table.copy().set(key, value), true);
      },
    ),
    define(
      'set',
      { as: 'method', parameters: [self, required('replacements', dict)], noKeywords: true },
      (frame, [map, replacements]) => {
        frame.engine.charge(map, replacements);
        return merged(map, replacements);
      },
    ),
    define(
      'set',
      { as: 'method', parameters: [self], rest: required('args', mappingRule), noKeywords: true },
      (frame, [map], rules) => {
        frame.engine.chargeBytes(sizeOf(map) + RULE * rules.length);
        return new Dict(fill(map.table.copy(), rules), true);
      },
    ),
    define(
      '#operator_+',
      { as: 'function', parameters: [required('left', dict), required('right', dict)] },
      (frame, [left, right]) => {
        frame.engine.charge(left, right);
        return merged(left, right);
      },
    ),
    define('delete', { as: 'method', parameters: [self], rest: required('keys', any) }, (_frame, [map], keys) =>
      without(map, new Tuple(keys)),
    ),
    define('deleteAll', { as: 'method', parameters: [self, required('keys', iterable)] }, (_frame, [map, keys]) =>
      without(map, keys),
    ),
  ];
}

function merged(left: Dict, right: Dict): Dict {
  const table = left.table.copy();
  for (const [key, value] of right.table.entries()) table.set(key, value);
  return new Dict(table, true);
}

function without(map: Dict, keys: Iterable): Dict {
  const table = map.table.copy();
  for (const key of loop(iterate(keys))) table.delete(key);
  return new Dict(table, false);
}
