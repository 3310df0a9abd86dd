import { PythonError } from '../../python/errors.ts';
import { YaqlError } from '../error.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Arg, Frame, FunctionSpec } from '../runtime/function.ts';
import { type Dict, type Item, NO_VALUE } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { memorize } from '../runtime/memorize.ts';
import { isTrue, typeName } from '../runtime/kinds.ts';
import { contextLambda, expression, lambda, methodLambda, namedLambda } from '../runtime/lambdas.ts';
import {
  any,
  anyOrNothing,
  context,
  dict,
  iterable,
  keyword,
  sequence,
  string,
  stringConstant,
} from '../runtime/types.ts';

/** Variables, the dot, `->`, `let`, `with`, `def`, `call`, `unpack`, `assert`. */
export function systemFunctions(): FunctionSpec[] {
  return [
    define('#get_context_data', { as: 'function', parameters: [required('name', stringConstant)] }, (frame, [name]) =>
      frame.context.get(name),
    ),
    define(
      '#operator_.',
      { as: 'function', parameters: [required('receiver', any), required('expr', methodLambda)] },
      (_frame, [receiver, method]) => method(receiver),
    ),
    define(
      '#operator_?.',
      { as: 'function', parameters: [required('receiver', any), required('expr', expression)] },
      (frame, [receiver, expr]) => (receiver === null ? null : frame.call('#operator_.', [receiver, expr])),
    ),
    define(
      '#operator_->',
      { as: 'function', parameters: [required('left', context), required('right', contextLambda)] },
      (_frame, [left, right]) => right(left),
    ),
    define(
      'unpack',
      { as: 'method', parameters: [required('sequence', iterable)], rest: required('args', string) },
      (frame, [items], names) => unpack(frame, items, names),
    ),
    define('with', { as: 'function', parameters: [], rest: required('args', any) }, (frame, _args, values) =>
      publish(frame, values),
    ),
    define(
      'let',
      { as: 'function', parameters: [], rest: required('args', any), keywords: required('kwargs', any) },
      (frame, _args, values, named) => {
        publish(frame, values);
        for (const [name, value] of named) frame.context.set(name, value);
        return frame.context;
      },
    ),
    define(
      'def',
      { as: 'function', parameters: [required('name', string), required('func', namedLambda)] },
      (frame, [name, body]) => {
        const shape = {
          as: 'function',
          parameters: [],
          rest: required('args', any),
          keywords: required('kwargs', any),
        } as const;
        frame.context.register(define(name, shape, (_inner, _args, values, named) => body(values, named)));
        return frame.context;
      },
    ),
    define(
      'assert',
      {
        as: 'method',
        parameters: [
          required('obj', any),
          required('condition', lambda),
          optional('message', string, 'Assertion failed'),
        ],
      },
      (frame, [subject, condition, message]) => {
        const kept = memorize(subject, frame.engine);
        if (!isTrue(condition(kept))) throw new YaqlError('AssertionError', message);
        return kept;
      },
    ),
    define(
      'call',
      {
        as: 'function',
        parameters: [
          required('name', string),
          required('args', sequence),
          required('kwargs', dict),
          optional('receiver', anyOrNothing, NO_VALUE),
        ],
      },
      (frame, [name, args, kwargs, receiver]) => frame.call(name, args.items, receiver, namedArguments(kwargs)),
    ),
  ];
}

/** What is asked when no other overload of the dot fits: the properties of times and spans. */
export function fallbackFunctions(): FunctionSpec[] {
  return [
    define(
      '#operator_.',
      { as: 'function', parameters: [required('obj', any), required('name', keyword)] },
      (frame, [subject, name]) => frame.call(`#property#${name}`, [subject]),
    ),
  ];
}

function publish(frame: Frame, values: readonly Item[]): Item {
  for (const [index, value] of values.entries()) frame.context.set(String(index + 1), value);
  return frame.context;
}

function unpack(frame: Frame, items: Parameters<typeof iterate>[0], names: readonly string[]): Item {
  const found: Item[] = [];
  const loop = iterate(items)[Symbol.iterator]();
  while (found.length <= names.length) {
    const step = loop.next();
    if (step.done) break;
    found.push(step.value);
  }
  if (names.length > 0) {
    if (names.length !== found.length) {
      throw new PythonError('ValueError', `Cannot unpack ${found.length} elements into ${names.length}`);
    }
    for (const [index, name] of names.entries()) frame.context.set(name, found[index]!);
    return frame.context;
  }
  // An iterator has lost its first item to the look above, in yaql as here.
  let index = 1;
  for (const item of iterate(items)) frame.context.set(String(index++), item);
  return frame.context;
}

function namedArguments(kwargs: Dict): Map<string, Arg> {
  const named = new Map<string, Arg>();
  for (const [key, value] of kwargs.table.entries()) {
    if (typeof key !== 'string') {
      throw new PythonError('TypeError', `expected string or bytes-like object, got '${typeName(key)}'`);
    }
    // yaql means to drop such a name and fails in doing so.
    if (!/^(?!__)(?!\p{Nd})[\p{L}\p{N}_]/u.test(key)) {
      throw new YaqlError('RuntimeError', 'dictionary changed size during iteration');
    }
    named.set(key, value);
  }
  return named;
}
