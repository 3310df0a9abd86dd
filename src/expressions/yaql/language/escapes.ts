import { YaqlError } from '../error.ts';

const ESCAPE = /\\U[^\n]{8}|\\u[^\n]{4}|\\x[^\n]{2}|\\[0-7]{1,3}|\\N\{[^}]+\}|\\[\\'"abfnrtv]/gu;
const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The text that a quoted string stands for. Raises UnicodeDecodeError on a malformed escape, as Python does. */
export function decodeEscapes(text: string, position: number): string {
  return text.replace(ESCAPE, (escape) => {
    const kind = escape[1]!;
    if (kind === 'x' || kind === 'u' || kind === 'U') return hexadecimal(escape, position);
    if (kind === 'N') {
      throw new YaqlError('UnicodeDecodeError', 'characters by name (\\N{…}) are not supported', position);
    }
    if (kind >= '0' && kind <= '7') return String.fromCodePoint(Number.parseInt(escape.slice(1), 8));
    return NAMED[kind] ?? kind;
  });
}

function hexadecimal(escape: string, position: number): string {
  const digits = escape.slice(2);
  const code = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw new YaqlError('UnicodeDecodeError', `'unicodeescape' codec can't decode ${escape}: illegal escape`, position);
}
