import type { Arg, FunctionSpec, Parameter } from './function.ts';
import { NO_VALUE } from './items.ts';

/** Which parameter takes which argument. */
export interface ArgumentMap {
  readonly positional: readonly Parameter<unknown>[];
  readonly named: ReadonlyMap<string, Parameter<unknown>>;
  /** The positions and names whose arguments stay unevaluated. */
  readonly lazy: ReadonlySet<number | string>;
}

/** Maps arguments onto a function's parameters; undefined where they do not fit. Expressions fit anything but constants and lambdas. */
export function mapArguments(
  spec: FunctionSpec,
  args: readonly Arg[],
  named: ReadonlyMap<string, Arg>,
): ArgumentMap | undefined {
  const positional: (Parameter<unknown> | undefined)[] = args.map(() => spec.rest);
  const byName = new Map<string, Parameter<unknown>>();
  for (const [index, parameter] of spec.parameters.entries()) {
    const isGiven = index < args.length && args[index] !== NO_VALUE;
    if (isGiven) {
      if (named.has(parameter.name)) return undefined;
      positional[index] = parameter;
    } else if (named.has(parameter.name)) {
      byName.set(parameter.name, parameter);
    } else if (!parameter.optional) {
      return undefined;
    } else if (index < args.length) {
      positional[index] = parameter;
    }
  }
  if (!mapRest(spec, named, byName)) return undefined;
  const mapped: Parameter<unknown>[] = [];
  for (const [index, parameter] of positional.entries()) {
    if (parameter === undefined) return undefined;
    const arg = args[index] === NO_VALUE ? fallbackOf(parameter) : args[index]!;
    if (!parameter.type.check(arg)) return undefined;
    mapped.push(parameter);
  }
  return { positional: mapped, named: byName, lazy: lazyKeys(mapped, byName) };
}

function mapRest(
  spec: FunctionSpec,
  named: ReadonlyMap<string, Arg>,
  byName: Map<string, Parameter<unknown>>,
): boolean {
  for (const [name, arg] of named) {
    if (byName.has(name)) continue;
    if (spec.keywords === undefined || !spec.keywords.type.check(arg)) return false;
    byName.set(name, spec.keywords);
  }
  return true;
}

function lazyKeys(
  positional: readonly Parameter<unknown>[],
  named: ReadonlyMap<string, Parameter<unknown>>,
): Set<number | string> {
  const lazy = new Set<number | string>();
  for (const [index, parameter] of positional.entries()) if (parameter.type.lazy) lazy.add(index);
  for (const [name, parameter] of named) if (parameter.type.lazy) lazy.add(name);
  return lazy;
}

/** What a parameter is bound to when left out. */
export function fallbackOf(parameter: Parameter<unknown>): Arg {
  return parameter.fallback === undefined ? NO_VALUE : parameter.fallback;
}
