import type { Float } from '../../values.ts';
import { parseFloatText, parseInteger } from '../../python/number.ts';
import { YaqlError } from '../error.ts';
import { decodeEscapes } from './escapes.ts';
import { BINARY, PREFIX } from './operators.ts';

export type Token =
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number | bigint | Float; readonly at: number }
  | { readonly kind: 'literal'; readonly value: true | false | null; readonly at: number }
  | { readonly kind: 'word'; readonly value: string; readonly at: number }
  | { readonly kind: 'function'; readonly value: string; readonly at: number }
  | { readonly kind: 'variable'; readonly value: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly value: string; readonly at: number };

const SPACE = /[ \t\r\n]*/y;
// Tried in this order. A word character is what Python's \w is; the look-arounds are its \b.
const VARIABLE = /\$[\p{L}\p{N}_]*/uy;
const NUMBER = /\p{Nd}+(?:\.?\p{Nd}+)?(?![\p{L}\p{N}_])/uy;
const FUNCTION = /(?!\p{Nd})[\p{L}\p{N}_][\p{L}\p{N}_]*\(/uy;
const WORD = /(?!__)(?!\p{Nd})[\p{L}\p{N}_][\p{L}\p{N}_]*/uy;
const SINGLE = /'(?:[^'\\]|\\[^\n])*'/uy;
const DOUBLE = /"(?:[^"\\]|\\[^\n])*"/uy;
const VERBATIM = /`(?:[^`\\]|\\[^\n])*`/uy;
const SYMBOL = /\?\.|=~|!~|->|>=|<=|!=|=>|[.+\-*/><=[{()\],}]/y;
const LITERALS: ReadonlyMap<string, true | false | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Reads one token after the other. Throws YaqlLexicalException where none begins. */
export class Lexer {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token, or undefined at the end. */
  next(): Token | undefined {
    this.#match(SPACE);
    const start = this.#at;
    if (start >= this.#text.length) return undefined;
    const at = codePoints(this.#text, start);
    return this.#value(at) ?? this.#symbol(at) ?? this.#illegal(at);
  }

  #value(at: number): Token | undefined {
    const variable = this.#match(VARIABLE);
    if (variable !== undefined) return { kind: 'variable', value: variable, at };
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      const value = number.includes('.') ? parseFloatText(number) : parseInteger(number);
      return { kind: 'number', value, at };
    }
    const called = this.#match(FUNCTION);
    if (called !== undefined) return { kind: 'function', value: called.slice(0, -1), at };
    const word = this.#match(WORD);
    if (word !== undefined) return readWord(word, at);
    const quoted = this.#match(SINGLE) ?? this.#match(DOUBLE);
    if (quoted !== undefined) return { kind: 'string', value: decodeEscapes(quoted.slice(1, -1), at), at };
    const verbatim = this.#match(VERBATIM);
    if (verbatim === undefined) return undefined;
    return { kind: 'string', value: verbatim.slice(1, -1).replaceAll('\\`', '`'), at };
  }

  #symbol(at: number): Token | undefined {
    const value = this.#match(SYMBOL);
    return value === undefined ? undefined : { kind: 'symbol', value, at };
  }

  #illegal(at: number): never {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    throw new YaqlError('YaqlLexicalException', `Lexical error: illegal character '${char}' at position ${at}`, at);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function readWord(word: string, at: number): Token {
  if (BINARY.has(word) || PREFIX.has(word)) return { kind: 'symbol', value: word, at };
  const literal = LITERALS.get(word);
  return literal === undefined ? { kind: 'word', value: word, at } : { kind: 'literal', value: literal, at };
}

function codePoints(text: string, end: number): number {
  let count = end;
  for (let i = 0; i < end - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) count--;
  }
  return count;
}
