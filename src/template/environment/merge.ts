import { parseJson } from '../../expressions/json.ts';
import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import type { ParameterSchema } from '../parameters/schema.ts';
import { problem, type Problem } from '../problems.ts';
import { ResolveError, valueError } from '../resolve-error.ts';
import { readEnvironment } from './environment.ts';
import { mergeLists, mergeMaps } from './merge-values.ts';

/** How values for one parameter in several environment files go together. */
type Strategy = 'overwrite' | 'merge' | 'deep_merge';
const STRATEGIES: readonly Value[] = ['overwrite', 'merge', 'deep_merge'];

export interface MergeInput {
  /** Keys into `files`, the last over those before. */
  readonly names: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** The environment they go over: what came with the request besides the files. */
  readonly onto?: ValueMap;
  /** Parameters of the template and of all templates among the files; values for others are not merged. */
  readonly schemas: ReadonlyMap<string, ParameterSchema>;
}

/**
 * Merges environment files in their order, by the parameter_merge_strategies that they bring, and gives the sections of the result.
 * Heat: environment_util.py merge_environments.
 */
export function mergeEnvironments({ names, files, onto = {}, schemas }: MergeInput): {
  raw: ValueMap;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const merged: ValueMap = { ...onto };
  const chosen = new Map<string, Strategy>();
  for (const name of names) {
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    if (content === undefined) {
      problems.push(
        problem('HTTPBadRequest', `The environment file "${name}" is not among the files`, [], { file: name }),
      );
      continue;
    }
    const read = readEnvironment(content, { file: name });
    problems.push(...read.problems.map((p) => ({ ...p, file: name })));
    const { parameter_merge_strategies: given, ...sections } = read.raw;
    const strategies = given !== undefined && isMap(given) ? given : {};
    for (const [section, value] of Object.entries(sections)) {
      try {
        setOwn(
          merged,
          section,
          mergeSection(section, own(merged, section) ?? null, value, { strategies, chosen, schemas, name }),
        );
      } catch (error) {
        if (!(error instanceof ResolveError)) throw error;
        problems.push(problem(error.type, error.message, [section, ...error.path], { file: name }));
      }
    }
  }
  return { raw: merged, problems };
}

interface Merging {
  readonly strategies: ValueMap;
  readonly chosen: Map<string, Strategy>;
  readonly schemas: ReadonlyMap<string, ParameterSchema>;
  readonly name: string;
}

function mergeSection(section: string, before: Value, next: Value, merging: Merging): Value {
  if (Array.isArray(next)) return mergeLists(before, next);
  if (!isMap(next) || (before !== null && !isMap(before))) return next;
  if (section === 'parameters' || section === 'parameter_defaults') return mergeParameters(before ?? {}, next, merging);
  return mergeMaps(before ?? {}, next, false);
}

function mergeParameters(before: ValueMap, next: ValueMap, merging: Merging): ValueMap {
  const relevant = Object.entries(next).filter(([name, value]) => value !== null && merging.schemas.has(name));
  for (const [name] of relevant) settleStrategy(name, merging);
  if (Object.keys(before).length === 0) return next;
  const made = { ...before };
  for (const [name, value] of relevant) {
    const strategy = merging.chosen.get(name)!;
    const merged =
      strategy === 'overwrite'
        ? value
        : mergeParameter(merging.schemas.get(name)!, own(made, name) ?? null, value, strategy);
    setOwn(made, name, merged);
  }
  return made;
}

/** The first file that names a strategy for a parameter decides; another one must not disagree. */
function settleStrategy(name: string, { strategies, chosen, name: file }: Merging): void {
  const fallback = own(strategies, 'default') ?? 'overwrite';
  const wanted = own(strategies, name) ?? chosen.get(name) ?? fallback;
  const strategy = (STRATEGIES.includes(wanted) ? wanted : fallback) as Strategy;
  const settled = chosen.get(name);
  if (settled === undefined) chosen.set(name, strategy);
  else if (settled !== strategy) {
    const message = `Conflicting merge strategy '${strategy}' for parameter '${name}' in file '${file}'.`;
    throw new ResolveError('ConflictingMergeStrategyForParam', message);
  }
}

function mergeParameter(schema: ParameterSchema, before: Value, next: Value, strategy: Strategy): Value {
  if (schema.type === 'json') {
    const [old, value] = [jsonOf(before ?? {}), jsonOf(next)];
    if (!isMap(old) || !isMap(value))
      throw valueError(`Invalid parameter in environment: '${schema.name}' is no map, so it cannot be merged.`);
    return mergeMaps(old, value, strategy === 'deep_merge');
  }
  if (typeof next !== 'string' && !Array.isArray(next)) throw valueError('Invalid parameter in environment .');
  if (schema.type === 'comma_delimited_list') return mergeLists(before, next);
  if (schema.type === 'string' && typeof next === 'string' && (before === null || typeof before === 'string'))
    return (before ?? '') + next;
  throw new ResolveError(
    'InvalidMergeStrategyForParam',
    `Invalid merge strategy 'merge' for parameter '${schema.name}'.`,
  );
}

function jsonOf(value: Value): Value {
  if (typeof value !== 'string' || value === '') return value;
  try {
    return parseJson(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw valueError(`Invalid parameter in environment ${error.message}.`);
  }
}
