import { Float, type Value, type ValueMap } from '../../expressions/values.ts';
import { callIn, DROPPED, type FunctionTable } from '../functions/contract.ts';
import { callContext, forbidden } from '../resolve.ts';
import { pathMessage, problem, type Path, type Problem } from '../problems.ts';
import type { ResolveError } from '../resolve-error.ts';
import { nearest } from '../suggestions.ts';
import type { Scope } from '../scope.ts';
import { attempt } from '../attempt.ts';
import { isPythonKind, problemOf } from './report.ts';

/**
 * Checks the arguments of all functions in a part of the template as Heat does when it reads it, before it validates anything:
 * inner functions first, of an `if` only the branch that counts. `where` is the part's place in Heat's notation.
 */
export function checkArguments(raw: Value, scope: Scope, table: FunctionTable, where: string, path: Path): Problem[] {
  const problems: Problem[] = [];
  visit(raw, { scope, table, problems }, where, path);
  return problems;
}

interface Visit {
  readonly scope: Scope;
  readonly table: FunctionTable;
  readonly problems: Problem[];
}

function visit(raw: Value, context: Visit, where: string, path: Path): void {
  if (typeof raw !== 'object' || raw === null || raw instanceof Float) return;
  const call = callIn(raw, context.table);
  if (call === undefined) {
    warnOfNearFunction(raw, context, path);
    if (Array.isArray(raw)) raw.forEach((item, i) => visit(item, context, `${where}[${i}]`, [...path, i]));
    else
      for (const [key, item] of Object.entries(raw))
        if (typeof item === 'object') visit(item, context, `${where}.${key}`, [...path, key]);
    return;
  }
  visitCall(call, context, where === '' ? call.name : `${where}.${call.name}`, [...path, call.name]);
}

function visitCall(call: NonNullable<ReturnType<typeof callIn>>, context: Visit, where: string, path: Path): void {
  const { name, args, fn } = call;
  const fail = (error: ResolveError | undefined): void => {
    if (error === undefined) return;
    const message = isPythonKind(error) ? pathMessage('', [where], error.message) : error.message;
    context.problems.push(problemOf(error, path, message));
  };
  if ('forbidden' in fn) {
    if (fn.forbidden === 'context') fail(forbidden(name, 'context'));
    else visit(args, context, where, path);
    return;
  }
  const callScope = callContext(name, context.scope, context.table);
  const { chosen } = fn;
  if (chosen === undefined) {
    visit(args, context, where, path);
    fail(attempt(() => fn.check?.(args, callScope)));
    return;
  }
  const condition = Array.isArray(args) ? args[0] : undefined;
  const before = context.problems.length;
  if (condition !== undefined) {
    visit(condition, { ...context, table: context.scope.template.version.conditionFunctions }, name, [...path, 0]);
  }
  if (context.problems.length > before) return;
  const error = attempt(() => {
    const part = chosen(args, callScope);
    const index = Array.isArray(args) ? args.lastIndexOf(part as Value) : -1;
    if (part !== DROPPED) visit(part, context, where, index < 0 ? path : [...path, index]);
  });
  fail(error);
}

function* usable(table: FunctionTable): Iterable<string> {
  for (const [name, fn] of table) if (!('forbidden' in fn)) yield name;
}

/** A map of one entry whose key is nearly a function's name is data to Heat, and hardly meant so. */
function warnOfNearFunction(raw: Value[] | ValueMap, { table, problems }: Visit, path: Path): void {
  const keys = Array.isArray(raw) ? [] : Object.keys(raw);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined || !/_|::/.test(key)) return;
  const suggestion = nearest(key, usable(table));
  if (suggestion === undefined) return;
  const message = `"${key}" is no function, so the map stays as it is`;
  problems.push(problem('StackValidationFailed', message, [...path, key], { severity: 'warning', suggestion }));
}
