import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { badTimestamp, missing, required, wrongType } from './faults.ts';

/** The object under a key of the request body, as Keystone's schemas want it: a missing one counts as empty. */
export function member(call: Call, key: string): ValueMap {
  if (call.bytes.length === 0) throw missing('valid JSON', 'request body');
  const body = readBody(call);
  const inner = body[key] ?? {};
  if (!isMap(inner)) throw wrongType(key, inner, 'object');
  return inner;
}

/** The request body, an object. Throws a 400 otherwise. */
export function readBody(call: Call): ValueMap {
  let body: Value;
  try {
    body = call.json();
  } catch {
    throw missing('valid JSON', 'request body');
  }
  if (!isMap(body)) throw missing('valid JSON', 'request body');
  return body;
}

/** A text of the body, undefined where it is missing or null. Throws a 400 on another type. */
export function text(map: ValueMap, key: string): string | undefined {
  const value = map[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(key, value, 'string');
  return value;
}

/** A text of the body that has to be there and not empty. */
export function requiredText(map: ValueMap, key: string): string {
  if (map[key] === undefined) throw required(key);
  const value = map[key];
  if (typeof value !== 'string') throw wrongType(key, value, 'string');
  if (value.trim() === '')
    throw new Fault(400, `Invalid input for field '${key}': ${JSON.stringify(value)} is too short`);
  return value;
}

/** A boolean of the body, undefined where it is missing or null. */
export function flag(map: ValueMap, key: string): boolean | undefined {
  const value = map[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw wrongType(key, value, 'boolean');
  return value;
}

/** A list of texts of the body, undefined where it is missing. */
export function texts(map: ValueMap, key: string): string[] | undefined {
  const value = map[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType(key, value, 'array');
  return value.map((item) => {
    if (typeof item !== 'string') throw wrongType(key, item, 'string');
    return item;
  });
}

/** A time of the body in milliseconds since the epoch; null where it is missing. A time without a zone is UTC. */
export function timestamp(map: ValueMap, key: string): number | null {
  const value = text(map, key);
  if (value === undefined) return null;
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(value) || Number.isNaN(ms)) throw badTimestamp();
  return ms;
}

/** What a body has beside the attributes that Keystone knows. */
export function extras(map: ValueMap, known: readonly string[]): ValueMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !known.includes(key)));
}
