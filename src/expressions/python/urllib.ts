import type { Value } from '../values.ts';
import { PythonError } from './errors.ts';
import { str } from './text.ts';

const ALWAYS_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~';

/** `urllib.parse.quote(text, safe)`. Raises UnicodeEncodeError on a lone surrogate. */
export function quote(text: string, safe = '/'): string {
  if (!text.isWellFormed()) throw new PythonError('UnicodeEncodeError', 'surrogates not allowed');
  const plain = new Set(ALWAYS_SAFE + safe);
  let out = '';
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte);
    out += byte < 0x80 && plain.has(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** `urllib.parse.quote_plus(text, safe)`: as {@link quote}, spaces as `+`, and `/` is not safe. */
export function quotePlus(text: string, safe = ''): string {
  return quote(text, `${safe} `).replaceAll(' ', '+');
}

/** `urllib.parse.urlencode(pairs)`: keys and values as `str` prints them, quoted with {@link quotePlus}. */
export function urlencode(pairs: Iterable<readonly [string, Value]>): string {
  return [...pairs].map(([key, value]) => `${quotePlus(key)}=${quotePlus(str(value))}`).join('&');
}
