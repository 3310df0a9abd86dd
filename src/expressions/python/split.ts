import { PythonError } from './errors.ts';

/** What `str.isspace` calls white space. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]+`, 'g');
const LEADING = new RegExp(`^[${SPACE}]+`);

/** `text.split(separator, maxsplit)`. Without a separator: on runs of white space, none at the ends. Raises ValueError on ''. */
export function split(text: string, separator: string | null = null, maxsplit = -1): string[] {
  if (separator === '') throw new PythonError('ValueError', 'empty separator');
  if (separator === null) return splitSpaces(text, maxsplit);
  const parts: string[] = [];
  const most = maxsplit < 0 ? Infinity : maxsplit;
  let from = 0;
  while (parts.length < most) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function splitSpaces(text: string, maxsplit: number): string[] {
  const parts: string[] = [];
  const most = maxsplit < 0 ? Infinity : maxsplit;
  let rest = text.replace(LEADING, '');
  while (rest !== '' && parts.length < most) {
    SPACES.lastIndex = 0;
    const gap = SPACES.exec(rest);
    if (gap === null) break;
    parts.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** `text.rsplit(separator, maxsplit)`: as {@link split}, counted from the right. */
export function rsplit(text: string, separator: string | null = null, maxsplit = -1): string[] {
  const mirror = (item: string): string => Array.from(item).reverse().join('');
  return split(mirror(text), separator === null ? null : mirror(separator), maxsplit)
    .map(mirror)
    .reverse();
}

/** `text.strip(chars)`, or one end of it; white space without `chars`. */
export function strip(text: string, chars: string | null = null, ends: 'both' | 'left' | 'right' = 'both'): string {
  const set = chars === null ? null : new Set(chars);
  const drop = (char: string): boolean => (set === null ? isSpace(char) : set.has(char));
  const points = Array.from(text);
  let [from, to] = [0, points.length];
  if (ends !== 'right') while (from < to && drop(points[from]!)) from++;
  if (ends !== 'left') while (to > from && drop(points[to - 1]!)) to--;
  return points.slice(from, to).join('');
}

/** True where `char.isspace()` is. */
export function isSpace(char: string): boolean {
  return LEADING.test(char);
}
