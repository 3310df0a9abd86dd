import { RegexSyntaxError } from './syntax.ts';

/** The switches of a pattern: Python's `i`, `m`, `s`, `x`, `a`. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

/** What an inline flag's letter switches on; undefined for a letter that is no flag. */
export function flagsBit(letter: string): Partial<Flags> | undefined {
  if (letter === 'i') return { ignoreCase: true };
  if (letter === 'm') return { multiline: true };
  if (letter === 's') return { dotAll: true };
  if (letter === 'x') return { verbose: true };
  if (letter === 'a') return { ascii: true };
  if (letter === 'u') return { ascii: false };
  return letter === 'L' ? {} : undefined;
}

/** Walks over a pattern's code points; every error it makes carries the position. */
export class Reader {
  readonly #points: readonly string[];
  /** The position of the next code point. */
  at = 0;

  constructor(pattern: string) {
    this.#points = Array.from(pattern);
  }

  get done(): boolean {
    return this.at >= this.#points.length;
  }

  get next(): string | undefined {
    return this.#points[this.at];
  }

  read(): string {
    const char = this.#points[this.at++];
    if (char === undefined) throw this.error('unexpected end of pattern', this.#points.length);
    if (char === '\\' && this.done) throw this.error('bad escape (end of pattern)', this.at - 1);
    return char;
  }

  take(char: string): boolean {
    if (this.next !== char) return false;
    this.at++;
    return true;
  }

  takeWhile(allowed: RegExp, most = Infinity): string {
    let text = '';
    while (this.next !== undefined && text.length < most && allowed.test(this.next)) text += this.#points[this.at++]!;
    return text;
  }

  slice(from: number, to: number): string {
    return this.#points.slice(from, to).join('');
  }

  error(message: string, position: number): RegexSyntaxError {
    return new RegexSyntaxError(message, position);
  }

  /** What stands before the terminator, which is passed over. */
  until(terminator: string): string {
    const start = this.at;
    while (!this.done) {
      const char = this.#points[this.at++]!;
      if (char !== terminator) continue;
      if (this.at - 1 === start) throw this.error('missing group name', start);
      return this.slice(start, this.at - 1);
    }
    if (this.at === start) throw this.error('missing group name', start);
    throw this.error(`missing ${terminator}, unterminated name`, start);
  }

  groupName(terminator: string): string {
    const start = this.at;
    return this.checkName(this.until(terminator), start);
  }

  checkName(name: string, position: number): string {
    if (/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u.test(name)) return name;
    throw this.error(`bad character in group name '${name}'`, position);
  }

  /** The rest of `(?flags)` or `(?flags-flags:`, its first letter already read. */
  flags(first: string): { add: Partial<Flags>; remove: Partial<Flags>; scoped: boolean } {
    let add: Partial<Flags> = {};
    let char = first;
    while (char !== ')' && char !== ':' && char !== '-') {
      add = { ...add, ...this.#flag(char, 'unknown flag') };
      if (this.done) throw this.error('missing -, : or )', this.at);
      char = this.read();
    }
    if (char === ')') return { add, remove: {}, scoped: false };
    let remove: Partial<Flags> = {};
    if (char === '-') {
      if (this.done) throw this.error('missing flag', this.at);
      char = this.read();
      if (flagsBit(char) === undefined)
        throw this.error(/[a-z]/i.test(char) ? 'unknown flag' : 'missing flag', this.at - 1);
      while (char !== ':') {
        if ('auL'.includes(char)) {
          throw this.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", this.at - 1);
        }
        for (const key of Object.keys(this.#flag(char, 'unknown flag'))) remove = { ...remove, [key]: false };
        if (this.done) throw this.error('missing :', this.at);
        char = this.read();
      }
    }
    return { add, remove, scoped: true };
  }

  #flag(letter: string, message: string): Partial<Flags> {
    const flag = flagsBit(letter);
    if (flag === undefined) throw this.error(/[a-z]/i.test(letter) ? message : 'missing -, : or )', this.at - 1);
    if (letter === 'L') {
      throw this.error("bad inline flags: cannot use 'L' flag with a str pattern", this.at);
    }
    return flag;
  }
}
