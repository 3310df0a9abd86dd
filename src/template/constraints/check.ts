import { PythonError } from '../../expressions/python/errors.ts';
import { dumps } from '../../expressions/python/json.ts';
import { compare, same, typeName } from '../../expressions/python/order.ts';
import { compileRegex, RegexBudgetError, RegexSyntaxError } from '../../expressions/python/regex.ts';
import { str } from '../../expressions/python/text.ts';
import { type Float, isInteger, isMap, type Value } from '../../expressions/values.ts';
import { toBoolean } from './booleans.ts';
import type { Bound, ConstrainedType, Constraint } from './constraint.ts';
import { modulo, toNumeric } from './numbers.ts';

/**
 * What is wrong with the value by this constraint, in Heat's words or those of the constraint's description; undefined when it
 * is kept. Custom constraints are not looked at here. Heat: constraints.py.
 */
export function violation(
  constraint: Constraint,
  value: Value,
  type: ConstrainedType,
  typeLabel: string = type,
): string | undefined {
  try {
    const message = check(constraint, value, type, typeLabel);
    return message === undefined ? undefined : constraint.description || message;
  } catch (error) {
    if (error instanceof PythonError) return error.message;
    throw error;
  }
}

function check(constraint: Constraint, value: Value, type: ConstrainedType, typeLabel: string): string | undefined {
  if ('range' in constraint) {
    const { min, max } = constraint.range;
    if (inRange(toNumeric(value), min, max)) return undefined;
    return `${str(value)} is out of range (min: ${str(min ?? null)}, max: ${str(max ?? null)})`;
  }
  if ('length' in constraint) {
    const { min, max } = constraint.length;
    const length = lengthOf(value);
    return inRange(length, min, max)
      ? undefined
      : `length (${length}) is out of range (min: ${str(min ?? null)}, max: ${str(max ?? null)})`;
  }
  if ('modulo' in constraint) {
    const { step, offset } = constraint.modulo;
    if (same(modulo(toNumeric(value), toNumeric(step)), toNumeric(offset))) return undefined;
    return `${str(value)} is not a multiple of ${str(step)} with an offset of ${str(offset)}`;
  }
  if ('allowed_values' in constraint) {
    if (isAllowed(constraint.allowed_values, value, type, typeLabel)) return undefined;
    return `${dumps(value)} is not an allowed value [${constraint.allowed_values.map((item) => dumps(item)).join(', ')}]`;
  }
  if ('allowed_pattern' in constraint) {
    if (typeof value !== 'string') throw new PythonError('TypeError', 'expected string or bytes-like object');
    if (matches(constraint.allowed_pattern, value)) return undefined;
    return `"${value}" does not match pattern "${constraint.allowed_pattern}"`;
  }
  return undefined;
}

/** Heat asks that the first match from the start also ends at the end, which is less than a full match: `a|ab` refuses `ab`. */
function matches(pattern: string, value: string): boolean {
  try {
    return compileRegex(pattern).match(value)?.end === Array.from(value).length;
  } catch (error) {
    if (error instanceof RegexBudgetError || error instanceof RegexSyntaxError) {
      throw new PythonError('ValueError', `the pattern "${pattern}" cannot be used: ${error.message}`);
    }
    throw error;
  }
}

function inRange(value: number | bigint | Float, min: Bound | undefined, max: Bound | undefined): boolean {
  if (min !== undefined && min !== null && compare(value, toNumeric(min)) < 0) return false;
  return max === undefined || max === null || !(compare(value, toNumeric(max)) > 0);
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** Of a list, every item must be allowed; else both sides are read as the schema's type. */
function isAllowed(allowed: readonly Value[], value: Value, type: ConstrainedType, typeLabel: string): boolean {
  if (Array.isArray(value)) return value.every((item) => allowed.some((other) => same(item, other)));
  const wanted = toSchemaType(value, type, typeLabel);
  return allowed.some((other) => same(toSchemaType(other, type, typeLabel), wanted));
}

/** The value as the schema's type has it. Throws PythonError. Heat: constraints.py to_schema_type. */
export function toSchemaType(value: Value, type: ConstrainedType, typeLabel: string): Value {
  try {
    if (type === 'string') return str(value);
    if (type === 'boolean') return toBoolean(str(value));
    if (type === 'number') return toNumeric(value);
    if (type !== 'integer') return value;
    const number = toNumeric(value);
    if (!isInteger(number)) throw new PythonError('ValueError', `${str(number)} is not an integer.`);
    return number;
  } catch (error) {
    if (!(error instanceof PythonError) || error.kind !== 'ValueError') throw error;
    throw new PythonError('ValueError', `Value "${str(value)}" is invalid for data type "${typeLabel}".`);
  }
}
