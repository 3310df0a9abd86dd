import { Float, isMap, type Value } from '../values.ts';
import { compareText, reprFloat, reprNumber } from './text.ts';

/** The options of Python's `json.dumps` that matter here. */
export interface DumpsOptions {
  readonly sortKeys?: boolean;
  /** Escape everything beyond ASCII; true unless told otherwise, as in Python. */
  readonly ensureAscii?: boolean;
  /** Between items and between key and value; `[', ', ': ']` unless told otherwise. */
  readonly separators?: readonly [string, string];
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};
const NOT_ASCII = /["\\]|[^ -~]/g;
// oxlint-disable-next-line no-control-regex -- JSON escapes exactly these
const NOT_PLAIN = /["\\\u0000-\u001f]/g;

/** Python's `json.dumps(value)`, byte for byte: `{"a": [1, 1.0, null, NaN]}`. */
export function dumps(value: Value, options: DumpsOptions = {}): string {
  const [between, colon] = options.separators ?? [', ', ': '];
  const escaped = (options.ensureAscii ?? true) ? NOT_ASCII : NOT_PLAIN;
  const text = (item: string): string => `"${item.replace(escaped, escape)}"`;
  const write = (item: Value): string => {
    if (item === null || typeof item === 'boolean') return String(item);
    if (typeof item === 'string') return text(item);
    if (item instanceof Float) return writeFloat(item.value);
    if (typeof item === 'number' || typeof item === 'bigint') return reprNumber(item);
    if (!isMap(item)) return `[${item.map(write).join(between)}]`;
    const keys = Object.keys(item);
    if (options.sortKeys) keys.sort(compareText);
    return `{${keys.map((key) => text(key) + colon + write(item[key]!)).join(between)}}`;
  };
  return write(value);
}

function writeFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return reprFloat(value);
  return value > 0 ? 'Infinity' : '-Infinity';
}

function escape(char: string): string {
  return NAMED[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
