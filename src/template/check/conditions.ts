import { Float, type Value } from '../../expressions/values.ts';
import { badDefinition, named } from '../conditions.ts';
import { callIn } from '../functions/contract.ts';
import { hasErrors, type Problem } from '../problems.ts';
import type { ResolveError } from '../resolve-error.ts';
import type { Scope } from '../scope.ts';
import { checkArguments } from './arguments.ts';
import { checkCalls, type CallChecks } from './calls.ts';
import { attempt } from '../attempt.ts';
import { conditionProblem, problemOf } from './report.ts';

/** Checks the conditions section: each definition a boolean or a function; warns of those that cannot be decided. Heat: conditions.py. */
export function checkConditions(scope: Scope, checks: CallChecks): Problem[] {
  const section = scope.template.version.words.conditions;
  if (section === undefined) return [];
  const table = scope.template.version.conditionFunctions;
  const problems: Problem[] = [];
  const failed = new Set<ResolveError>();
  for (const [name, raw] of scope.template.conditions) {
    const path = [section, name];
    const found = checkArguments(raw, scope, table, path.join('.'), path);
    if (!hasErrors(found) && !isCondition(raw)) found.push(problemOf(badDefinition(name, raw), path));
    if (!hasErrors(found)) found.push(...checkCalls(raw, { ...checks, table }, [], path));
    problems.push(...found);
    if (hasErrors(found)) continue;
    const error = attempt(() => named(name, scope));
    // Heat decides a condition only where it is used, and what uses it reports the error; until then nothing is wrong.
    if (error === undefined || failed.has(error)) continue;
    failed.add(error);
    problems.push({ ...conditionProblem(error, path), severity: 'warning' });
  }
  return problems;

  function isCondition(raw: Value): boolean {
    if (typeof raw === 'boolean') return true;
    return typeof raw === 'object' && !(raw instanceof Float) && callIn(raw, table) !== undefined;
  }
}
