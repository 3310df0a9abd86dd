import { PythonError } from '../../python/errors.ts';
import { compileRegex, escapeRegex, Regex, type RegexMatch } from '../../python/regex.ts';
import { Context } from '../runtime/context.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { Dict, type Item, List } from '../runtime/items.ts';
import { Iterator } from '../runtime/iterator.ts';
import { type ContextLambda, contextLambda, contextLambdaOrNull } from '../runtime/lambdas.ts';
import { typeName } from '../runtime/kinds.ts';
import { Table } from '../runtime/table.ts';
import { any, boolOrNull, int, regex, string } from '../runtime/types.ts';

const text = required('string', string);
const pattern = required('regexp', regex);

/** Regular expressions: Python's, compiled with `regex(…)` or given as text. */
export function regexFunctions(): FunctionSpec[] {
  return [...making(), ...matching(), ...searching(), ...replacing()];
}

function making(): FunctionSpec[] {
  return [
    define(
      'regex',
      {
        as: 'function',
        parameters: [
          required('pattern', string),
          optional('ignoreCase', boolOrNull, false),
          optional('multiLine', boolOrNull, false),
          optional('dotAll', boolOrNull, false),
        ],
      },
      (_frame, [source, ignoreCase, multiline, dotAll]) =>
        compileRegex(source, {
          ignoreCase: ignoreCase === true,
          multiline: multiline === true,
          dotAll: dotAll === true,
        }),
    ),
    define('escapeRegex', { as: 'function', parameters: [text] }, (_frame, [value]) => escapeRegex(value)),
    define(
      'isRegex',
      { as: 'function', parameters: [required('value', any)] },
      (_frame, [value]) => value instanceof Regex,
    ),
  ];
}

function matching(): FunctionSpec[] {
  const found = (frame: Frame, compiled: Regex, value: string): boolean =>
    compiled.search(value, frame.engine.regexBudget) !== null;
  const source = required('pattern', string);
  const operator = (symbol: string, wanted: boolean): FunctionSpec[] => [
    define(
      `#operator_${symbol}`,
      { as: 'function', parameters: [text, pattern] },
      (frame, [value, compiled]) => found(frame, compiled, value) === wanted,
    ),
    define(
      `#operator_${symbol}`,
      { as: 'function', parameters: [text, source] },
      (frame, [value, expression]) => found(frame, compileRegex(expression), value) === wanted,
    ),
  ];
  return [
    define('matches', { as: 'method', parameters: [pattern, text] }, (frame, [compiled, value]) =>
      found(frame, compiled, value),
    ),
    define('matches', { as: 'method', parameters: [text, required('regexp', string)] }, (frame, [value, expression]) =>
      found(frame, compileRegex(expression), value),
    ),
    ...operator('=~', true),
    ...operator('!~', false),
  ];
}

function searching(): FunctionSpec[] {
  const parameters = [pattern, text, optional('selector', contextLambdaOrNull, null)] as const;
  return [
    define('search', { as: 'method', parameters }, (frame, [compiled, value, selector]) => {
      const match = compiled.search(value, frame.engine.regexBudget);
      return match === null ? null : selected(frame, compiled, match, selector);
    }),
    define(
      'searchAll',
      { as: 'method', parameters },
      (frame, [compiled, value, selector]) =>
        new Iterator(selectedAll(frame, compiled, value, selector), 'generator', 256),
    ),
  ];
}

function selected(frame: Frame, compiled: Regex, match: RegexMatch, selector: ContextLambda | null): Item {
  if (selector === null) return match.text;
  const context = new Context(frame.context);
  publish(context, compiled, match);
  return selector(context);
}

function* selectedAll(frame: Frame, compiled: Regex, value: string, selector: ContextLambda | null): Generator<Item> {
  for (const match of compiled.matches(value, frame.engine.regexBudget)) {
    frame.engine.step();
    yield selected(frame, compiled, match, selector);
  }
}

/** Sets `$` to the match and `$2`, `$3` … to its groups, each with value, start and end. */
function publish(context: Context, compiled: Regex, match: RegexMatch): void {
  context.set('$1', record(match.text, match.start, match.end));
  for (const [index, group] of match.groups.entries()) {
    context.set(`$${index + 2}`, record(group?.text ?? null, group?.start ?? -1, group?.end ?? -1));
  }
  for (const index of compiled.names.values()) publishNamed(context, compiled, match, match.groups[index - 1]?.text);
}

/** What yaql makes of a named group: it takes the group's text for a pair of name and group, which can only work by accident. */
function publishNamed(context: Context, compiled: Regex, match: RegexMatch, value: string | undefined): void {
  if (value === undefined) throw new PythonError('TypeError', 'cannot unpack non-iterable NoneType object');
  const [name, group, ...more] = Array.from(value);
  if (name === undefined || group === undefined) {
    throw new PythonError('ValueError', `not enough values to unpack (expected 2, got ${name === undefined ? 0 : 1})`);
  }
  if (more.length > 0) throw new PythonError('ValueError', 'too many values to unpack (expected 2)');
  const index = compiled.names.get(group);
  if (index === undefined) throw new PythonError('IndexError', 'no such group');
  const found = match.groups[index - 1];
  context.set(`$${name}`, record(group, found?.start ?? -1, found?.end ?? -1));
}

function record(value: Item, start: number, end: number): Dict {
  return new Dict(new Table().set('value', value).set('start', start).set('end', end), false);
}

function replacing(): FunctionSpec[] {
  const count = optional('count', int, 0);
  const most = optional('maxSplit', int, 0);
  const template = required('repl', string);
  const selector = required('repl', contextLambda);
  const split = (frame: Frame, compiled: Regex, value: string, limit: number): Item =>
    new List(compiled.split(value, limit, frame.engine.regexBudget));
  const replace = (frame: Frame, compiled: Regex, value: string, by: string, limit: number): Item =>
    compiled.sub(by, value, limit, frame.engine.regexBudget);
  return [
    define('split', { as: 'method', parameters: [pattern, text, most] }, (frame, [compiled, value, limit]) =>
      split(frame, compiled, value, Number(limit)),
    ),
    define('split', { as: 'method', parameters: [text, pattern, most] }, (frame, [value, compiled, limit]) =>
      split(frame, compiled, value, Number(limit)),
    ),
    define(
      'replace',
      { as: 'method', parameters: [pattern, text, template, count] },
      (frame, [compiled, value, by, limit]) => replace(frame, compiled, value, by, Number(limit)),
    ),
    define(
      'replace',
      { as: 'method', parameters: [text, pattern, template, count] },
      (frame, [value, compiled, by, limit]) => replace(frame, compiled, value, by, Number(limit)),
    ),
    define(
      'replaceBy',
      { as: 'method', parameters: [pattern, text, selector, count] },
      (frame, [compiled, value, by, limit]) => replaceBy(frame, compiled, value, by, Number(limit)),
    ),
    define(
      'replaceBy',
      { as: 'method', parameters: [text, pattern, selector, count] },
      (frame, [value, compiled, by, limit]) => replaceBy(frame, compiled, value, by, Number(limit)),
    ),
  ];
}

function replaceBy(frame: Frame, compiled: Regex, value: string, by: ContextLambda, count: number): Item {
  const replaced = (match: RegexMatch): string => {
    frame.engine.step();
    publish(frame.context, compiled, match);
    const result = by(new Context(frame.context));
    if (typeof result === 'string') return result;
    if (result === null) return '';
    throw new PythonError('TypeError', `sequence item: expected str instance, ${typeName(result)} found`);
  };
  return compiled.sub(replaced, value, count, frame.engine.regexBudget);
}
