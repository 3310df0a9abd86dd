import type { Reader } from './reader.ts';

/** What a backslash stands for: a character's code, a group's number, or a letter with a meaning of its own. */
export type Escape = number | { readonly group: number } | { readonly letter: string };

const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const OCTAL = /^[0-7]$/;
const DIGIT = /^[0-9]$/;

/** Reads what follows a backslash outside of a set; `start` is the backslash, `groups` how many groups began so far. */
export function readEscape(reader: Reader, start: number, groups: number): Escape {
  const char = reader.read();
  if ('AbBdDsSwWZ'.includes(char)) return { letter: char };
  if (char === '0') return Number.parseInt(`0${reader.takeWhile(OCTAL, 2)}`, 8);
  if (!DIGIT.test(char)) return plainEscape(reader, char, start);
  let digits = char + reader.takeWhile(DIGIT, 1);
  if (/^[0-7]{2}$/.test(digits) && OCTAL.test(reader.next ?? '')) {
    digits += reader.read();
    return octal(reader, digits, start);
  }
  const group = Number(digits);
  if (group <= groups) return { group };
  throw reader.error(`invalid group reference ${group}`, start + 1);
}

/** Reads what follows a backslash inside of a set. */
export function readClassEscape(reader: Reader, start: number): number | { readonly letter: string } {
  const char = reader.read();
  if ('dDsSwW'.includes(char)) return { letter: char };
  if (OCTAL.test(char)) return octal(reader, char + reader.takeWhile(OCTAL, 2), start);
  if (DIGIT.test(char)) throw reader.error(`bad escape \\${char}`, start);
  return plainEscape(reader, char, start);
}

function octal(reader: Reader, digits: string, start: number): number {
  const code = Number.parseInt(digits, 8);
  if (code <= 0o377) return code;
  throw reader.error(`octal escape value \\${digits} outside of range 0-0o377`, start);
}

function plainEscape(reader: Reader, char: string, start: number): number {
  const control = CONTROL[char];
  if (control !== undefined) return control;
  const length = HEX_LENGTH[char];
  if (length !== undefined) return hexadecimal(reader, char, length, start);
  if (char === 'N') throw reader.error('characters by name (\\N{…}) are not supported', start);
  if (/^[a-zA-Z]$/.test(char)) throw reader.error(`bad escape \\${char}`, start);
  return char.codePointAt(0)!;
}

function hexadecimal(reader: Reader, char: string, length: number, start: number): number {
  const digits = reader.takeWhile(/^[0-9a-fA-F]$/, length);
  if (digits.length !== length) throw reader.error(`incomplete escape \\${char}${digits}`, start);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw reader.error(`bad escape \\${char}${digits}`, start);
  return code;
}
