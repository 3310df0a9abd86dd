import { conditionHolds } from '../conditions.ts';
import { hasErrors, type Problem } from '../problems.ts';
import type { Scope } from '../scope.ts';
import type { OutputDefinition } from '../template.ts';
import { checkArguments } from './arguments.ts';
import { checkCalls, type CallChecks } from './calls.ts';
import { attempt } from '../attempt.ts';
import { conditionProblem } from './report.ts';

/** Checks an output as Heat does when it reads it: its functions' arguments and its condition. */
export function checkOutputDefinition(output: OutputDefinition, scope: Scope): Problem[] {
  const { words, functions, conditionFunctions } = scope.template.version;
  const problems: Problem[] = [];
  const at = (key: string): string[] => [words.outputs, output.name, key];
  const key = words.output.condition;
  if (key !== undefined && output.condition !== undefined) {
    problems.push(...checkArguments(output.condition, scope, conditionFunctions, at(key).join('.'), at(key)));
    if (hasErrors(problems)) return problems;
    let enabled = false;
    const error = attempt(() => (enabled = conditionHolds(output.condition, scope)));
    if (error !== undefined) return [conditionProblem(error, at(key))];
    if (!enabled) return [];
  }
  return checkArguments(output.value, scope, functions, at(words.output.value).join('.'), at(words.output.value));
}

/** Validates the functions of an output whose condition holds. */
export function checkOutput(output: OutputDefinition, checks: CallChecks): Problem[] {
  const { words } = checks.scope.template.version;
  const path = [words.outputs, output.name, words.output.value];
  let enabled = false;
  const error = attempt(() => (enabled = conditionHolds(output.condition, checks.scope)));
  return error !== undefined || !enabled ? [] : checkCalls(output.value, checks, path, path);
}
