import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';

/** Most that a list, a claim or a pop gives (zaqar/conf/transport.py). */
const MOST_AT_A_TIME = 20;

/** A refusal in Zaqar's words: `type` is the title of the answer (zaqar/transport/wsgi/errors.py). */
export function invalid(message: string): Fault {
  return new Fault(400, message, { type: 'Invalid API request' });
}

export function badBody(message: string): Fault {
  return new Fault(400, message, { type: 'Invalid request body' });
}

export function notFound(message: string): Fault {
  return new Fault(404, message, { type: 'Not found' });
}

export function conflict(message: string): Fault {
  return new Fault(409, message, { type: 'Resource conflict' });
}

/** The JSON body; undefined where there is none. */
export function document(call: Call): Value | undefined {
  if (call.bytes.length === 0) return undefined;
  try {
    return call.json();
  } catch {
    throw badBody('Request body could not be parsed.');
  }
}

/** The JSON body, an object; an empty one where there is none. */
export function objectOf(call: Call): ValueMap {
  const value = document(call) ?? {};
  if (!isMap(value)) throw badBody('Document type not supported.');
  return value;
}

/** A whole number of an object; `otherwise` where it is missing. */
export function integerField(object: ValueMap, key: string, otherwise: number): number {
  const value = object[key] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw badBody(`The value of the "${key}" field must be a int.`);
}

/** Throws where a time to live is not between a minute and so many seconds; `what` begins the sentence. */
export function requireLifetime(what: string, seconds: number, most: number): void {
  if (seconds >= 60 && seconds <= most) return;
  throw invalid(`${what} may not exceed ${most} seconds, and must be at least 60 seconds long.`);
}

/** A whole number of the query; undefined where it is not given. */
export function integerQuery(call: Call, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  if (/^-?\d+$/.test(text)) return Number(text);
  const message = `The "${name}" parameter is invalid. The value must be an integer.`;
  throw new Fault(400, message, { type: 'Invalid parameter' });
}

/** The query's `limit`, 10 where it is not given. `no` says how Zaqar puts the upper bound, which differs by what is listed. */
export function limitOf(call: Call, no: 'may not be' | 'no'): number {
  const limit = integerQuery(call, 'limit') ?? 10;
  if (limit >= 1 && limit <= MOST_AT_A_TIME) return limit;
  throw invalid(`Limit must be at least 1 and ${no} greater than ${MOST_AT_A_TIME}.`);
}

/** How many messages to pop; undefined where nothing is to be popped. */
export function popOf(call: Call): number | undefined {
  const pop = integerQuery(call, 'pop');
  if (pop === undefined || (pop >= 1 && pop <= MOST_AT_A_TIME)) return pop;
  throw invalid(`Pop value must be at least 1 and may not be greater than ${MOST_AT_A_TIME}.`);
}

export function flag(call: Call, name: string): boolean {
  return ['true', 'True', 'yes', 'on', '1'].includes(call.query.get(name) ?? '');
}

/** Ids of the query, separated by commas or given many times; undefined where none are. */
export function idsOf(call: Call): string[] | undefined {
  const ids = call.query.getAll('ids').flatMap((text) => text.split(','));
  return ids.length === 0 ? undefined : ids.filter((id) => id !== '');
}
