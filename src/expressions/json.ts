import { float, integer, type Value } from './values.ts';

// Numbers stand at the beginning, or behind one of these; a text may look the same, which does no harm.
const SPECIAL_NUMBER = /(?:^|[[,:\s])-?(?:\d+[.eE]|\d{16})/;

/** True where the JSON text may hold a number that `JSON.parse` does not keep as it is. */
export function hasSpecialNumber(text: string): boolean {
  return SPECIAL_NUMBER.test(text);
}

/**
 * Parses JSON and keeps what `JSON.parse` loses: `1.0` stays a float, integers beyond 2^53 stay exact.
 * Throws SyntaxError on text that is not JSON.
 */
export function parseJson(text: string): Value {
  if (!hasSpecialNumber(text)) return JSON.parse(text) as Value;
  const revive = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    return /[.eE]/.test(context.source) ? float(value) : integer(BigInt(context.source));
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as Value;
}

/** Writes a value as compact JSON that {@link parseJson} reads back equal (`inf` and `nan`, which JSON lacks, become null). */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError) || !error.message.includes('BigInt')) throw error;
    const raw = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? raw(String(item)) : item));
  }
}
