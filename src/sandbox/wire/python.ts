import { Float, isMap, type Value } from '../../expressions/values.ts';

/** Python's `repr()` of a JSON value, as OpenStack's messages quote what they refuse. */
export function repr(value: Value | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${quote(key)}: ${repr(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return value instanceof Float ? JSON.stringify(value) : String(value);
}

/** Python's `str()` of a JSON value: as {@link repr}, but text stays bare. */
export function str(value: Value | undefined): string {
  return typeof value === 'string' ? value : repr(value);
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return mark + (mark === "'" ? inner.replaceAll("'", "\\'") : inner) + mark;
}
