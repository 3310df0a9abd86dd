import { Regex } from '../../python/regex.ts';
import type { Float } from '../../values.ts';
import { Constant, isExpression } from '../language/tree.ts';
import { isSet, type SetLike } from './compare.ts';
import { Context } from './context.ts';
import type { Arg, Frame, ParameterType } from './function.ts';
import { DateTime, TimeSpan } from './instants.ts';
import { Dict, FrozenSet, type Item, MappingRule, NO_VALUE, type NoValue, Ordering } from './items.ts';
import { Iterator } from './iterator.ts';
import { isInteger, isIterable, isNumber, isSequence, type Iterable, type Sequence } from './kinds.ts';

/**
 * The kinds of parameters that yaql's library has. An expression not evaluated yet passes every check for a value;
 * a constant is looked at. Converting a value charges its size to the memory quota.
 */
function value<T extends Item | NoValue>(
  classes: readonly string[] | undefined,
  test: (item: Item | NoValue) => boolean,
  nullable: boolean,
  then: (item: T, frame: Frame) => T = (item) => item,
): ParameterType<T> {
  const fits = (item: Item | NoValue): boolean => (item === null ? nullable : test(item));
  return {
    lazy: false,
    classes,
    check: (arg) => (arg instanceof Constant ? fits(arg.value) : isExpression(arg) || fits(arg)),
    convert: (arg, frame) => {
      const item = (arg instanceof Constant ? arg.value : arg) as T;
      if (item !== NO_VALUE) frame.engine.charge(item as Item);
      return item === null ? item : then(item, frame);
    },
  };
}

const classes = (...names: string[]): readonly string[] => [...names, 'object'];
const ITERABLE = classes('Iterable');

export const any = value<Item>(classes(), isGiven, true);
export const anyOrNothing = value<Item | NoValue>(classes(), () => true, true);
export const notNull = value<Item>(classes(), isGiven, false);
export const onlyNull = value<null>(classes('NoneType'), () => false, true);
export const string = value<string>(classes('str', 'Sequence', 'Iterable'), (item) => typeof item === 'string', false);
export const stringOrNull = value<string | null>(string.classes, (item) => typeof item === 'string', true);
/** Python's int, of which a boolean is one. */
export const int = value<number | bigint | boolean>(classes('int'), isPythonInt, false);
export const intOrNull = value<number | bigint | boolean | null>(int.classes, isPythonInt, true);
/** An int that is no boolean. */
export const integer = value<number | bigint>(int.classes, isInteger, false);
export const number = value<number | bigint | Float>(undefined, isNumber, false);
export const numberOrNull = value<number | bigint | Float | null>(undefined, isNumber, true);
export const bool = value<boolean>(classes('bool', 'int'), (item) => typeof item === 'boolean', false);
export const boolOrNull = value<boolean | null>(bool.classes, (item) => typeof item === 'boolean', true);
export const iterable = value<Iterable>(ITERABLE, isIterable, false, limited);
/** Anything iterable but a set. */
export const orderedIterable = value<Iterable>(ITERABLE, (item) => isIterable(item) && !isSet(item), false, limited);
export const iterator = value<Iterator>(classes('Iterator', 'Iterable'), (item) => item instanceof Iterator, false);
export const sequence = value<Sequence>(classes('Sequence', 'Iterable'), isSequence, false);
export const dict = value<Dict>(classes('Mapping', 'Iterable'), (item) => item instanceof Dict, false);
export const set = value<SetLike>(classes('Set', 'Iterable'), isSet, false);
export const ordering = value<Ordering>(
  classes('OrderingIterable', 'Iterable'),
  (item) => item instanceof Ordering,
  false,
);
export const regex = value<Regex>(classes('Pattern'), (item) => item instanceof Regex, false);
export const dateTime = value<DateTime>(classes('datetime'), (item) => item instanceof DateTime, false);
export const timeSpan = value<TimeSpan>(classes('timedelta'), (item) => item instanceof TimeSpan, false);
export const timeSpanOrNull = value<TimeSpan | null>(timeSpan.classes, (item) => item instanceof TimeSpan, true);
export const context = value<Context>(classes('ContextBase'), (item) => item instanceof Context, false);
export const mappingRule = value<MappingRule>(classes('MappingRule'), (item) => item instanceof MappingRule, false);

function isGiven(item: Item | NoValue): boolean {
  return item !== NO_VALUE;
}

function isPythonInt(item: Item | NoValue): boolean {
  return isInteger(item) || typeof item === 'boolean';
}

function limited(collection: Iterable, frame: Frame): Iterable {
  return frame.engine.limit(collection) as Iterable;
}

/** A set proper, which has the methods that a view of keys lacks. */
export function isFrozenSet(item: SetLike): item is FrozenSet {
  return item instanceof FrozenSet;
}

/** A bare word, as text. */
export const keyword: ParameterType<string> = {
  lazy: false,
  check: isKeyword,
  convert: (arg) => String((arg as Constant).value),
};

/** A bare word, as the expression it is, to be passed on. */
export const keywordExpression: ParameterType<Constant> = {
  lazy: false,
  check: isKeyword,
  convert: (arg) => arg as Constant,
};

function isKeyword(arg: Arg): boolean {
  return arg instanceof Constant && arg.keyword;
}

/** Text that stands in the expression itself. */
export const stringConstant: ParameterType<string> = {
  lazy: false,
  check: (arg) => arg instanceof Constant && typeof arg.value === 'string',
  convert: (arg) => (arg as Constant).value as string,
};
