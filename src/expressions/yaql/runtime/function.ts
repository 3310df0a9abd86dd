import type { Expression } from '../language/tree.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import type { Item, NoValue } from './items.ts';

/** What may stand where a parameter is bound: an expression not evaluated yet, a value, or nothing at all. */
export type Arg = Expression | Item | NoValue;

/** Which values a parameter takes, and what of them the function gets. */
export interface ParameterType<T> {
  /** It takes expressions as they are, to evaluate them when it likes. */
  readonly lazy: boolean;
  /** The Python classes it stands for, the nearest first; what is more special wins between overloads. */
  readonly classes?: readonly string[] | undefined;
  check(arg: Arg): boolean;
  convert(arg: Arg, frame: Frame): T;
}

export interface Parameter<T> {
  readonly name: string;
  readonly type: ParameterType<T>;
  /** What it is bound to when left out; without one it must be given. */
  readonly fallback?: Arg;
  readonly optional: boolean;
}

/** One function, of possibly several under its name. */
export interface FunctionSpec {
  readonly name: string;
  readonly asFunction: boolean;
  readonly asMethod: boolean;
  readonly parameters: readonly Parameter<unknown>[];
  /** Takes the positional arguments beyond the parameters. */
  readonly rest?: Parameter<unknown> | undefined;
  /** Takes the named arguments that no parameter is called. */
  readonly keywords?: Parameter<unknown> | undefined;
  /** `a => b` is a value to it, not a named argument. */
  readonly noKeywords: boolean;
  run(frame: Frame, args: readonly unknown[], rest: readonly unknown[], keywords: ReadonlyMap<string, unknown>): Item;
}

/** Where a function runs: a context of its own, and the way to call others. */
export interface Frame {
  readonly engine: Engine;
  readonly context: Context;
  readonly spec: FunctionSpec;
  /** Calls a function by name, or a method where `receiver` is given. */
  call(name: string, args: readonly Arg[], receiver?: Item | NoValue, named?: ReadonlyMap<string, Arg>): Item;
  /** Evaluates an expression in a context. */
  evaluate(expression: Expression, context: Context, receiver: Item | NoValue): Item;
}
