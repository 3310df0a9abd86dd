import { PythonError } from '../../python/errors.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { type Item, List, Tuple } from '../runtime/items.ts';
import { iterate, type Loop } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isIterable, isSequence, type Iterable, type Sequence } from '../runtime/kinds.ts';
import { multiplyTuple } from '../runtime/repeat.ts';
import { flattenIterators, loop } from './iterators.ts';
import { any, int, iterable, orderedIterable, sequence } from '../runtime/types.ts';

/** Making, indexing and changing lists. */
export function listFunctions(): FunctionSpec[] {
  return [...making(), ...operators(), ...changing()];
}

function making(): FunctionSpec[] {
  return [
    define('list', { as: 'function', parameters: [], rest: required('args', any) }, (frame, _args, items) =>
      frame.call('toList', [], new Iterator(flattenIterators(items))),
    ),
    define('#list', { as: 'function', parameters: [], rest: required('args', any) }, (frame, _args, items) => {
      frame.engine.charge(...items);
      return new Tuple(items);
    }),
    define('toList', { as: 'method', parameters: [required('collection', iterable)] }, (_frame, [collection]) =>
      collection instanceof Tuple ? collection : new Tuple([...loop(iterate(collection))]),
    ),
    define(
      'flatten',
      { as: 'method', parameters: [required('collection', iterable)] },
      (frame, [collection]) => new Iterator(flatten(frame, collection), 'generator', 208),
    ),
    define('isList', { as: 'function', parameters: [required('arg', any)] }, (_frame, [arg]) => isSequence(arg)),
    define(
      'len',
      { as: 'both', parameters: [required('sequence', sequence)] },
      (_frame, [items]) => items.items.length,
    ),
  ];
}

function* flatten(frame: Frame, collection: Iterable): Generator<Item> {
  for (const item of loop(iterate(collection))) {
    frame.engine.step();
    if (isIterable(item)) yield* flatten(frame, item);
    else yield item;
  }
}

function operators(): FunctionSpec[] {
  return [
    define(
      '#indexer',
      { as: 'function', parameters: [required('list', sequence), required('index', int)] },
      (_frame, [items, index]) => {
        const item = items.items.at(Number(index));
        if (item === undefined) {
          throw new PythonError('IndexError', `${items instanceof Tuple ? 'tuple' : 'list'} index out of range`);
        }
        return item;
      },
    ),
    define(
      '#operator_*',
      { as: 'function', parameters: [required('left', sequence), required('right', int)] },
      (frame, [items, times]) => multiplyTuple(items, times, frame.engine),
    ),
    define(
      '#operator_*',
      { as: 'function', parameters: [required('left', int), required('right', sequence)] },
      (frame, [times, items]) => multiplyTuple(items, times, frame.engine),
    ),
  ];
}

function changing(): FunctionSpec[] {
  const place = [required('collection', iterable), required('position', int)] as const;
  const count = optional('count', int, 1);
  return [
    define('delete', { as: 'method', parameters: [...place, count] }, (_frame, [collection, position, length]) =>
      replaced(collection, Number(position), Number(length), []),
    ),
    define(
      'replace',
      { as: 'method', parameters: [...place, required('value', any), count] },
      (_frame, [collection, position, value, length]) =>
        replaced(collection, Number(position), Number(length), [value], 240),
    ),
    define(
      'replaceMany',
      { as: 'method', parameters: [...place, required('values', iterable), count] },
      (_frame, [collection, position, values, length]) =>
        replaced(collection, Number(position), Number(length), iterate(values), 240),
    ),
    define(
      'insert',
      {
        as: 'method',
        parameters: [required('collection', orderedIterable), required('position', int), required('value', any)],
      },
      (_frame, [collection, position, value]) => new Iterator(inserted(collection, Number(position), value)),
    ),
    define(
      'insert',
      {
        as: 'method',
        parameters: [required('collection', sequence), required('position', int), required('value', any)],
      },
      (_frame, [items, position, value]) => listInsert(items, Number(position), value),
    ),
    define(
      'insertMany',
      { as: 'method', parameters: [...place, required('values', iterable)] },
      (_frame, [collection, position, values]) => new Iterator(insertedMany(collection, Number(position), values)),
    ),
  ];
}

function replaced(collection: Iterable, position: number, count: number, values: Loop, bytes = 224): Iterator {
  function* generate(): Generator<Item> {
    let [index, done] = [0, false];
    for (const item of loop(iterate(collection))) {
      const inside = index >= position && (count < 0 || index < position + count);
      index++;
      if (!inside) {
        yield item;
      } else if (!done) {
        done = true;
        yield* loop(values);
      }
    }
  }
  return new Iterator(generate(), 'generator', bytes);
}

function* inserted(collection: Iterable, position: number, value: Item): Generator<Item> {
  let index = -1;
  for (const item of loop(iterate(collection))) {
    if (++index === position) yield value;
    yield item;
  }
  if (position > index) yield value;
}

function* insertedMany(collection: Iterable, position: number, values: Iterable): Generator<Item> {
  let index = -1;
  if (position < 0) yield* loop(iterate(values));
  for (const item of loop(iterate(collection))) {
    if (++index === position) yield* loop(iterate(values));
    yield item;
  }
  if (position > index) yield* loop(iterate(values));
}

function listInsert(items: Sequence, position: number, value: Item): List {
  const length = items.items.length;
  const at = Math.max(0, Math.min(length, position < 0 ? position + length : position));
  return new List(items.items.toSpliced(at, 0, value));
}
