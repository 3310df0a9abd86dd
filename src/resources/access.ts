/** Reads typed values out of property maps and API answers. What is missing or of another type reads as absent. */
import { isMap, isNumber, own, toNumber, type Value, type ValueMap } from '../expressions/values.ts';

/** The text at `key`; absent where it is missing, empty or something else. */
export function textOf(values: ValueMap | undefined, key: string): string | undefined {
  const value = values === undefined ? undefined : own(values, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The map at `key`; empty where there is none. */
export function mapAt(values: ValueMap | undefined, key: string): ValueMap {
  const value = values === undefined ? undefined : own(values, key);
  return isMap(value) ? value : {};
}

/** The list at `key`; empty where there is none. */
export function listAt(values: ValueMap | undefined, key: string): Value[] {
  const value = values === undefined ? undefined : own(values, key);
  return Array.isArray(value) ? value : [];
}

/** The maps in the list at `key`. */
export const mapsAt = (values: ValueMap | undefined, key: string): ValueMap[] => listAt(values, key).filter(isMap);

/** The texts in the list at `key`; numbers are written out. */
export const textsAt = (values: ValueMap | undefined, key: string): string[] =>
  listAt(values, key)
    .filter((item) => typeof item === 'string' || typeof item === 'number')
    .map(String);

/** The number at `key`; `fallback` where there is none. */
export function numberAt(values: ValueMap, key: string, fallback: number): number {
  const value = own(values, key);
  return isNumber(value) ? toNumber(value) : fallback;
}

/** True where a value was given: neither missing nor null. */
export const given = (values: ValueMap, key: string): boolean => (own(values, key) ?? null) !== null;

/** The value without what is null in its maps, at any depth; services take a missing key where they refuse a null. */
export function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

/** A map with this entry; empty where there is no value for it. */
export const entry = (key: string, value: Value | undefined): ValueMap =>
  (value ?? null) === null ? {} : { [key]: value! };

/** The map without some of its keys. */
export const omit = (values: ValueMap, ...keys: string[]): ValueMap =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
