import { Call, type Expression, isExpression, Mapping } from '../language/tree.ts';
import { Context } from './context.ts';
import type { Arg, Frame, ParameterType } from './function.ts';
import { type Item, NO_VALUE, type NoValue } from './items.ts';

/** An argument that is evaluated when called, with `$` (`$1`), `$2` … set to what it is called with. */
export type Lambda = (...args: Item[]) => Item;
/** As {@link Lambda}, evaluated in the context it is given. */
export type ContextLambda = (context: Context, ...args: Item[]) => Item;

function evaluateLambda(arg: Arg, frame: Frame, context: Context, receiver: Item | NoValue, args: Item[]): Item {
  for (const [index, item] of args.entries()) context.set(`$${index + 1}`, item);
  if (isExpression(arg)) return frame.evaluate(arg, context, receiver);
  return arg === NO_VALUE ? null : arg;
}

function lambdaType<T>(convert: (arg: Arg, frame: Frame) => T): ParameterType<T> {
  return { lazy: true, check: () => true, convert };
}

const makeLambda =
  (arg: Arg, frame: Frame): Lambda =>
  (...args) =>
    evaluateLambda(arg, frame, new Context(frame.context), NO_VALUE, args);

/** A lambda that also takes named arguments, as a function made by `def` does. */
export type NamedLambda = (args: readonly Item[], named: ReadonlyMap<string, Item>) => Item;
export const namedLambda: ParameterType<NamedLambda> = lambdaType((arg, frame) => (args, named) => {
  const context = new Context(frame.context);
  for (const [index, item] of args.entries()) context.set(`$${index + 1}`, item);
  for (const [name, item] of named) context.set(`$${name}`, item);
  return evaluateLambda(arg, frame, context, NO_VALUE, []);
});

/** Null given for a lambda is a lambda that has to be there: yaql fails to call it, and so do we, with its error. */
export const lambda: ParameterType<Lambda> = lambdaType(makeLambda);
export const lambdaOrNull: ParameterType<Lambda | null> = lambdaType((arg, frame) =>
  arg === null ? null : makeLambda(arg, frame),
);
export const contextLambda: ParameterType<ContextLambda> = lambdaType(
  (arg, frame) =>
    (context, ...args) =>
      evaluateLambda(arg, frame, context, NO_VALUE, args),
);
export const contextLambdaOrNull: ParameterType<ContextLambda | null> = lambdaType((arg, frame) =>
  arg === null ? null : contextLambda.convert(arg, frame),
);

/** What stands after a dot: a call, evaluated as a method of the receiver it is given. */
export const methodLambda: ParameterType<(receiver: Item) => Item> = {
  lazy: true,
  check: (arg) => !isExpression(arg) || (arg instanceof Call && arg.form === 'function'),
  convert: (arg, frame) => (receiver) => evaluateLambda(arg, frame, new Context(frame.context), receiver, []),
};

/** Any expression, unevaluated. */
export const expression: ParameterType<Expression> = {
  lazy: true,
  check: (arg) => isExpression(arg),
  convert: (arg) => arg as Expression,
};

/** `source => destination`, each evaluated when called. */
export interface LazyMapping {
  readonly source: () => Item;
  readonly destination: () => Item;
}
export const lazyMapping: ParameterType<LazyMapping> = {
  lazy: true,
  check: (arg) => arg instanceof Mapping,
  convert: (arg, frame) => {
    const { source, destination } = arg as Mapping;
    return {
      source: () => frame.evaluate(source, frame.context, NO_VALUE),
      destination: () => frame.evaluate(destination, frame.context, NO_VALUE),
    };
  },
};
