import { Float, type Value } from '../../expressions/values.ts';
import { callIn, DROPPED, type AttributeNames, type FunctionTable } from '../functions/contract.ts';
import { pathMessage, type Path, type Problem } from '../problems.ts';
import type { ResolveError } from '../resolve-error.ts';
import { callContext, forbidden } from '../resolve.ts';
import type { Scope } from '../scope.ts';
import { attempt } from '../attempt.ts';
import { problemOf } from './report.ts';

/** What a function has to say against its arguments. */
interface Finding {
  /** Its place in Heat's notation, within the function around it. */
  readonly place: Path;
  readonly message: string;
  readonly path: Path;
  readonly error: ResolveError;
}

export interface CallChecks {
  readonly scope: Scope;
  readonly table: FunctionTable;
  readonly attributes: AttributeNames;
}

/**
 * Validates all functions in a part of the template: names of resources and attributes, removed functions, expressions. `place` is
 * what Heat's messages begin with. Heat: function.py validate.
 */
export function checkCalls(raw: Value, checks: CallChecks, place: Path, path: Path): Problem[] {
  return findings(raw, checks, place, path).map((found) =>
    problemOf(found.error, found.path, pathMessage('', found.place, found.message), 'StackValidationFailed'),
  );
}

function findings(raw: Value, checks: CallChecks, place: Path, path: Path): Finding[] {
  if (typeof raw !== 'object' || raw === null || raw instanceof Float) return [];
  const call = callIn(raw, checks.table);
  if (call !== undefined) return callFindings(call, checks, [...place, call.name], [...path, call.name]);
  if (!Array.isArray(raw)) {
    return Object.entries(raw).flatMap(([key, item]) =>
      typeof item === 'object' ? findings(item, checks, [...place, key], [...path, key]) : [],
    );
  }
  const parent = place.at(-1) ?? '';
  return raw.flatMap((item, i) => findings(item, checks, [...place.slice(0, -1), `${parent}[${i}]`], [...path, i]));
}

function callFindings(
  call: NonNullable<ReturnType<typeof callIn>>,
  checks: CallChecks,
  place: Path,
  path: Path,
): Finding[] {
  const { name, args, fn } = call;
  const own = (error: ResolveError): Finding => ({ place, path, message: error.message, error });
  if ('forbidden' in fn) return [own(forbidden(name, fn.forbidden))];
  const context = callContext(name, checks.scope, checks.table);
  if (attempt(() => fn.check?.(args, context)) !== undefined) return [];
  let inner: Finding[] = [];
  const { chosen } = fn;
  if (chosen === undefined) inner = findings(args, checks, [], path);
  else {
    // A condition that cannot be decided has been reported when the arguments were checked.
    attempt(() => {
      const part = chosen(args, context);
      const index = Array.isArray(args) ? args.lastIndexOf(part as Value) : -1;
      if (part !== DROPPED) inner = findings(part, checks, [], index < 0 ? path : [...path, index]);
    });
  }
  if (inner.length > 0)
    return inner.map((found) => ({ ...found, place, message: pathMessage('', found.place, found.message) }));
  const error = attempt(() => fn.validate?.(args, context, checks.attributes));
  return error === undefined ? [] : [own(error)];
}
