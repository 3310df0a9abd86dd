import { fold, isWord, isWordAscii } from './characters.ts';
import type { Instruction, Program } from './compile.ts';
import type { Assertion } from './syntax.ts';

/** Matching took more steps than allowed; the pattern is one that backtracks without end on this text. */
export class RegexBudgetError extends Error {
  override readonly name = 'RegexBudgetError';
  constructor() {
    super('the regular expression takes too many steps on this text');
  }
}

/** How much work is left; shared by all matches of one evaluation where the caller wants that. */
export interface RegexBudget {
  steps: number;
}

/** Beyond this many states (one bit each) failures are not remembered; the budget still bounds the work. */
const MAX_REMEMBERED = 1 << 26;

// What an entry of the backtrack stack asks for: go on elsewhere, put a slot back, give one up, take one more.
const BRANCH = 0;
const UNDO = 1;
const SHORTER = 2;
const LONGER = 3;

/**
 * Runs one program over one text: backtracking in the order Python tries things, but no state is tried twice
 * (failures are remembered), so patterns without references take time in proportion to text × pattern.
 */
export class Matcher {
  readonly #program: Program;
  readonly #text: Uint32Array;
  readonly #budget: RegexBudget;
  readonly #seen: Uint32Array | undefined;
  #touched: number[] = [];
  #slots: number[];

  constructor(program: Program, text: Uint32Array, budget: RegexBudget) {
    this.#program = program;
    this.#text = text;
    this.#budget = budget;
    this.#slots = [];
    const states = program.states * (text.length + 1);
    if (program.memorable && states > 0 && states <= MAX_REMEMBERED) this.#seen = new Uint32Array((states >> 5) + 1);
  }

  /** The slots of the match that begins at `start`, or null. `full`: it must reach the end; `notEmpty`: it must not be empty. */
  matchAt(start: number, full = false, notEmpty = false): number[] | null {
    this.#slots = Array.from({ length: this.#program.slots }, () => -1);
    const accept = (end: number): boolean => !(full && end !== this.#text.length) && !(notEmpty && end === start);
    const end = this.#run(0, start, accept, true);
    if (end < 0) return null;
    // What the successful path passed is no failure; the next match starts afresh.
    for (const word of this.#touched) this.#seen![word] = 0;
    this.#touched = [];
    this.#slots[0] = start;
    this.#slots[1] = end;
    return this.#slots;
  }

  /** Runs from `pc` to a `match` that is accepted; answers where it ended, or -1 with the slots as they were. */
  #run(pc: number, pos: number, accept: ((end: number) => boolean) | null, remember: boolean): number {
    const { code } = this.#program;
    const text = this.#text;
    const stack: number[] = [];
    const seen = remember ? this.#seen : undefined;
    for (;;) {
      if (--this.#budget.steps < 0) throw new RegexBudgetError();
      const step: Instruction = code[pc]!;
      let ok = true;
      switch (step.op) {
        case 'one':
          ok = pos < text.length && step.test(text[pos]!);
          pos++;
          pc++;
          break;
        case 'split':
          if (seen) {
            let id = step.id;
            step.registers.forEach((slot, bit) => (id += this.#slots[slot] === pos ? 1 << bit : 0));
            const state = id * (text.length + 1) + pos;
            const bit = 1 << (state & 31);
            const word = seen[state >> 5]!;
            ok = (word & bit) === 0;
            if (!ok) break;
            if (word === 0) this.#touched.push(state >> 5);
            seen[state >> 5] = word | bit;
          }
          stack.push(step.second, pos, 0, BRANCH);
          pc = step.first;
          break;
        case 'jump':
          pc = step.to;
          break;
        case 'save':
          stack.push(step.slot, this.#slots[step.slot]!, 0, UNDO);
          this.#slots[step.slot] = pos;
          pc++;
          break;
        case 'progress':
          pc = this.#slots[step.slot] === pos ? step.exit : pc + 1;
          break;
        case 'assert':
          ok = this.#holds(step.assertion, pos);
          pc++;
          break;
        case 'conditional':
          pc = this.#slots[2 * step.index + 1]! >= 0 ? pc + 1 : step.no;
          break;
        case 'reference': {
          const end = this.#repeated(step.index, step.fold, pos);
          ok = end >= 0;
          pos = end;
          pc++;
          break;
        }
        case 'run': {
          const most = this.#countRun(step, pos);
          ok = most >= step.min;
          if (ok && most > step.min) {
            if (step.lazy) stack.push(pc + 1, pos + step.min + 1, pos + most, LONGER);
            else stack.push(pc + 1, pos + step.min, pos + most - 1, SHORTER);
          }
          pos += step.lazy ? step.min : most;
          pc++;
          break;
        }
        case 'look':
        case 'atomic': {
          const before = [...this.#slots];
          const from = step.op === 'look' ? pos - step.width : pos;
          const end = from < 0 ? -1 : this.#run(pc + 1, from, null, false);
          const negate = step.op === 'look' && step.negate;
          ok = end >= 0 !== negate;
          if (end >= 0 && negate) this.#slots = before;
          else before.forEach((value, slot) => value !== this.#slots[slot] && stack.push(slot, value, 0, UNDO));
          if (step.op === 'atomic') pos = end;
          pc = step.after;
          break;
        }
        case 'match':
          if (accept === null || accept(pos)) return pos;
          ok = false;
          break;
      }
      if (ok) continue;
      const resumed = this.#backtrack(stack);
      if (resumed === null) return -1;
      [pc, pos] = resumed;
    }
  }

  #backtrack(stack: number[]): [number, number] | null {
    while (stack.length > 0) {
      const kind = stack.pop()!;
      const extra = stack.pop()!;
      const value = stack.pop()!;
      const target = stack.pop()!;
      if (kind === BRANCH) return [target, value];
      if (kind === UNDO) {
        this.#slots[target] = value;
        continue;
      }
      if (kind === SHORTER) {
        if (extra > value) stack.push(target, value, extra - 1, kind);
        return [target, extra];
      }
      if (extra > value) stack.push(target, value + 1, extra, kind);
      return [target, value];
    }
    return null;
  }

  #countRun(step: Extract<Instruction, { op: 'run' }>, pos: number): number {
    const limit = Math.min(step.max, this.#text.length - pos);
    let count = 0;
    while (count < limit && step.test(this.#text[pos + count]!)) count++;
    this.#budget.steps -= count;
    return count;
  }

  #repeated(index: number, ignoreCase: boolean, pos: number): number {
    const [start, end] = [this.#slots[2 * index]!, this.#slots[2 * index + 1]!];
    if (start < 0 || end < start || pos + end - start > this.#text.length) return -1;
    this.#budget.steps -= end - start;
    for (let i = 0; i < end - start; i++) {
      const [a, b] = [this.#text[start + i]!, this.#text[pos + i]!];
      if (a !== b && !(ignoreCase && fold(a, false) === fold(b, false))) return -1;
    }
    return pos + end - start;
  }

  #holds(assertion: Assertion, pos: number): boolean {
    const text = this.#text;
    switch (assertion) {
      case 'start':
        return pos === 0;
      case 'line-start':
        return pos === 0 || text[pos - 1] === 10;
      case 'text-end':
        return pos === text.length;
      case 'end':
        return pos === text.length || (pos === text.length - 1 && text[pos] === 10);
      case 'line-end':
        return pos === text.length || text[pos] === 10;
      case 'boundary':
      case 'no-boundary':
        return text.length > 0 && boundary(text, pos, isWord) === (assertion === 'boundary');
      default:
        return text.length > 0 && boundary(text, pos, isWordAscii) === (assertion === 'ascii-boundary');
    }
  }
}

function boundary(text: Uint32Array, pos: number, word: (code: number) => boolean): boolean {
  const before = pos > 0 && word(text[pos - 1]!);
  const after = pos < text.length && word(text[pos]!);
  return before !== after;
}
