import { category } from './characters.ts';
import { readClassEscape, readEscape } from './escapes.ts';
import { flagsBit, type Flags, Reader } from './reader.ts';
import { type Assertion, type CharTest, type Node, type RepeatMode, RegexSyntaxError } from './syntax.ts';
import { oneOf, sameCharacter, type SetItem } from './sets.ts';

/** A parsed pattern: its tree, and the groups' names. */
export interface ParsedPattern {
  readonly root: Node;
  /** Capturing groups, without the whole match. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

const MAX_REPEAT = 4294967295;
/** Deeper nesting than this is no pattern anyone wrote. */
const MAX_DEPTH = 200;
const SPECIAL = '.\\[{()*+?^$|';

/** Parses the pattern language of Python 3.11's `re` for text. Throws {@link RegexSyntaxError}. */
export function parsePattern(pattern: string, flags: Flags): ParsedPattern {
  return new PatternParser(new Reader(pattern), flags).parse();
}

class PatternParser {
  readonly #in: Reader;
  #flags: Flags;
  #groups = 0;
  #depth = 0;
  readonly #open = new Set<number>();
  readonly #names = new Map<string, number>();

  constructor(reader: Reader, flags: Flags) {
    this.#in = reader;
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    const root = this.#alternatives();
    if (!this.#in.done) throw this.#in.error('unbalanced parenthesis', this.#in.at);
    return { root, groups: this.#groups, names: this.#names };
  }

  #alternatives(): Node {
    if (++this.#depth > MAX_DEPTH) throw this.#in.error('pattern is nested too deeply', this.#in.at);
    const items = [this.#sequence()];
    while (this.#in.take('|')) items.push(this.#sequence());
    this.#depth--;
    return items.length === 1 ? items[0]! : { kind: 'either', items };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (!this.#in.done && this.#in.next !== '|' && this.#in.next !== ')') {
      const start = this.#in.at;
      const char = this.#in.read();
      if (this.#flags.verbose && this.#skipVerbose(char)) continue;
      if (!SPECIAL.includes(char)) items.push(this.#literal(char.codePointAt(0)!));
      else if (char === '*' || char === '+' || char === '?' || char === '{') this.#repeat(char, items, start);
      else if (char === '(') this.#push(items, this.#group(start));
      else items.push(this.#simple(char, start));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  #push(items: Node[], node: Node | null): void {
    if (node !== null) items.push(node);
  }

  #skipVerbose(char: string): boolean {
    if (/[ \t\n\r\v\f]/.test(char)) return true;
    if (char !== '#') return false;
    while (!this.#in.done && this.#in.read() !== '\n');
    return true;
  }

  #simple(char: string, start: number): Node {
    if (char === '.') return { kind: 'one', test: this.#flags.dotAll ? () => true : (code) => code !== 10 };
    if (char === '^') return assertion(this.#flags.multiline ? 'line-start' : 'start');
    if (char === '$') return assertion(this.#flags.multiline ? 'line-end' : 'end');
    return char === '[' ? this.#set(start) : this.#escape(start);
  }

  #literal(code: number): Node {
    return { kind: 'one', test: sameCharacter(code, this.#flags) };
  }

  #escape(start: number): Node {
    const escape = readEscape(this.#in, start, this.#groups);
    if (typeof escape === 'number') return this.#literal(escape);
    if ('group' in escape) return this.#reference(escape.group, start);
    const letter = escape.letter;
    if ('dDsSwW'.includes(letter)) return { kind: 'one', test: category(letter, this.#flags.ascii) };
    if (letter === 'A') return assertion('start');
    if (letter === 'Z') return assertion('text-end');
    const boundary = letter === 'b' ? 'boundary' : 'no-boundary';
    return assertion(this.#flags.ascii ? `ascii-${boundary}` : boundary);
  }

  #reference(index: number, start: number): Node {
    if (this.#open.has(index)) throw this.#in.error('cannot refer to an open group', start);
    return { kind: 'reference', index, fold: this.#flags.ignoreCase };
  }

  #set(start: number): Node {
    const items: SetItem[] = [];
    const negate = this.#in.take('^');
    const first = this.#in.at;
    for (;;) {
      if (this.#in.done) throw this.#in.error('unterminated character set', start);
      const from = this.#in.at;
      const char = this.#in.read();
      if (char === ']' && from !== first) break;
      const low = this.#setMember(char, from);
      if (this.#in.next !== '-') {
        items.push(low);
        continue;
      }
      this.#in.read();
      if (this.#in.done) throw this.#in.error('unterminated character set', start);
      const end = this.#in.at;
      const last = this.#in.read();
      if (last === ']') {
        items.push(low, 45);
        break;
      }
      const high = this.#setMember(last, end);
      if (typeof low !== 'number' || typeof high !== 'number' || high < low) {
        throw this.#in.error(`bad character range ${this.#in.slice(from, this.#in.at)}`, from);
      }
      items.push([low, high]);
    }
    return { kind: 'one', test: oneOf(items, negate, this.#flags) };
  }

  #setMember(char: string, start: number): number | CharTest {
    if (char !== '\\') return char.codePointAt(0)!;
    const escape = readClassEscape(this.#in, start);
    return typeof escape === 'number' ? escape : category(escape.letter, this.#flags.ascii);
  }

  #repeat(char: string, items: Node[], start: number): void {
    const bounds =
      char === '{' ? this.#counted(start) : char === '*' ? [0, Infinity] : char === '+' ? [1, Infinity] : [0, 1];
    if (bounds === null) {
      items.push(this.#literal(123));
      return;
    }
    const body = items.pop();
    if (body === undefined || body.kind === 'assert') throw this.#in.error('nothing to repeat', start);
    if (body.kind === 'repeat') throw this.#in.error('multiple repeat', start);
    const mode: RepeatMode = this.#in.take('?') ? 'lazy' : this.#in.take('+') ? 'possessive' : 'greedy';
    items.push({ kind: 'repeat', min: bounds[0]!, max: bounds[1]!, mode, body });
  }

  /** The bounds of `{n,m}`; null where the brace is only a brace. */
  #counted(start: number): [number, number] | null {
    const back = this.#in.at;
    if (this.#in.next === '}') return null;
    const low = this.#in.takeWhile(/^[0-9]$/);
    const high = this.#in.take(',') ? this.#in.takeWhile(/^[0-9]$/) : low;
    if (!this.#in.take('}')) {
      this.#in.at = back;
      return null;
    }
    const [min, max] = [Number(low), high === '' ? Infinity : Number(high)];
    if (min >= MAX_REPEAT || (max !== Infinity && max >= MAX_REPEAT)) {
      throw new RegexSyntaxError('the repetition number is too large');
    }
    if (max < min) throw this.#in.error('min repeat greater than max repeat', start + 1);
    return [min, max];
  }

  #group(start: number): Node | null {
    if (!this.#in.take('?')) return this.#capture(null, start);
    if (this.#in.done) throw this.#in.error('unexpected end of pattern', this.#in.at);
    const char = this.#in.read();
    if (char === 'P') return this.#named(start);
    if (char === ':') return this.#wrap(start);
    if (char === '#') return this.#comment(start);
    if (char === '=' || char === '!') return this.#look(false, char === '!', start);
    if (char === '<') {
      if (this.#in.done) throw this.#in.error('unexpected end of pattern', this.#in.at);
      const kind = this.#in.read();
      if (kind !== '=' && kind !== '!') throw this.#in.error(`unknown extension ?<${kind}`, start + 1);
      return this.#look(true, kind === '!', start);
    }
    if (char === '(') return this.#conditional(start);
    if (char === '>') return { kind: 'atomic', body: this.#body(start) };
    if (char === '-' || flagsBit(char) !== undefined) return this.#setFlags(char, start);
    throw this.#in.error(`unknown extension ?${char}`, start + 1);
  }

  #capture(name: string | null, start: number): Node {
    const index = ++this.#groups;
    if (name !== null) {
      const before = this.#names.get(name);
      if (before !== undefined) {
        const text = `redefinition of group name '${name}' as group ${index}; was group ${before}`;
        throw this.#in.error(text, start + 4);
      }
      this.#names.set(name, index);
    }
    this.#open.add(index);
    const body = this.#body(start);
    this.#open.delete(index);
    return { kind: 'group', index, body };
  }

  #body(start: number): Node {
    const before = this.#flags;
    const body = this.#alternatives();
    if (!this.#in.take(')')) throw this.#in.error('missing ), unterminated subpattern', start);
    this.#flags = before;
    return body;
  }

  /** A group that only groups; its repeat does not merge with one inside. */
  #wrap(start: number): Node {
    return { kind: 'sequence', items: [this.#body(start)] };
  }

  #named(start: number): Node {
    if (this.#in.take('<')) return this.#capture(this.#in.groupName('>'), start);
    if (!this.#in.take('=')) {
      if (this.#in.done) throw this.#in.error('unexpected end of pattern', this.#in.at);
      throw this.#in.error(`unknown extension ?P${this.#in.read()}`, start + 1);
    }
    const name = this.#in.groupName(')');
    const index = this.#names.get(name);
    if (index === undefined) throw this.#in.error(`unknown group name '${name}'`, start + 4);
    return this.#reference(index, start);
  }

  #comment(start: number): null {
    while (!this.#in.done) if (this.#in.read() === ')') return null;
    throw this.#in.error('missing ), unterminated comment', start);
  }

  #look(behind: boolean, negate: boolean, start: number): Node {
    return { kind: 'look', behind, negate, body: this.#body(start) };
  }

  #conditional(start: number): Node {
    const at = this.#in.at;
    const name = this.#in.until(')');
    const index = /^\d+$/.test(name) ? Number(name) : this.#names.get(this.#in.checkName(name, at));
    if (index === undefined) throw this.#in.error(`unknown group name '${name}'`, at);
    if (index === 0) throw this.#in.error('bad group number', at);
    const yes = this.#sequence();
    const no: Node = this.#in.take('|') ? this.#sequence() : { kind: 'sequence', items: [] };
    if (this.#in.next === '|') throw this.#in.error('conditional backref with more than two branches', this.#in.at);
    if (!this.#in.take(')')) throw this.#in.error('missing ), unterminated subpattern', start);
    if (index > this.#groups) throw this.#in.error(`invalid group reference ${index}`, at);
    return { kind: 'conditional', index, yes, no };
  }

  #setFlags(first: string, start: number): Node | null {
    const { add, remove, scoped } = this.#in.flags(first);
    if (!scoped) {
      if (start !== 0 && !this.#onlySpaceBefore(start)) {
        throw this.#in.error('global flags not at the start of the expression', start);
      }
      this.#flags = { ...this.#flags, ...add };
      return null;
    }
    const before = this.#flags;
    this.#flags = { ...before, ...add, ...remove };
    const body = this.#wrap(start);
    this.#flags = before;
    return body;
  }

  /** Several groups of global flags may stand in a row. */
  #onlySpaceBefore(start: number): boolean {
    return /^(\(\?[a-zA-Z]+\)|\s)*$/.test(this.#in.slice(0, start));
  }
}

function assertion(kind: Assertion): Node {
  return { kind: 'assert', assertion: kind };
}
