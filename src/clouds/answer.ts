import { hasSpecialNumber, parseJson } from '../expressions/json.ts';
import type { Value } from '../expressions/values.ts';

/**
 * How many values an answer may hold: reading it stops everything else in this process, for half a second at these bounds. Numbers that
 * must be kept exactly are what takes time.
 */
const MOST_VALUES = 2_000_000;
const MOST_VALUES_EXACT = 300_000;

const COMMA = 0x2c;
const LIST = 0x5b;
const MAP = 0x7b;

/** Reads the JSON of an answer. Throws SyntaxError where it is none, nests too deep, or holds more values than may be read. */
export function readAnswer(body: Uint8Array): Value {
  const text = new TextDecoder().decode(body);
  const most = hasSpecialNumber(text) ? MOST_VALUES_EXACT : MOST_VALUES;
  if (body.length > most && atMostValues(body) > most) throw new SyntaxError(`more than ${most} values`);
  try {
    return parseJson(text);
  } catch (error) {
    // Too deep for the stack.
    throw error instanceof RangeError ? new SyntaxError('nested too deep', { cause: error }) : error;
  }
}

/** As {@link readAnswer}, but null where it cannot be read. */
export function readAnswerOrNull(body: Uint8Array): Value {
  try {
    return readAnswer(body);
  } catch {
    return null;
  }
}

/** No less than the number of values: what stands in texts is counted too. */
function atMostValues(body: Uint8Array): number {
  let count = 1;
  for (const byte of body) if (byte === COMMA || byte === LIST || byte === MAP) count++;
  return count;
}
