import { str } from '../expressions/python/text.ts';
import type { Value } from '../expressions/values.ts';
import { DROPPED } from './functions/contract.ts';
import { nearest } from './suggestions.ts';
import { resolveItem } from './resolve.ts';
import { ResolveError } from './resolve-error.ts';
import type { Scope } from './scope.ts';
import type { ResourceDefinition } from './template.ts';

/** Conditions that hang on one another further than this are refused; Heat exhausts its stack somewhere beyond. */
const MAX_NESTING = 250;

/** Whether a resource's or output's condition holds; one that is not given does. Throws {@link ResolveError}. */
export function conditionHolds(condition: Value | undefined, scope: Scope): boolean {
  return condition === undefined || holds(condition, scope);
}

/** The truth of a condition: a boolean, a name of the conditions section, or a condition function. Throws {@link ResolveError}. */
export function holds(condition: Value, scope: Scope): boolean {
  const value = resolveItem(condition, scope, scope.template.version.conditionFunctions);
  if (value === null || value === DROPPED) return true;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && scope.template.conditions.has(value)) return named(value, scope);
  const suggestion = typeof value === 'string' ? nearest(value, scope.template.conditions.keys()) : undefined;
  throw new ResolveError('ValueError', `Invalid condition "${str(value)}"`, suggestion);
}

/** The truth of a condition of the conditions section, decided once per scope. Throws {@link ResolveError}. */
export function named(name: string, scope: Scope): boolean {
  const known = scope.conditions.get(name);
  if (typeof known === 'boolean') return known;
  if (known === 'deciding') {
    throw new ResolveError(
      'StackValidationFailed',
      `Condition validation error: Circular definition for condition "${name}"`,
    );
  }
  if (known !== undefined) throw known;
  if (scope.nesting >= MAX_NESTING) {
    throw new ResolveError(
      'StackValidationFailed',
      `Condition validation error: conditions nest deeper than ${MAX_NESTING} levels`,
    );
  }
  scope.conditions.set(name, 'deciding');
  scope.nesting++;
  try {
    const value = resolveItem(scope.template.conditions.get(name)!, scope, scope.template.version.conditionFunctions);
    if (typeof value !== 'boolean') throw badDefinition(name, value === DROPPED ? null : value);
    scope.conditions.set(name, value);
    return value;
  } catch (error) {
    scope.conditions.set(name, error as Error);
    throw error;
  } finally {
    scope.nesting--;
  }
}

/** The error of a condition that is no truth value. Heat: conditions.py. */
export function badDefinition(name: string, definition: Value): ResolveError {
  return new ResolveError(
    'StackValidationFailed',
    `Condition validation error: The definition of condition "${name}" is invalid: ${str(definition)}`,
  );
}

/** The resources whose condition holds, in the template's order. Throws {@link ResolveError}. */
export function activeResources(scope: Scope): ResourceDefinition[] {
  return [...scope.template.resources.values()].filter((definition) => isActive(definition.name, scope));
}

/** Whether a resource of this name exists, its condition considered. Throws {@link ResolveError}. */
export function isActive(name: string, scope: Scope): boolean {
  const known = scope.active.get(name);
  if (known !== undefined) return known;
  const definition = scope.template.resources.get(name);
  const active = definition !== undefined && conditionHolds(definition.condition, scope);
  scope.active.set(name, active);
  return active;
}
