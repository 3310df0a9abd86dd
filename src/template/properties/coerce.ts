import { PythonError } from '../../expressions/python/errors.ts';
import { dumps } from '../../expressions/python/json.ts';
import { truthy } from '../../expressions/python/order.ts';
import { repr, str } from '../../expressions/python/text.ts';
import { isInteger, isMap, type Value } from '../../expressions/values.ts';
import { toNumeric } from '../constraints/numbers.ts';
import { toInteger } from '../functions/to-integer.ts';
import type { PropertySchema } from '../schema.ts';

/**
 * A scalar or any value as its schema's type has it; null stands for the default or the type's own zero. Maps and lists come back
 * as they are, their kind checked. Throws PythonError with Heat's message. Heat: properties.py Property.get_value.
 */
export function coerceShallow(schema: PropertySchema, value: Value): Value {
  const given = value ?? fallback(schema);
  switch (schema.type) {
    case 'string':
      return toText(given ?? '');
    case 'integer':
      return toWhole(given ?? 0);
    case 'number':
      return typeof given === 'boolean' ? given : toNumeric(given ?? 0);
    case 'boolean':
      return toTruth(given ?? false);
    case 'map':
      return toMap(given ?? {}, schema);
    case 'list':
      return toList(given ?? [], schema);
    case 'any':
      return value;
  }
}

/** A default that Python calls false counts as none, but for maps. */
function fallback(schema: PropertySchema): Value {
  const value = schema.default ?? null;
  return schema.type === 'map' || truthy(value) ? value : null;
}

function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isInteger(value)) return str(value);
  throw new PythonError('ValueError', `Value must be a string; got ${repr(value)}`);
}

function toWhole(value: Value): number | bigint {
  try {
    return toInteger(value);
  } catch (error) {
    if (!(error instanceof PythonError) || error.kind !== 'ValueError') throw error;
    throw new PythonError('TypeError', `Value '${str(value)}' is not an integer`);
  }
}

function toTruth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw new PythonError('TypeError', `"${str(value)}" is not a valid boolean`);
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new PythonError('ValueError', `"${lower}" is not a valid boolean`);
  return lower === 'true';
}

function toMap(value: Value, schema: PropertySchema): Value {
  if (isMap(value)) return value;
  if (schema.allowConversion) {
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return dumps(value);
  }
  throw new PythonError('TypeError', `"${str(value)}" is not a map`);
}

function toList(value: Value, schema: PropertySchema): Value {
  const list = schema.allowConversion && typeof value === 'string' ? (value === '' ? [] : value.split(',')) : value;
  if (Array.isArray(list)) return list;
  throw new PythonError('TypeError', `"${repr(value)}" is not a list`);
}
