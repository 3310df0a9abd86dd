/**
 * Builds a request path from parts that may come from anywhere: what is put in is encoded, so that an id such as `../os-services`
 * or `x?all=1` stays one segment. Throws RangeError on an empty part and on `.` and `..`, which no encoding makes harmless.
 */
export function path(texts: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  return texts.reduce((whole, text, i) => whole + segment(String(parts[i - 1])) + text);
}

function segment(text: string): string {
  if (text === '' || text === '.' || text === '..') throw new RangeError(`'${text}' cannot be part of a path`);
  return encodeURIComponent(text);
}

/** True for a path that starts with `/` and leads nowhere but down: without `.` or `..` segments, however they are written. */
export function leadsDown(path: string): boolean {
  const segments = path.split(/[/\\]/).map((part) => part.replace(/%2e/gi, '.'));
  const dots = segments.some((part) => part === '.' || part === '..');
  // oxlint-disable-next-line no-control-regex
  return path.startsWith('/') && !dots && !/[?#\u0000-\u0020]/.test(path);
}

/** Appends a query; undefined entries are left out, lists repeat their key. */
export function withQuery(
  url: string,
  query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> | undefined,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? (value as readonly string[]) : [value]) search.append(key, String(item));
  }
  const text = search.toString();
  return text === '' ? url : `${url}?${text}`;
}
