import { parseInteger } from '../../expressions/python/number.ts';
import { PythonError } from '../../expressions/python/errors.ts';
import { isInteger, isMap, own, type Value } from '../../expressions/values.ts';

/**
 * One step into a value, as Python's `collection[key]` does it for maps, lists and text; negative indexes count from the end.
 * Undefined where there is nothing.
 */
export function step(collection: Value, key: Value): Value | undefined {
  if (typeof key === 'boolean') return step(collection, key ? 1 : 0);
  if (isMap(collection)) return typeof key === 'string' ? own(collection, key) : undefined;
  if (!isInteger(key)) return undefined;
  const items = typeof collection === 'string' ? Array.from(collection) : collection;
  return Array.isArray(items) ? items.at(Number(key)) : undefined;
}

/** Follows a path into an attribute; null where it leads nowhere. Heat: attributes.py select_from_attribute. */
export function selectAttribute(value: Value, path: readonly Value[]): Value {
  let found: Value | undefined = value;
  for (const key of path) {
    found = step(found, key);
    if (found === undefined) return null;
  }
  return found;
}

/** Follows a path into a parameter, where a list's index may be text; undefined where it leads nowhere. Heat: GetParam. */
export function selectParameter(value: Value, path: readonly Value[]): Value | undefined {
  let found: Value | undefined = value;
  for (const key of path) {
    if (found === undefined) return undefined;
    found = step(found, typeof key === 'string' && !isMap(found) ? indexOf(key) : key);
  }
  return found;
}

function indexOf(text: string): Value {
  try {
    return parseInteger(text);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return null;
  }
}
