import type { RegexMatch } from '../regex.ts';
import { Reader } from './reader.ts';
import { RegexSyntaxError } from './syntax.ts';

interface Groups {
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** What makes the replacement of `re.sub` from its template. Throws {@link RegexSyntaxError} for a template that Python refuses. */
export function expandTemplate(template: string, pattern: Groups): (match: RegexMatch) => string {
  const parts: (string | number)[] = [];
  const reader = new Reader(template);
  while (!reader.done) {
    const char = reader.read();
    parts.push(char === '\\' ? readEscape(reader, pattern) : char);
  }
  return (match) =>
    parts
      .map((part) => (typeof part === 'string' ? part : part === 0 ? match.text : (match.groups[part - 1]?.text ?? '')))
      .join('');
}

function readEscape(reader: Reader, pattern: Groups): string | number {
  const start = reader.at - 1;
  const char = reader.read();
  if (char === 'g') return readGroup(reader, pattern);
  if (char === '0') return String.fromCodePoint(Number.parseInt(`0${reader.takeWhile(/^[0-7]$/, 2)}`, 8) & 0xff);
  if (/^[1-9]$/.test(char)) return readNumber(reader, char, start, pattern);
  const known = ESCAPES[char];
  if (known !== undefined) return known;
  if (/^[a-zA-Z]$/.test(char)) throw new RegexSyntaxError(`bad escape \\${char}`, start);
  return `\\${char}`;
}

function readNumber(reader: Reader, first: string, start: number, pattern: Groups): string | number {
  let digits = first + reader.takeWhile(/^[0-9]$/, 1);
  if (/^[0-7]{2}$/.test(digits) && /^[0-7]$/.test(reader.next ?? '')) {
    digits += reader.read();
    const code = Number.parseInt(digits, 8);
    if (code <= 0o377) return String.fromCodePoint(code);
    throw new RegexSyntaxError(`octal escape value \\${digits} outside of range 0-0o377`, start);
  }
  return check(Number(digits), pattern, start + 1);
}

function readGroup(reader: Reader, pattern: Groups): number {
  if (!reader.take('<')) throw new RegexSyntaxError('missing <', reader.at);
  const at = reader.at;
  const name = reader.until('>');
  if (/^\d+$/.test(name)) return check(Number(name), pattern, at);
  const index = pattern.names.get(reader.checkName(name, at));
  // Python raises IndexError here, not its own error; both end the evaluation.
  if (index === undefined) throw new RegexSyntaxError(`unknown group name '${name}'`);
  return index;
}

function check(index: number, pattern: Groups, position: number): number {
  if (index <= pattern.groups) return index;
  throw new RegexSyntaxError(`invalid group reference ${index}`, position);
}
