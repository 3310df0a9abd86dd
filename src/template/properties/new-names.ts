import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import type { PropertySchema } from '../schema.ts';

/**
 * Property values with those that were given by an old name under the new one, and null under the old one; maps and lists inside
 * them too. Heat: translation.py, the rules that replace.
 */
export function underNewNames(schemas: Readonly<Record<string, PropertySchema>>, values: ValueMap): ValueMap {
  const result: ValueMap = {};
  for (const [key, value] of Object.entries(values)) {
    setOwn(result, key, Object.hasOwn(schemas, key) ? inside(schemas[key]!, value) : value);
  }
  for (const [key, { successor }] of Object.entries(schemas)) {
    const value = own(result, key) ?? null;
    if (successor === undefined || value === null) continue;
    setOwn(result, key, null);
    if ((own(result, successor) ?? null) === null) setOwn(result, successor, value);
  }
  return result;
}

function inside(schema: PropertySchema, value: Value): Value {
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    return value.map((item) => inside(items, item));
  }
  return isMap(value) && schema.schema !== undefined ? underNewNames(schema.schema, value) : value;
}
