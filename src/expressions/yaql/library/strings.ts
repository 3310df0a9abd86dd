import { PythonError } from '../../python/errors.ts';
import { rsplit, split, strip } from '../../python/split.ts';
import { compareText } from '../../python/text.ts';
import { alias, define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { type Item, List, Tuple } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { isInteger, type Iterable } from '../runtime/kinds.ts';
import { strItem } from '../runtime/print.ts';
import { multiplyText } from '../runtime/repeat.ts';
import { grownList } from '../runtime/size.ts';
import { any, bool, dict, int, iterable, numberOrNull, string, stringOrNull } from '../runtime/types.ts';
import { charactersFunction } from './characters.ts';
import { formatText } from './format.ts';
import { loop } from './iterators.ts';
import { substringFunctions } from './substrings.ts';

/** The functions on text. Positions and lengths count code points. */
export function stringFunctions(): FunctionSpec[] {
  return [...operators(), ...shaping(), ...splitting(), ...testing(), ...substringFunctions(), charactersFunction()];
}

const text = required('string', string);

function operators(): FunctionSpec[] {
  const both = [required('left', string), required('right', string)] as const;
  const compared = (symbol: string, test: (order: number) => boolean): FunctionSpec =>
    define(`#operator_${symbol}`, { as: 'function', parameters: both }, (_frame, [a, b]) => test(compareText(a, b)));
  const concat = define('concat', { as: 'function', parameters: [], rest: required('args', string) }, (_f, _a, parts) =>
    parts.join(''),
  );
  return [
    compared('>', (order) => order > 0),
    compared('<', (order) => order < 0),
    compared('>=', (order) => order >= 0),
    compared('<=', (order) => order <= 0),
    concat,
    alias('#operator_+', concat),
    define('#operator_in', { as: 'function', parameters: both }, (_frame, [left, right]) => right.includes(left)),
    define(
      '#operator_*',
      { as: 'function', parameters: [required('left', string), required('right', int)] },
      (frame, [value, times]) => multiplyText(value, times, frame.engine),
    ),
    define(
      '#operator_*',
      { as: 'function', parameters: [required('left', int), required('right', string)] },
      (frame, [times, value]) => multiplyText(value, times, frame.engine),
    ),
  ];
}

function shaping(): FunctionSpec[] {
  const chars = optional('chars', stringOrNull, null);
  const trim = (name: string, ends: 'both' | 'left' | 'right'): FunctionSpec =>
    define(name, { as: 'method', parameters: [text, chars] }, (_frame, [value, set]) => strip(value, set, ends));
  return [
    define('str', { as: 'function', parameters: [required('value', any)] }, (_frame, [value]) => yaqlText(value)),
    define('toUpper', { as: 'method', parameters: [text] }, (_frame, [value]) => value.toUpperCase()),
    define('toLower', { as: 'method', parameters: [text] }, (_frame, [value]) => value.toLowerCase()),
    trim('trim', 'both'),
    trim('trimLeft', 'left'),
    trim('trimRight', 'right'),
    define('norm', { as: 'both', parameters: [required('string', stringOrNull), chars] }, (_frame, [value, set]) =>
      value === null ? null : strip(value, set) || null,
    ),
    define(
      'format',
      {
        as: 'both',
        parameters: [required('_FormatString', string)],
        rest: required('args', any),
        keywords: required('kwargs', any),
      },
      (frame, [template], args, named) => formatText(template, args, named, frame.engine),
    ),
    define('hex', { as: 'function', parameters: [required('num', numberOrNull)] }, (_frame, [value]) => {
      if (!isInteger(value)) {
        const name = value === null ? 'NoneType' : 'float';
        throw new PythonError('TypeError', `'${name}' object cannot be interpreted as an integer`);
      }
      const digits = BigInt(value).toString(16);
      return digits.startsWith('-') ? `-0x${digits.slice(1)}` : `0x${digits}`;
    }),
    ...replacing(),
  ];
}

/** yaql's `str()`: `null`, `true` and `false` as the language writes them, all else as Python's str. */
function yaqlText(value: Item): string {
  return value === null || typeof value === 'boolean' ? String(value) : strItem(value);
}

function replacing(): FunctionSpec[] {
  const count = optional('count', int, -1);
  return [
    define(
      'replace',
      { as: 'method', parameters: [text, required('old', string), required('new', string), count] },
      (frame, [value, old, by, most]) => replaceText(frame, value, old, by, Number(most)),
    ),
    define(
      'replace',
      { as: 'method', parameters: [text, required('replacements', dict), count] },
      (frame, [value, replacements, most]) => {
        let result = value;
        for (const [key, by] of replacements.table.entries()) {
          const [from, to] = [frame.call('str', [key]), frame.call('str', [by])];
          result = replaceText(frame, result, strItem(from), strItem(to), Number(most));
          frame.engine.step();
        }
        return result;
      },
    ),
  ];
}

function replaceText(frame: Frame, value: string, old: string, by: string, count: number): string {
  const most = count < 0 ? Infinity : count;
  if (old !== '') {
    const parts = split(value, old, count);
    frame.engine.chargeText(value.length + parts.length * by.length);
    return most === 0 ? value : parts.join(by);
  }
  frame.engine.chargeText(value.length * (by.length + 1));
  const points = Array.from(value);
  return [...points.map((point, index) => (index < most ? by + point : point)), points.length < most ? by : ''].join(
    '',
  );
}

function splitting(): FunctionSpec[] {
  const parameters = [text, optional('separator', stringOrNull, null), optional('maxSplits', int, -1)] as const;
  return [
    define('split', { as: 'method', parameters }, (_frame, [value, separator, most]) =>
      grown(split(value, separator, Number(most))),
    ),
    define('rightSplit', { as: 'method', parameters }, (_frame, [value, separator, most]) =>
      grown(rsplit(value, separator, Number(most))),
    ),
    define(
      'join',
      { as: 'method', parameters: [required('sequence', iterable), required('separator', string)] },
      (frame, [items, separator]) => join(frame, items, separator),
    ),
    define(
      'join',
      { as: 'method', parameters: [required('separator', string), required('sequence', iterable)] },
      (frame, [separator, items]) => join(frame, items, separator),
    ),
    define('toCharArray', { as: 'method', parameters: [text] }, (_frame, [value]) => new Tuple(Array.from(value))),
  ];
}

/** A list as `split` allocates it: twelve slots to begin with. */
function grown(parts: string[]): List {
  return new List(parts, grownList(parts.length, 12));
}

function join(frame: Frame, items: Iterable, separator: string): string {
  const parts: string[] = [];
  let length = 0;
  for (const item of loop(iterate(items))) {
    const part = strItem(frame.call('str', [item]));
    length += part.length + separator.length;
    frame.engine.chargeText(length);
    parts.push(part);
  }
  return parts.join(separator);
}

function testing(): FunctionSpec[] {
  return [
    define('len', { as: 'both', parameters: [text] }, (_frame, [value]) => Array.from(value).length),
    define(
      'isString',
      { as: 'function', parameters: [required('arg', any)] },
      (_f, [value]) => typeof value === 'string',
    ),
    define(
      'isEmpty',
      {
        as: 'both',
        parameters: [
          required('string', stringOrNull),
          optional('trim', bool, true),
          optional('chars', stringOrNull, null),
        ],
      },
      (_frame, [value, trim, chars]) => value === null || (trim ? strip(value, chars) : value) === '',
    ),
    define('startsWith', { as: 'method', parameters: [text], rest: required('prefixes', string) }, (_f, [value], all) =>
      all.some((prefix) => value.startsWith(prefix)),
    ),
    define('endsWith', { as: 'method', parameters: [text], rest: required('suffixes', string) }, (_f, [value], all) =>
      all.some((suffix) => value.endsWith(suffix)),
    ),
  ];
}
