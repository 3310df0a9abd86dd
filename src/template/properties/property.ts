import { PythonError } from '../../expressions/python/errors.ts';
import { truthy } from '../../expressions/python/order.ts';
import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { violation } from '../constraints/check.ts';
import type { ConstraintCheck } from '../constraints/custom/check.ts';
import { pathMessage, problem, type Path, type Problem } from '../problems.ts';
import type { PropertySchema } from '../schema.ts';
import { nearest } from '../suggestions.ts';
import { coerceShallow } from './coerce.ts';

/** What looking at properties yields besides values. */
export interface Findings {
  readonly problems: Problem[];
  /** Values to be checked against a custom constraint, local ones included. */
  readonly checks: ConstraintCheck[];
}

export interface CoerceOptions {
  /** Where the value is in the template. */
  readonly path: Path;
  /** False: convert only; constraints are not looked at. Default true. */
  readonly constraints?: boolean;
  /** Where to put what is found, when it goes with more. */
  readonly findings?: Findings;
}

/** Makes an empty collection of findings. */
export function newFindings(): Findings {
  return { problems: [], checks: [] };
}

/**
 * A property's value as its schema has it: converted, with the defaults of nested maps, and checked. Undefined is a property that
 * is not given: its default, or null. Null is given: it becomes the default or the type's own zero ('', 0, false, {}, []), as in
 * Heat. Problems carry Heat's text `Property error: resources.r.properties.p: …`. Heat: properties.py.
 */
export function coerceProperty(
  schema: PropertySchema,
  value: Value | undefined,
  options: CoerceOptions,
): { value: Value } & Findings {
  const findings = options.findings ?? newFindings();
  const wanted = { path: options.path, constraints: options.constraints ?? true, findings };
  return { value: coerceGiven(schema, value, wanted), ...findings };
}

/** All properties of a resource by their schemas, as {@link coerceProperty} has each; those without a value are null. */
export function coerceProperties(
  schemas: Readonly<Record<string, PropertySchema>>,
  values: ValueMap,
  options: CoerceOptions,
): { values: ValueMap } & Findings {
  const findings = options.findings ?? newFindings();
  const wanted = { path: options.path, constraints: options.constraints ?? true, findings };
  return { values: coerceEntries(schemas, values, wanted), ...findings };
}

function coerceGiven(schema: PropertySchema, value: Value | undefined, options: Wanted): Value {
  if (value !== undefined) {
    const made = coerce(schema, value, options);
    if (schema.implemented === false) reportUnimplemented(options);
    return made;
  }
  if ((schema.default ?? null) !== null) return coerce(schema, null, options);
  if (schema.required) {
    const name = String(options.path.at(-1) ?? '');
    report(`Property ${name} not assigned`, { ...options, path: options.path.slice(0, -1) });
  }
  return null;
}

type Wanted = Required<CoerceOptions>;

/** Reports a property that nothing answers to. */
export function reportUnimplemented(options: Pick<Wanted, 'path' | 'findings'>): void {
  report(`Property ${String(options.path.at(-1) ?? '')} not implemented yet`, {
    ...options,
    path: options.path.slice(0, -1),
  });
}

function coerce(schema: PropertySchema, value: Value, options: Wanted): Value {
  try {
    const shallow = coerceShallow(schema, value);
    const deep = coerceInside(schema, shallow, options);
    if (options.constraints) checkConstraints(schema, deep, options);
    return deep;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    report(error.message, options, { expected: schema.type });
    return null;
  }
}

function coerceInside(schema: PropertySchema, value: Value, options: Wanted): Value {
  const at = (part: string | number): Wanted => ({ ...options, path: [...options.path, part] });
  if (schema.type === 'list' && schema.items !== undefined && Array.isArray(value)) {
    return value.map((item, i) => coerceGiven(schema.items!, item, at(i)));
  }
  if (schema.type !== 'map' || schema.schema === undefined || !isMap(value)) return value;
  return coerceEntries(schema.schema, value, options);
}

/**
 * All properties of a map as their schemas have them: unknown ones reported, missing ones given their default or null, required
 * ones asked for.
 */
function coerceEntries(schemas: Readonly<Record<string, PropertySchema>>, values: ValueMap, options: Wanted): ValueMap {
  const made: ValueMap = {};
  for (const key of Object.keys(values)) {
    if (Object.hasOwn(schemas, key)) continue;
    reportUnknown(key, Object.keys(schemas), options);
  }
  for (const [key, schema] of withoutOldNames(schemas, values)) {
    setOwn(made, key, coerceGiven(schema, own(values, key), { ...options, path: [...options.path, key] }));
  }
  reportBothNames(schemas, values, options);
  return made;
}

/** The schemas, as they are for these values: a property that is given by its old name need not be given. */
export function withoutOldNames(
  schemas: Readonly<Record<string, PropertySchema>>,
  values: ValueMap,
): [string, PropertySchema][] {
  const given = Object.entries(schemas).filter(([key]) => (own(values, key) ?? null) !== null);
  const replaced = new Set(given.map(([, schema]) => schema.successor));
  return Object.entries(schemas).map(([key, schema]) => [
    key,
    replaced.has(key) ? { ...schema, required: false } : schema,
  ]);
}

/** Reports properties that are given by their old and their new name at once. */
export function reportBothNames(
  schemas: Readonly<Record<string, PropertySchema>>,
  values: ValueMap,
  options: Pick<Wanted, 'path' | 'findings'>,
): void {
  const given = (name: string): boolean => truthy(own(values, name) ?? null);
  for (const [name, { successor }] of Object.entries(schemas)) {
    if (successor === undefined || !given(name) || !given(successor)) continue;
    // The items of lists are put together.
    if (schemas[successor]?.type === 'list') continue;
    const message = `Cannot define the following properties at the same time: ${successor}, ${name}`;
    report(message, { ...options, path: [...options.path, successor] });
  }
}

/** Reports a property that there is none of. */
export function reportUnknown(key: string, known: readonly string[], options: Pick<Wanted, 'path' | 'findings'>): void {
  const suggestion = nearest(key, known);
  const extra = suggestion === undefined ? {} : { suggestion };
  const message = pathMessage('Property error', options.path, `Unknown Property ${key}`);
  options.findings.problems.push(problem('StackValidationFailed', message, [...options.path, key], extra));
}

function checkConstraints(schema: PropertySchema, value: Value, options: Wanted): void {
  for (const constraint of schema.constraints ?? []) {
    const { description } = constraint;
    if ('custom_constraint' in constraint) {
      const name = constraint.custom_constraint;
      options.findings.checks.push({
        name,
        value,
        path: options.path,
        after: options.findings.problems.length,
        ...(description === undefined ? {} : { description }),
      });
      continue;
    }
    const wrong = violation(constraint, value, schema.type, schema.type[0]!.toUpperCase() + schema.type.slice(1));
    if (wrong !== undefined)
      report(wrong, options, 'allowed_values' in constraint ? { expected: constraint.allowed_values.join(', ') } : {});
  }
}

/** Reports what is wrong with the property at `options.path`. */
export function report(
  message: string,
  options: Pick<Wanted, 'path' | 'findings'>,
  extra: Partial<Problem> = {},
): void {
  options.findings.problems.push(
    problem('StackValidationFailed', pathMessage('Property error', options.path, message), options.path, extra),
  );
}
