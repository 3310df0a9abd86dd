import { Float, isMap, isNumber, type Value } from '../values.ts';
import { PythonError } from './errors.ts';
import { compareText } from './text.ts';

/** Python's `bool(value)`. */
export function truthy(value: Value): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  if (value instanceof Float) return value.value !== 0;
  if (typeof value === 'object') return (Array.isArray(value) ? value : Object.keys(value)).length > 0;
  return typeof value === 'string' ? value !== '' : value != 0;
}

/** The name of the value's Python class: `NoneType`, `bool`, `int`, `float`, `str`, `list`, `dict`. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if (isMap(value)) return 'dict';
  return value instanceof Float || !(typeof value === 'bigint' || Number.isInteger(value)) ? 'float' : 'int';
}

/**
 * Orders two values as Python's `<` and `>` do: below, at or above zero; NaN where neither holds (a `nan`).
 * Raises TypeError for values that Python does not order; `operator` is what its text names.
 */
export function compare(a: Value, b: Value, operator: '<' | '>' | '<=' | '>=' = '<'): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const [x, y] = [comparable(a), comparable(b)];
  if (x !== undefined && y !== undefined) {
    if (x == y) return 0;
    if (x < y) return -1;
    return x > y ? 1 : NaN;
  }
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b, operator);
  throw new PythonError(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function comparable(value: Value): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (!isNumber(value)) return undefined;
  return value instanceof Float ? value.value : value;
}

function compareLists(a: Value[], b: Value[], operator: '<' | '>' | '<=' | '>='): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (same(a[i]!, b[i]!)) continue;
    return compare(a[i]!, b[i]!, operator);
  }
  return a.length - b.length;
}

/** Python's `==` proper, under which `True == 1`. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  const [x, y] = [comparable(a), comparable(b)];
  if (x !== undefined && y !== undefined) return x == y;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]!));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key]!, b[key]!));
}
