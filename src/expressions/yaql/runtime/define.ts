import type { Arg, Frame, FunctionSpec, Parameter, ParameterType } from './function.ts';
import type { Item } from './items.ts';

/** A parameter that must be given. */
export function required<T>(name: string, type: ParameterType<T>): Parameter<T> {
  return { name, type, optional: false };
}

/** A parameter that may be left out. */
export function optional<T>(name: string, type: ParameterType<T>, fallback: Arg): Parameter<T> {
  return { name, type, optional: true, fallback };
}

type Values<P extends readonly Parameter<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

interface Shape<P extends readonly Parameter<unknown>[], R, K> {
  /** Called as `name(…)`, as `receiver.name(…)`, or both ways. */
  readonly as: 'function' | 'method' | 'both';
  readonly parameters: P;
  readonly rest?: Parameter<R>;
  readonly keywords?: Parameter<K>;
  readonly noKeywords?: boolean;
}

/** Declares one overload of a function; what `run` is given has the types that the parameters convert to. */
export function define<const P extends readonly Parameter<unknown>[], R = never, K = never>(
  name: string,
  shape: Shape<P, R, K>,
  run: (frame: Frame, args: Values<P>, rest: readonly R[], keywords: ReadonlyMap<string, K>) => Item,
): FunctionSpec {
  return {
    name,
    asFunction: shape.as !== 'method',
    asMethod: shape.as !== 'function',
    parameters: shape.parameters,
    rest: shape.rest,
    keywords: shape.keywords,
    noKeywords: shape.noKeywords ?? false,
    run: (frame, args, rest, keywords) =>
      run(frame, args as unknown as Values<P>, rest as readonly R[], keywords as ReadonlyMap<string, K>),
  };
}

/** The same function under another name. */
export function alias(name: string, spec: FunctionSpec): FunctionSpec {
  return { ...spec, name };
}
