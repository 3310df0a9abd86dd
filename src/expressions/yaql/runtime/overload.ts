import { YaqlError } from '../error.ts';
import { Constant, isExpression, Mapping } from '../language/tree.ts';
import { ArgumentError, bind, bindingTypes, type Binding } from './bind.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import { brief, evaluate } from './evaluate.ts';
import type { Arg, FunctionSpec } from './function.ts';
import { type Item, NO_VALUE, type NoValue } from './items.ts';
import { mapArguments, type ArgumentMap } from './map-arguments.ts';

export interface Request {
  readonly name: string;
  readonly layers: readonly (readonly FunctionSpec[])[];
  readonly args: readonly Arg[];
  readonly named: ReadonlyMap<string, Arg>;
  readonly receiver: Item | NoValue;
  readonly context: Context;
  readonly engine: Engine;
}

interface Candidate {
  readonly spec: FunctionSpec;
  readonly map: ArgumentMap;
}

/**
 * Finds the one overload that takes the arguments, by yaql's rules: overloads whose shape fits are kept; all must agree
 * which arguments stay unevaluated; the others are evaluated, once; of the nearest context that then fits, the most special wins.
 */
export function chooseOverload(request: Request): () => Item {
  const { receiver, engine, context } = request;
  const given = receiver === NO_VALUE ? request.args : [receiver, ...request.args];
  const noKeywords = request.layers[0]![0]!.noKeywords;
  const { positional, named } = separateNamed(noKeywords, given, request.named);
  const { layers, lazy } = candidates(request, noKeywords, positional, named);
  if (layers.length === 0) throw notFound(request);
  const value = (key: number | string, arg: Arg): Arg =>
    isExpression(arg) && !(arg instanceof Constant) && !lazy.has(key) ? evaluate(arg, NO_VALUE, context, engine) : arg;
  const values = positional.map((arg, index) => value(index, arg));
  const namedValues = new Map([...named].map(([key, arg]) => [key, value(key, arg)] as const));
  for (const layer of layers) {
    const winner = pick(request, layer, values, namedValues);
    if (winner !== undefined) return winner.run(request.receiver, context, engine);
  }
  throw notFound(request);
}

/** Named arguments (`name => value`) apart from the others. Throws MappingTranslationException where the name is no word. */
function separateNamed(
  noKeywords: boolean,
  args: readonly Arg[],
  extra: ReadonlyMap<string, Arg>,
): { positional: readonly Arg[]; named: ReadonlyMap<string, Arg> } {
  if (noKeywords) {
    for (const key of extra.keys()) throw new YaqlError('ArgumentException', `Invalid argument ${key}`);
    return { positional: args, named: extra };
  }
  const positional: Arg[] = [];
  const named = new Map<string, Arg>();
  for (const arg of args) {
    if (!(arg instanceof Mapping)) positional.push(arg);
    else if (arg.source instanceof Constant && arg.source.keyword) named.set(String(arg.source.value), arg.destination);
    else throw badMapping();
  }
  for (const [key, arg] of extra) {
    if (named.has(key)) throw badMapping();
    named.set(key, arg);
  }
  return { positional, named };
}

function badMapping(): YaqlError {
  return new YaqlError('MappingTranslationException', 'Cannot convert mapping to keyword argument');
}

function candidates(
  request: Request,
  noKeywords: boolean,
  positional: readonly Arg[],
  named: ReadonlyMap<string, Arg>,
): { layers: Candidate[][]; lazy: ReadonlySet<number | string> } {
  const layers: Candidate[][] = [];
  let lazy: ReadonlySet<number | string> | undefined;
  for (const specs of request.layers) {
    const layer: Candidate[] = [];
    for (const spec of specs) {
      if (spec.noKeywords !== noKeywords) throw ambiguous(request);
      const map = mapArguments(spec, positional, named);
      if (map === undefined) continue;
      if (lazy !== undefined && !sameKeys(lazy, map.lazy)) throw ambiguous(request);
      lazy = map.lazy;
      layer.push({ spec, map });
    }
    if (layer.length > 0) layers.push(layer);
  }
  return { layers, lazy: lazy ?? new Set() };
}

function sameKeys(a: ReadonlySet<number | string>, b: ReadonlySet<number | string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}

function pick(
  request: Request,
  layer: readonly Candidate[],
  args: readonly Arg[],
  named: ReadonlyMap<string, Arg>,
): Binding | undefined {
  let winner: { binding: Binding; map: ArgumentMap } | undefined;
  for (const { spec, map } of layer) {
    const binding = tryBind(spec, args, named);
    if (binding === undefined) continue;
    if (winner !== undefined) {
      if (isMoreSpecial(winner.map, map)) continue;
      if (!isMoreSpecial(map, winner.map)) throw ambiguous(request);
    }
    winner = { binding, map };
  }
  return winner?.binding;
}

function tryBind(spec: FunctionSpec, args: readonly Arg[], named: ReadonlyMap<string, Arg>): Binding | undefined {
  try {
    return bind(spec, args, named);
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

/** Whether `a` takes some argument by a subclass of what `b` takes it by, and none the other way round. */
function isMoreSpecial(a: ArgumentMap, b: ArgumentMap): boolean {
  let result = false;
  for (const [mine, theirs] of bindingTypes(a, b)) {
    if (specialises(theirs, mine)) return false;
    if (specialises(mine, theirs)) result = true;
  }
  return result;
}

function specialises(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === undefined || b === undefined || a[0] === b[0]) return false;
  return a.includes(b[0]!);
}

function notFound({ name, receiver }: Request): YaqlError {
  return receiver === NO_VALUE
    ? new YaqlError('NoMatchingFunctionException', `No function "${name}" matches supplied arguments`)
    : new YaqlError(
        'NoMatchingMethodException',
        `No method "${name}" for receiver ${brief(receiver)} matches supplied arguments`,
      );
}

function ambiguous({ name, receiver }: Request): YaqlError {
  return receiver === NO_VALUE
    ? new YaqlError('AmbiguousFunctionException', `Ambiguous function "${name}"`)
    : new YaqlError('AmbiguousMethodException', `Ambiguous method "${name}" for receiver ${brief(receiver)}`);
}
