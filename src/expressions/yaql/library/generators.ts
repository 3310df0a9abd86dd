import { PythonError } from '../../python/errors.ts';
import { add, asNumber } from '../runtime/arithmetic.ts';
import { define, optional, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import type { Item } from '../runtime/items.ts';
import { iterate, iterateAny } from '../runtime/iterate.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isTrue, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda, lambdaOrNull } from '../runtime/lambdas.ts';
import { setSizeOf } from '../runtime/size.ts';
import { Table } from '../runtime/table.ts';
import { any, bool, int, iterable } from '../runtime/types.ts';
import { loop } from './iterators.ts';

type Int = number | bigint | boolean;

/** What makes collections of nothing: `range`, `sequence`, `repeat`, `cycle`, `generate`, `generateMany`. */
export function generatorFunctions(): FunctionSpec[] {
  return [
    define('range', { as: 'function', parameters: [required('stop', int)] }, (_frame, [stop]) => range(0, stop, 1)),
    define(
      'range',
      { as: 'function', parameters: [required('start', int), required('stop', int), optional('step', int, 1)] },
      (_frame, [start, stop, step]) => range(start, stop, step),
    ),
    define(
      'sequence',
      { as: 'function', parameters: [optional('start', int, 0), optional('step', int, 1)] },
      (frame, [start, step]) => new Iterator(counting(frame, start, step), 'itertools.count', 56),
    ),
    define(
      'repeat',
      { as: 'method', parameters: [required('value', any), optional('times', int, -1)] },
      (frame, [value, times]) => new Iterator(repeated(frame, value, Number(times)), 'itertools.repeat', 48),
    ),
    define(
      'cycle',
      { as: 'method', parameters: [required('collection', iterable)] },
      (frame, [items]) => new Iterator(cycled(frame, items), 'itertools.cycle', 64),
    ),
    ...generating(),
  ];
}

function range(start: Int, stop: Int, step: Int): Iterator {
  const [by, end] = [asNumber(step), asNumber(stop) as number | bigint];
  if (by == 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero');
  function* generate(): Generator<Item> {
    let at = asNumber(start) as number | bigint;
    for (; (by as number) > 0 ? at < end : at > end; at = add(at, by) as number | bigint) yield at;
  }
  return new Iterator(generate(), 'range_iterator', 48);
}

function* counting(frame: Frame, start: Int, step: Int): Generator<Item> {
  for (let at = asNumber(start); ; at = add(at, asNumber(step))) {
    frame.engine.step();
    yield at;
  }
}

function* repeated(frame: Frame, value: Item, times: number): Generator<Item> {
  const most = times < 0 ? Infinity : times;
  for (let count = 0; count < most; count++) {
    frame.engine.step();
    yield value;
  }
}

function* cycled(frame: Frame, items: Iterable): Generator<Item> {
  const seen: Item[] = [];
  for (const item of loop(iterate(items))) {
    yield item;
    seen.push(item);
  }
  for (let at = 0; seen.length > 0; at = (at + 1) % seen.length) {
    frame.engine.step();
    yield seen[at]!;
  }
}

function generating(): FunctionSpec[] {
  return [
    define(
      'generate',
      {
        as: 'function',
        parameters: [
          required('initial', any),
          required('predicate', lambda),
          required('producer', lambda),
          optional('selector', lambdaOrNull, null),
          optional('decycle', bool, false),
        ],
      },
      (frame, [initial, predicate, producer, selector, decycle]) =>
        new Iterator(generated(frame, initial, predicate, producer, selector, decycle), 'generator', 256),
    ),
    define(
      'generateMany',
      {
        as: 'function',
        parameters: [
          required('initial', any),
          required('producer', lambda),
          optional('selector', lambdaOrNull, null),
          optional('decycle', bool, false),
          optional('depthFirst', bool, false),
        ],
      },
      (frame, [initial, producer, selector, decycle, depthFirst]) =>
        new Iterator(generatedMany(frame, initial, producer, selector, decycle, depthFirst), 'generator', 288),
    ),
  ];
}

function* generated(
  frame: Frame,
  initial: Item,
  predicate: Lambda,
  producer: Lambda,
  selector: Lambda | null,
  decycle: boolean,
): Generator<Item> {
  const past = new Past(frame, decycle);
  for (let item = initial; isTrue(predicate(item)); item = producer(item)) {
    if (past.has(item)) return;
    frame.engine.step();
    yield selector === null ? item : selector(item);
  }
}

function* generatedMany(
  frame: Frame,
  initial: Item,
  producer: Lambda,
  selector: Lambda | null,
  decycle: boolean,
  depthFirst: boolean,
): Generator<Item> {
  const past = new Past(frame, decycle);
  let queue: Item[] = [initial];
  while (queue.length > 0) {
    const item = queue.shift()!;
    if (past.has(item)) continue;
    yield selector === null ? item : selector(item);
    const produced: Item[] = [];
    for (const each of loop(iterateAny(producer(item)))) {
      frame.engine.step();
      produced.push(each);
    }
    queue = depthFirst ? [...produced, ...queue] : [...queue, ...produced];
    frame.engine.chargeBytes(dequeSize(queue.length));
  }
}

/** A deque takes blocks of 64; it rarely begins at the start of one, which this leaves out. */
function dequeSize(length: number): number {
  return 232 + 528 * Math.max(1, Math.ceil(length / 64));
}

/** What came before, where cycles are to be cut. */
class Past {
  readonly #frame: Frame;
  readonly #seen: Table | undefined;
  constructor(frame: Frame, decycle: boolean) {
    this.#frame = frame;
    this.#seen = decycle ? new Table() : undefined;
  }
  /** Whether the item came before; from now on it did. */
  has(item: Item): boolean {
    if (this.#seen === undefined) return false;
    if (this.#seen.has(item)) return true;
    this.#seen.set(item, null);
    this.#frame.engine.chargeBytes(setSizeOf(this.#seen.size));
    return false;
  }
}
