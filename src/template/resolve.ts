import { PythonError } from '../expressions/python/errors.ts';
import { Float, setOwn, type Value, type ValueMap } from '../expressions/values.ts';
import { holds } from './conditions.ts';
import { callIn, DROPPED, type CallContext, type Dropped, type FunctionTable } from './functions/contract.ts';
import { ResolveError, valueError } from './resolve-error.ts';
import type { Scope } from './scope.ts';

/**
 * The value of a part of the template: every function in it replaced by its result. List items, map entries and properties that
 * an `if` without a matching branch stands for are left out; at the top that is null. Throws {@link ResolveError}.
 */
export function resolve(raw: Value, scope: Scope): Value {
  const value = resolveItem(raw, scope, scope.template.version.functions);
  return value === DROPPED ? null : value;
}

/** As {@link resolve}, with the functions of the given table, and telling a dropped value from null. */
export function resolveItem(raw: Value, scope: Scope, table: FunctionTable): Value | Dropped {
  if (typeof raw !== 'object' || raw === null || raw instanceof Float) return raw;
  const call = callIn(raw, table);
  if (call !== undefined) {
    const { fn, name, args } = call;
    if ('forbidden' in fn) throw forbidden(name, fn.forbidden);
    const context = callContext(name, scope, table);
    return inside(name, () => {
      fn.check?.(args, context);
      if (fn.chosen === undefined) return fn.result(args, context);
      const chosen = fn.chosen(args, context);
      return chosen === DROPPED ? DROPPED : resolveItem(chosen, scope, table);
    });
  }
  return Array.isArray(raw) ? resolveList(raw, scope, table) : resolveMap(raw, scope, table);
}

/** The context of a call of the function `name`; `where` is its place in Heat's notation. */
export function callContext(name: string, scope: Scope, table: FunctionTable, where = 'unknown'): CallContext {
  return {
    name,
    scope,
    where,
    isCall: (raw) => callIn(raw, table) !== undefined,
    resolve: (raw) => {
      const value = resolveItem(raw, scope, table);
      return value === DROPPED ? null : value;
    },
    holds: (condition) => holds(condition, scope),
  };
}

/** The error of a function that must not be used where it is. Heat: hot/functions.py Removed, function.py Invalid. */
export function forbidden(name: string, why: 'removed' | 'context'): ResolveError {
  if (why === 'context') return valueError(`The function "${name}" is invalid in this context`);
  return new ResolveError(
    'InvalidTemplateVersion',
    `The template version is invalid: The function ${name} is not supported in this version of HOT.`,
  );
}

function resolveList(raw: readonly Value[], scope: Scope, table: FunctionTable): Value[] {
  const list: Value[] = [];
  raw.forEach((item, i) => {
    const value = inside(i, () => resolveItem(item, scope, table));
    if (value !== DROPPED) list.push(value);
  });
  return list;
}

function resolveMap(raw: ValueMap, scope: Scope, table: FunctionTable): ValueMap {
  const map: ValueMap = {};
  for (const key of Object.keys(raw)) {
    const item = raw[key]!;
    const value = typeof item === 'object' && item !== null ? inside(key, () => resolveItem(item, scope, table)) : item;
    if (value !== DROPPED) setOwn(map, key, value);
  }
  return map;
}

/** Runs `work`; notes on an error that it happened inside of `part`. */
function inside<T>(part: string | number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const known = error instanceof PythonError ? new ResolveError(error.kind, error.message) : error;
    if (known instanceof ResolveError) known.path.unshift(part);
    throw known;
  }
}
