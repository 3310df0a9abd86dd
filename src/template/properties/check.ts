import { isMap, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { typeName } from '../../expressions/python/order.ts';
import { attempt } from '../attempt.ts';
import { callIn, DROPPED } from '../functions/contract.ts';
import type { Path, Problem } from '../problems.ts';
import { placedReferences } from '../references.ts';
import type { PropertySchema } from '../schema.ts';
import { resolveItem } from '../resolve.ts';
import type { Scope } from '../scope.ts';
import {
  coerceProperty,
  newFindings,
  report,
  reportBothNames,
  reportUnimplemented,
  reportUnknown,
  withoutOldNames,
  type Findings,
} from './property.ts';

export interface PropertyChecks {
  /** Where the properties are in the template. */
  readonly path: Path;
  /** False: what is wrong with values is only a warning, for parameters need not be given yet (Heat's validate call). */
  readonly strict: boolean;
  /** Problems known so far; a property in which there is one is not looked at again. */
  readonly broken?: readonly Problem[];
}

/**
 * Checks a resource's properties, as written, against its schemas. A value that depends on other resources is converted but not held
 * against constraints, for it is not known yet. Heat: properties.py Properties.validate.
 */
export function checkProperties(
  schemas: Readonly<Record<string, PropertySchema>>,
  raw: Value,
  scope: Scope,
  checks: PropertyChecks,
): Findings {
  const findings = newFindings();
  const at = (key: string): Path => [...checks.path, key];
  const values = entries(raw, scope, { path: checks.path, findings });
  if (values === undefined) return findings;
  for (const key of Object.keys(values))
    if (!Object.hasOwn(schemas, key)) reportUnknown(key, Object.keys(schemas), { path: checks.path, findings });
  const soft = checks.strict ? findings : newFindings();
  const resolved: ValueMap = {};
  for (const [key, schema] of withoutOldNames(schemas, values)) {
    if (isBroken(at(key), checks.broken ?? [])) continue;
    const written = Object.hasOwn(values, key) ? values[key]! : undefined;
    const value = checkOne(schema, written, scope, { path: at(key), findings: soft });
    // Not a matter of the value, so no softer while values are not given.
    if (!checks.strict && schema.implemented === false && written !== undefined)
      reportUnimplemented({ path: at(key), findings });
    if (value !== undefined) setOwn(resolved, key, value);
  }
  reportBothNames(schemas, resolved, { path: checks.path, findings: soft });
  if (!checks.strict) {
    findings.problems.push(...soft.problems.map((p): Problem => ({ ...p, severity: 'warning' })));
    findings.checks.push(...soft.checks);
  }
  return findings;
}

interface Where {
  readonly path: Path;
  readonly findings: Findings;
}

/** Gives the value as far as it is known. */
function checkOne(schema: PropertySchema, written: Value | undefined, scope: Scope, where: Where): Value | undefined {
  let value: Value | undefined;
  let known = true;
  const error = attempt(() => {
    if (written === undefined) return;
    const resolved = resolveItem(written, scope, scope.template.version.functions);
    value = resolved === DROPPED ? undefined : resolved;
    known = placedReferences(written, scope, '').length === 0;
  });
  if (error !== undefined) {
    const before = where.findings.problems.length;
    report(error.message, where, error.suggestion === undefined ? {} : { suggestion: error.suggestion });
    where.findings.problems[before]!.path.push(...error.path);
    return undefined;
  }
  coerceProperty(schema, value, { path: where.path, findings: where.findings, constraints: known });
  return value;
}

/** The properties as a map, each still as written; resolved where the whole is a function. */
function entries(raw: Value, scope: Scope, where: Where): ValueMap | undefined {
  if (isMap(raw) && callIn(raw, scope.template.version.functions) === undefined) return raw;
  let values: ValueMap | undefined;
  const error = attempt(() => {
    const resolved = resolveItem(raw, scope, scope.template.version.functions);
    values = {};
    if (resolved === DROPPED || resolved === null) return;
    if (isMap(resolved)) for (const [key, value] of Object.entries(resolved)) setOwn(values, key, value);
    else report(`Properties must be a map, and not a ${typeName(resolved)}`, where);
  });
  if (error !== undefined) report(error.message, where);
  return values;
}

function isBroken(path: Path, broken: readonly Problem[]): boolean {
  return broken.some((p) => path.every((part, i) => p.path[i] === part));
}
