import type { CharTest } from './syntax.ts';

const DIGIT = /^\p{Nd}$/u;
const WORD = /^[\p{L}\p{N}_]$/u;
// oxlint-disable-next-line no-control-regex -- Python counts the separators 1c to 1f as space
const SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const ASCII_SPACE = /^[\t-\r ]$/;

const isAsciiDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAsciiWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isAsciiDigit(code) || code === 95;

/** `\w`: letters, every kind of number, and the underscore; marks are not word characters in Python. */
export const isWord: CharTest = (code) => (code < 128 ? isAsciiWord(code) : WORD.test(String.fromCodePoint(code)));

/** `\w` under the ASCII flag. */
export const isWordAscii: CharTest = isAsciiWord;

/** The test for `\d`, `\s`, `\w` and their opposites. */
export function category(letter: string, ascii: boolean): CharTest {
  const test = positive(letter.toLowerCase(), ascii);
  return letter === letter.toLowerCase() ? test : (code) => !test(code);
}

function positive(letter: string, ascii: boolean): CharTest {
  if (letter === 'w') return ascii ? isAsciiWord : isWord;
  if (letter === 'd') {
    return ascii ? isAsciiDigit : (code) => (code < 128 ? isAsciiDigit(code) : DIGIT.test(String.fromCodePoint(code)));
  }
  const space = ascii ? ASCII_SPACE : SPACE;
  return (code) => space.test(String.fromCodePoint(code));
}

/** One code point without its case, so that two that differ in case only become equal. */
export function fold(code: number, ascii: boolean): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (ascii) return code;
  // The Turkish dotted I, whose full lower case has two code points.
  if (code === 0x130) return 0x69;
  return only(only(code, 'toUpperCase'), 'toLowerCase');
}

/** The characters that a range has to be asked about when case does not count. */
export function variants(code: number, ascii: boolean): number[] {
  if (ascii && code >= 128) return [code];
  const all = [code, only(code, 'toLowerCase'), only(code, 'toUpperCase'), fold(code, ascii)];
  return [...new Set(ascii ? all.filter((variant) => variant < 128) : all)];
}

/** The simple case mapping: what maps to several characters stays. */
function only(code: number, method: 'toUpperCase' | 'toLowerCase'): number {
  const mapped = String.fromCodePoint(code)[method]();
  const result = mapped.codePointAt(0)!;
  return mapped.length === (result > 0xffff ? 2 : 1) ? result : code;
}
