import { isMap, type Value } from '../../expressions/values.ts';
import { conditionHolds } from '../conditions.ts';
import { hasErrors, pathMessage, problem, type Path, type Problem } from '../problems.ts';
import { checkProperties } from '../properties/check.ts';
import type { ConstraintCheck } from '../constraints/custom/check.ts';
import { resolve } from '../resolve.ts';
import type { Scope } from '../scope.ts';
import { nearest } from '../suggestions.ts';
import type { ResourceDefinition } from '../template.ts';
import { checkArguments } from './arguments.ts';
import { checkCalls, type CallChecks } from './calls.ts';
import { asResolveError, attempt } from '../attempt.ts';
import { conditionProblem, problemOf } from './report.ts';
import { isTypeInfo, type TypeLookup } from './types.ts';

/** The fields of a resource in which functions may stand, in Heat's order. */
const FIELDS = ['properties', 'metadata', 'deletionPolicy', 'updatePolicy', 'externalId'] as const;

/** Checks a definition as Heat does when it reads it: its functions' arguments, its condition, its policies. */
export function checkDefinition(definition: ResourceDefinition, scope: Scope): Problem[] {
  const { words, functions, conditionFunctions, deletionPolicies } = scope.template.version;
  const problems: Problem[] = [];
  const at = (key: string): string[] => [words.resources, definition.name, key];
  for (const field of FIELDS) {
    const key = words.resource[field];
    const raw = definition[field];
    if (key !== undefined && raw !== undefined)
      problems.push(...checkArguments(raw, scope, functions, at(key).join('.'), at(key)));
  }
  const policy = definition.deletionPolicy;
  if (!hasErrors(problems) && policy !== null && typeof policy !== 'string') {
    const error = attempt(() => {
      const word = resolve(policy, scope);
      if (word === null || (typeof word === 'string' && deletionPolicies.has(word))) return;
      problems.push(
        problem(
          'StackValidationFailed',
          `Invalid deletion policy "${String(word)}"`,
          at(words.resource.deletionPolicy),
        ),
      );
    });
    if (error !== undefined) problems.push(problemOf(error, at(words.resource.deletionPolicy)));
  }
  const key = words.resource.condition;
  if (key !== undefined && definition.condition !== undefined) {
    const found = checkArguments(definition.condition, scope, conditionFunctions, at(key).join('.'), at(key));
    problems.push(...found);
    const error = hasErrors(found) ? undefined : attempt(() => conditionHolds(definition.condition, scope));
    if (error !== undefined) problems.push(conditionProblem(error, at(key)));
  }
  return problems;
}

/** The problem of a resource whose type is not known or cannot be used. */
export function checkType(
  definition: ResourceDefinition,
  scope: Scope,
  types: TypeLookup,
  known: readonly string[],
): Problem[] {
  const found = types(definition.type, definition.name);
  if (isTypeInfo(found)) return [];
  const path = [scope.template.version.words.resources, definition.name, scope.template.version.words.resource.type];
  if (found !== undefined) return [found.path.length > 0 ? found : { ...found, path }];
  const suggestion = nearest(definition.type, known);
  const extra = suggestion === undefined ? {} : { suggestion };
  return [problem('StackValidationFailed', `The Resource Type (${definition.type}) could not be found.`, path, extra)];
}

export interface ResourceChecks extends CallChecks {
  readonly types: TypeLookup;
  readonly strict: boolean;
}

/**
 * Validates a resource: its functions, its policies, its properties against its type. A property in which one of the `known`
 * problems is, is not looked at again. Heat: resource.py validate_template.
 */
export function checkResource(
  definition: ResourceDefinition,
  checks: ResourceChecks,
  known: readonly Problem[],
): { problems: Problem[]; constraints: ConstraintCheck[] } {
  const { scope } = checks;
  const { words } = scope.template.version;
  const problems: Problem[] = [];
  const info = checks.types(definition.type, definition.name);
  const takesAnything = isTypeInfo(info) && info.anyProperty === true;
  // Heat asks what takes anything for nothing but its policies, and those in a validation only (none_resource.py).
  if ((definition.externalId ?? null) !== null || (takesAnything && checks.strict))
    return { problems, constraints: [] };
  const base = [words.resources, definition.name];
  for (const field of FIELDS) {
    const key = words.resource[field];
    const raw = definition[field];
    if (key !== undefined && raw !== undefined)
      problems.push(...checkCalls(raw, checks, [...base, key], [...base, key]));
  }
  if (!isTypeInfo(info)) return { problems, constraints: [] };
  problems.push(...snapshotProblem(definition, scope, info.canSnapshot, [...base, words.resource.deletionPolicy]));
  const constraints: ConstraintCheck[] = [];
  const properties = (raw: Value, key: string, schemas: typeof info.properties): void => {
    const found = checkProperties(schemas, raw, scope, {
      path: [...base, key],
      strict: checks.strict,
      broken: [...known, ...problems],
    });
    const before = problems.length;
    constraints.push(...found.checks.map((item) => ({ ...item, after: before + (item.after ?? 0) })));
    problems.push(...found.problems);
  };
  if (info.updatePolicy !== undefined && isMap(definition.updatePolicy)) {
    properties(definition.updatePolicy, words.resource.updatePolicy, info.updatePolicy);
  }
  if (!takesAnything) properties(definition.properties, words.resource.properties, info.properties);
  return { problems, constraints };
}

function snapshotProblem(
  definition: ResourceDefinition,
  scope: Scope,
  canSnapshot: boolean | undefined,
  path: Path,
): Problem[] {
  if (canSnapshot !== false || definition.deletionPolicy === null) return [];
  try {
    const word = resolve(definition.deletionPolicy, scope);
    if (typeof word !== 'string' || scope.template.version.deletionPolicies.get(word) !== 'Snapshot') return [];
    return [problem('StackValidationFailed', pathMessage('', path, '"Snapshot" deletion policy not supported'), path)];
  } catch (error) {
    return [problemOf(asResolveError(error), path)];
  }
}
