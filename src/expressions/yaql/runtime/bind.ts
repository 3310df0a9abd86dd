import { YaqlError } from '../error.ts';
import { Context } from './context.ts';
import type { Engine } from './engine.ts';
import { callFunction, evaluate } from './evaluate.ts';
import type { Arg, Frame, FunctionSpec, Parameter } from './function.ts';
import { type Item, NO_VALUE, type NoValue } from './items.ts';
import { type ArgumentMap, fallbackOf } from './map-arguments.ts';

/** An argument that its parameter does not take; another overload may. */
export class ArgumentError extends YaqlError {
  constructor(name: string) {
    super('ArgumentException', `Invalid argument ${name}`);
  }
}

/** A function with the arguments it is to get, ready to run. */
export interface Binding {
  run(receiver: Item | NoValue, context: Context, engine: Engine): () => Item;
}

interface Bound {
  readonly parameter: Parameter<unknown>;
  readonly arg: Arg;
}

/** Binds evaluated arguments. Throws {@link ArgumentError} where one does not fit. */
export function bind(spec: FunctionSpec, args: readonly Arg[], named: ReadonlyMap<string, Arg>): Binding {
  const rest = new Map(named);
  const bound = spec.parameters.map((parameter, index): Bound => {
    const arg = index < args.length ? args[index]! : NO_VALUE;
    if (arg !== NO_VALUE) {
      if (rest.has(parameter.name)) throw new ArgumentError(parameter.name);
      return check(parameter, arg);
    }
    const byName = rest.get(parameter.name);
    if (byName !== undefined) {
      rest.delete(parameter.name);
      return check(parameter, byName);
    }
    if (!parameter.optional) throw new ArgumentError(parameter.name);
    return check(parameter, fallbackOf(parameter));
  });
  const more = args.slice(spec.parameters.length).map((arg) => check(spec.rest, arg, '*'));
  const keywords = [...rest].map(([name, arg]) => [name, check(spec.keywords, arg, '**')] as const);
  return {
    run: (receiver, context, engine) => () => {
      const frame = frameFor(spec, new Context(context), engine);
      const convert = ({ parameter, arg }: Bound): unknown => parameter.type.convert(arg, frame);
      const converted = bound.map(convert);
      const convertedMore = more.map(convert);
      return spec.run(frame, converted, convertedMore, new Map(keywords.map(([name, item]) => [name, convert(item)])));
    },
  };
}

function check(parameter: Parameter<unknown> | undefined, arg: Arg, name = ''): Bound {
  if (parameter === undefined || !parameter.type.check(arg)) throw new ArgumentError(parameter?.name ?? name);
  return { parameter, arg };
}

function frameFor(spec: FunctionSpec, context: Context, engine: Engine): Frame {
  return {
    engine,
    context,
    spec,
    call: (name, args, receiver = NO_VALUE, named = NOTHING) => {
      const own = new Context(context);
      return callFunction(name, args, named, receiver, own, own, engine);
    },
    evaluate: (expression, inContext, receiver) => evaluate(expression, receiver, inContext, engine),
  };
}

const NOTHING: ReadonlyMap<string, Arg> = new Map();

/** The classes by which two overloads take the same arguments, pair by pair. */
export function bindingTypes(
  a: ArgumentMap,
  b: ArgumentMap,
): [readonly string[] | undefined, readonly string[] | undefined][] {
  const length = Math.min(a.positional.length, b.positional.length);
  const pairs = a.positional.slice(0, length).map((mine, index) => [mine, b.positional[index]!] as const);
  const named = [...a.named].map(([name, mine]) => [mine, b.named.get(name)] as const);
  return [...pairs, ...named].map(([mine, theirs]) => [mine.type.classes, theirs?.type.classes]);
}
