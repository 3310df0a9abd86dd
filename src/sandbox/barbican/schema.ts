import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';

/** A 400 in the words of Barbican's validators (barbican/common/exception.py: InvalidObject). */
export function invalid(schema: string, reason: string, property: string): Fault {
  return new Fault(
    400,
    `Provided object does not match schema '${schema}': ${reason}. Invalid property: '${property}'`,
  );
}

/** The JSON body, an object. Throws a 400 otherwise. */
export function readBody(call: Call): ValueMap {
  let body: Value;
  try {
    body = call.json();
  } catch {
    throw new Fault(400, 'Malformed JSON');
  }
  if (!isMap(body)) throw new Fault(400, 'Malformed JSON');
  return body;
}

/** A text or null of the body; null where it is missing. */
export function textOf(schema: string, body: ValueMap, key: string): string | null {
  const value = body[key] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw invalid(schema, `${shown(value)} is not of type 'string', 'null'`, key);
}

/** A text of the body that has to be there. */
export function requiredTextOf(schema: string, body: ValueMap, key: string): string {
  const value = body[key];
  if (value === undefined) throw invalid(schema, `'${key}' is a required property`, 'None');
  if (typeof value === 'string') return value;
  throw invalid(schema, `${shown(value)} is not of type 'string'`, key);
}

/** A whole number from 1 or null of the body; null where it is missing. */
export function countOf(schema: string, body: ValueMap, key: string): number | null {
  const value = body[key] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw invalid(schema, `${shown(value)} is not of type 'integer'`, key);
  }
  if (value < 1) throw invalid(schema, `${value} is less than the minimum of 1`, key);
  return value;
}

/** A text of the body that has to be one of a few. */
export function choiceOf(
  schema: string,
  body: ValueMap,
  key: string,
  choices: readonly string[],
  otherwise: string,
): string {
  const value = body[key] ?? otherwise;
  if (typeof value === 'string' && choices.includes(value)) return value;
  const listed = choices.map((choice) => `'${choice}'`).join(', ');
  throw invalid(schema, `${shown(value)} is not one of [${listed}]`, key);
}

/** A time in the future, in milliseconds since the epoch; null where it is missing. */
export function expirationOf(schema: string, body: ValueMap, now: number): number | null {
  const value = textOf(schema, body, 'expiration');
  if (value === null || value.trim() === '') return null;
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`);
  if (Number.isNaN(ms)) throw invalid(schema, "Invalid date for 'expiration'", 'expiration');
  if (ms <= now) throw invalid(schema, "'expiration' is before current time", 'expiration');
  return ms;
}

/** A value as Python's messages write it, near enough: texts in single quotes. */
export function shown(value: Value): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
