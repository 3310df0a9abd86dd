/**
 * The values that templates and expressions compute with: JSON's, plus what Python keeps apart and JSON does not.
 *
 * - Whole numbers are `number` while they are safe integers, `bigint` beyond.
 * - A `number` with a fraction is a float; a float that happens to be whole (`1.0`) is a {@link Float}, so that it prints as Python prints it.
 */
export type Value = null | boolean | number | bigint | string | Float | Value[] | ValueMap;
export interface ValueMap {
  [key: string]: Value;
}

/** A float whose value is whole or not finite: `1.0`, `1e300`, `inf`, `nan`. Make one with {@link float}. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  /** Writes `1.0` as `1.0`; what JSON cannot say (`inf`, `nan`) as null. */
  toJSON(): unknown {
    if (!Number.isFinite(this.value)) return null;
    const text = String(this.value);
    return rawJson(/[.e]/.test(text) ? text : `${text}.0`);
  }
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** A Python float: a plain number when it has a fraction, a {@link Float} when it would look like an integer. */
export function float(value: number): number | Float {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value;
}

/** A Python integer: a plain number while that is exact, a bigint beyond. */
export function integer(value: number | bigint): number | bigint {
  if (typeof value === 'number') return value;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** True for a map: not null, not a list, not a {@link Float}. */
export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** True for any number, integer or float. */
export function isNumber(value: unknown): value is number | bigint | Float {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
}

/** True for a Python int (a boolean is not one here). */
export function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** The number as a JavaScript one; big integers lose precision. */
export function toNumber(value: number | bigint | Float): number {
  return value instanceof Float ? value.value : Number(value);
}

/** Reads a map's own entry; inherited names such as `constructor` are absent. */
export function own(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a map's own entry, also where the key is `__proto__`. */
export function setOwn(map: ValueMap, key: string, value: Value): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

/** Deep equality as Python's `==` has it: `1 == 1.0`, key order does not matter, and here `True != 1`. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) {
    if (typeof a === 'bigint' && typeof b === 'bigint') return a === b;
    // JavaScript compares a bigint with a number exactly.
    return (a instanceof Float ? a.value : a) == (b instanceof Float ? b.value : b);
  }
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]!));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!));
}
