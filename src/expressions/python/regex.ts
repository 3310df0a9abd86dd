import { compileProgram, type Program } from './regex/compile.ts';
import { type ParsedPattern, parsePattern } from './regex/parse.ts';
import type { Flags } from './regex/reader.ts';
import { Matcher, type RegexBudget, RegexBudgetError } from './regex/run.ts';
import { RegexSyntaxError } from './regex/syntax.ts';
import { expandTemplate } from './regex/template.ts';

export { RegexBudgetError, RegexSyntaxError };
export type { RegexBudget };

/** Steps that a call takes at most when its caller brings no budget of its own. */
const DEFAULT_STEPS = 5_000_000;
/** Characters that a replacement may grow a text to. */
const MOST_RESULT = 16_000_000;

/** Where a pattern matched. Positions count code points, as Python's do. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The capturing groups from 1 on; null where a group took no part. */
  readonly groups: readonly (RegexGroup | null)[];
}
export interface RegexGroup {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Compiles a pattern of Python's `re` (3.11, for text), matching letter for letter as Python does, but in bounded time.
 * Throws {@link RegexSyntaxError} on a pattern that Python refuses, and on `\N{…}`, which is not supported.
 */
export function compileRegex(pattern: string, flags: Partial<Flags> = {}): Regex {
  const none: Flags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false, ascii: false };
  const all = { ...none, ...flags, ...leadingFlags(pattern, flags) };
  return new Regex(pattern, parsePattern(pattern, all));
}

/** A verbose flag counts from the pattern's first character on, wherever it is switched on. */
function leadingFlags(pattern: string, flags: Partial<Flags>): Partial<Flags> {
  return flags.verbose === true || /^(\(\?[aimsu]+\))*\(\?[aimsu]*x[aimsux]*\)/.test(pattern) ? { verbose: true } : {};
}

/** A compiled pattern. Every method throws {@link RegexBudgetError} when it would take too many steps. */
export class Regex {
  readonly pattern: string;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly #program: Program;

  constructor(pattern: string, parsed: ParsedPattern) {
    this.pattern = pattern;
    this.groups = parsed.groups;
    this.names = parsed.names;
    this.#program = compileProgram(parsed);
  }

  /** `re.match`: anchored at the start only. Heat's `allowed_pattern` asks that its end be the text's end. */
  match(text: string, budget?: RegexBudget): RegexMatch | null {
    return this.#anchored(text, false, budget);
  }

  /** `re.fullmatch`: from the start to the end. */
  fullMatch(text: string, budget?: RegexBudget): RegexMatch | null {
    return this.#anchored(text, true, budget);
  }

  /** `re.search`: the first match anywhere. */
  search(text: string, budget?: RegexBudget): RegexMatch | null {
    for (const match of this.matches(text, budget)) return match;
    return null;
  }

  /** `re.finditer`: all matches that do not overlap, from the left. */
  *matches(text: string, budget: RegexBudget = { steps: DEFAULT_STEPS }): Generator<RegexMatch> {
    const points = codePoints(text);
    const matcher = new Matcher(this.#program, points, budget);
    let notEmpty = false;
    for (let at = 0; at <= points.length;) {
      const slots = matcher.matchAt(at, false, notEmpty);
      if (slots === null) {
        notEmpty = false;
        at++;
        continue;
      }
      const match = readMatch(slots, points, this.groups);
      yield match;
      notEmpty = match.end === match.start;
      at = match.end;
    }
  }

  /** `re.split`: what lies between the matches, with the groups' texts in between. */
  split(text: string, maxsplit = 0, budget?: RegexBudget): (string | null)[] {
    const points = codePoints(text);
    const parts: (string | null)[] = [];
    let [from, count] = [0, 0];
    if (maxsplit < 0) return [text];
    for (const match of this.matches(text, budget)) {
      parts.push(slice(points, from, match.start), ...match.groups.map((group) => group?.text ?? null));
      from = match.end;
      if (++count === maxsplit) break;
    }
    parts.push(slice(points, from, points.length));
    return parts;
  }

  /**
   * `re.sub`: replaces the first `count` matches (0: all) by what a template (`\1`, `\g<name>`) or a function makes.
   * Throws {@link RegexSyntaxError} for a template that Python refuses.
   */
  sub(replacement: string | ((match: RegexMatch) => string), text: string, count = 0, budget?: RegexBudget): string {
    const make = typeof replacement === 'string' ? expandTemplate(replacement, this) : replacement;
    if (count < 0) return text;
    const points = codePoints(text);
    let out = '';
    let [from, done] = [0, 0];
    for (const match of this.matches(text, budget)) {
      out += slice(points, from, match.start) + make(match);
      if (out.length > MOST_RESULT) throw new RegexBudgetError();
      from = match.end;
      if (++done === count) break;
    }
    return out + slice(points, from, points.length);
  }

  #anchored(text: string, full: boolean, budget: RegexBudget = { steps: DEFAULT_STEPS }): RegexMatch | null {
    const points = codePoints(text);
    const slots = new Matcher(this.#program, points, budget).matchAt(0, full);
    return slots === null ? null : readMatch(slots, points, this.groups);
  }
}

/** `re.escape`: a pattern that matches the text itself. */
export function escapeRegex(text: string): string {
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, (char) => `\\${char}`);
}

function readMatch(slots: readonly number[], points: Uint32Array, groups: number): RegexMatch {
  const read = (index: number): RegexGroup | null => {
    const [start, end] = [slots[2 * index]!, slots[2 * index + 1]!];
    return start < 0 || end < 0 ? null : { start, end, text: slice(points, start, end) };
  };
  return { ...read(0)!, groups: Array.from({ length: groups }, (_, index) => read(index + 1)) };
}

function codePoints(text: string): Uint32Array {
  return Uint32Array.from(text, (char) => char.codePointAt(0)!);
}

function slice(points: Uint32Array, from: number, to: number): string {
  let out = '';
  for (let at = from; at < to; at += 4096) out += String.fromCodePoint(...points.subarray(at, Math.min(to, at + 4096)));
  return out;
}
