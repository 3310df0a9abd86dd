import type { ParsedPattern } from './parse.ts';
import { type Assertion, type CharTest, type Node, RegexSyntaxError } from './syntax.ts';

/** One step of a compiled pattern. Jumps are to indexes; a sub-program stands after its `look` or `atomic` and ends in `match`. */
export type Instruction =
  | { readonly op: 'one'; readonly test: CharTest }
  | { readonly op: 'run'; readonly test: CharTest; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | Split
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'progress'; readonly slot: number; exit: number }
  | { readonly op: 'reference'; readonly index: number; readonly fold: boolean }
  | { readonly op: 'conditional'; readonly index: number; no: number }
  | { readonly op: 'look'; readonly width: number; readonly negate: boolean; after: number }
  | { readonly op: 'atomic'; after: number }
  | { readonly op: 'match' };

/** Tries `first`, then `second`. */
interface Split {
  readonly op: 'split';
  first: number;
  second: number;
  /** The first of this split's states, of which there are two for each register. */
  readonly id: number;
  /** The loops around it that may turn without consuming: whether they have yet is part of the state. */
  readonly registers: readonly number[];
}

/** A pattern ready to run. */
export interface Program {
  readonly code: readonly Instruction[];
  /** Capture slots (two a group, the whole match first), then the loops' registers. */
  readonly slots: number;
  readonly groups: number;
  readonly states: number;
  /** Whether a state that failed once fails always, so that no state need be tried twice. */
  readonly memorable: boolean;
}

const MAX_PROGRAM = 50_000;
/** A counted repeat of one character is unrolled up to here. */
const MAX_UNROLLED = 32;
/** Loops within loops that may all be empty: beyond this, failures are not remembered. */
const MAX_REGISTERS = 4;

/** Compiles a parsed pattern. Throws {@link RegexSyntaxError} where it would be too large or looks behind by no fixed width. */
export function compileProgram(parsed: ParsedPattern): Program {
  const compiler = new Compiler(parsed.groups);
  compiler.node(parsed.root);
  compiler.emit({ op: 'match' });
  return compiler.program();
}

class Compiler {
  readonly #code: Instruction[] = [];
  readonly #groups: number;
  #slots: number;
  #states = 0;
  readonly #loops: number[] = [];
  #memorable = true;

  constructor(groups: number) {
    this.#groups = groups;
    this.#slots = 2 * (groups + 1);
  }

  program(): Program {
    return {
      code: this.#code,
      slots: this.#slots,
      groups: this.#groups,
      states: this.#states,
      memorable: this.#memorable,
    };
  }

  emit<T extends Instruction>(instruction: T): T {
    if (this.#code.push(instruction) > MAX_PROGRAM) throw new RegexSyntaxError('pattern is too large');
    return instruction;
  }

  get #here(): number {
    return this.#code.length;
  }

  #split(): Split {
    const registers = [...this.#loops];
    if (registers.length > MAX_REGISTERS) this.#memorable = false;
    else this.#states += 1 << registers.length;
    const id = this.#states - (1 << registers.length);
    return this.emit({ op: 'split', first: this.#here + 1, second: -1, id, registers });
  }

  node(node: Node): void {
    switch (node.kind) {
      case 'one':
        this.emit({ op: 'one', test: node.test });
        break;
      case 'assert':
        this.emit({ op: 'assert', assertion: node.assertion });
        break;
      case 'sequence':
        for (const item of node.items) this.node(item);
        break;
      case 'either':
        this.#either(node.items);
        break;
      case 'group':
        this.emit({ op: 'save', slot: 2 * node.index });
        this.node(node.body);
        this.emit({ op: 'save', slot: 2 * node.index + 1 });
        break;
      case 'atomic':
        this.#atomic(() => this.node(node.body));
        break;
      case 'look':
        this.#look(node);
        break;
      case 'reference':
        this.#memorable = false;
        this.emit({ op: 'reference', index: node.index, fold: node.fold });
        break;
      case 'conditional':
        this.#conditional(node);
        break;
      case 'repeat':
        this.#repeat(node);
        break;
    }
  }

  #either(items: readonly Node[]): void {
    const ends: { to: number }[] = [];
    items.forEach((item, index) => {
      const split = index < items.length - 1 ? this.#split() : undefined;
      this.node(item);
      if (split === undefined) return;
      ends.push(this.emit({ op: 'jump', to: -1 }));
      split.second = this.#here;
    });
    for (const end of ends) end.to = this.#here;
  }

  #atomic(body: () => void): void {
    const atomic = this.emit({ op: 'atomic', after: -1 });
    body();
    this.emit({ op: 'match' });
    atomic.after = this.#here;
  }

  #look(node: Extract<Node, { kind: 'look' }>): void {
    let width = 0;
    if (node.behind) {
      const [least, most] = widthOf(node.body);
      if (least !== most) throw new RegexSyntaxError('look-behind requires fixed-width pattern');
      width = least;
    }
    const look = this.emit({ op: 'look', width, negate: node.negate, after: -1 });
    this.node(node.body);
    this.emit({ op: 'match' });
    look.after = this.#here;
  }

  #conditional(node: Extract<Node, { kind: 'conditional' }>): void {
    this.#memorable = false;
    const test = this.emit({ op: 'conditional', index: node.index, no: -1 });
    this.node(node.yes);
    const end = this.emit({ op: 'jump', to: -1 });
    test.no = this.#here;
    this.node(node.no);
    end.to = this.#here;
  }

  #repeat(node: Extract<Node, { kind: 'repeat' }>): void {
    if (node.mode === 'possessive') {
      this.#atomic(() => this.#repeat({ ...node, mode: 'greedy' }));
      return;
    }
    const lazy = node.mode === 'lazy';
    const { min, max, body } = node;
    if (body.kind === 'one' && max !== Infinity && max > MAX_UNROLLED) {
      this.emit({ op: 'run', test: body.test, min, max, lazy });
      return;
    }
    for (let i = 0; i < min; i++) this.node(body);
    if (max === Infinity) {
      this.#star(body, lazy);
      return;
    }
    const exits: { first: number; second: number }[] = [];
    for (let i = min; i < max; i++) {
      exits.push(this.#split());
      this.node(body);
    }
    for (const exit of exits) this.#leaveTo(exit, this.#here, lazy);
  }

  #star(body: Node, lazy: boolean): void {
    const top = this.#here;
    const split = this.#split();
    const canBeEmpty = widthOf(body)[0] === 0;
    const slot = canBeEmpty ? this.#slots++ : -1;
    if (canBeEmpty) {
      this.emit({ op: 'save', slot });
      this.#loops.push(slot);
    }
    this.node(body);
    if (canBeEmpty) this.#loops.pop();
    const progress = canBeEmpty ? this.emit({ op: 'progress', slot, exit: -1 }) : undefined;
    this.emit({ op: 'jump', to: top });
    if (progress) progress.exit = this.#here;
    this.#leaveTo(split, this.#here, lazy);
  }

  #leaveTo(split: { first: number; second: number }, exit: number, lazy: boolean): void {
    if (lazy) [split.first, split.second] = [exit, split.first];
    else split.second = exit;
  }
}

/** The least and most characters a node matches. */
function widthOf(node: Node): [number, number] {
  switch (node.kind) {
    case 'one':
      return [1, 1];
    case 'assert':
    case 'look':
      return [0, 0];
    case 'reference':
      return [0, Infinity];
    case 'group':
    case 'atomic':
      return widthOf(node.body);
    case 'sequence':
      return node.items.map(widthOf).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case 'either':
      return merge(node.items.map(widthOf));
    case 'conditional':
      return merge([widthOf(node.yes), widthOf(node.no)]);
    default: {
      const [least, most] = widthOf(node.body);
      return [least * node.min, most === 0 ? 0 : most * node.max];
    }
  }
}

function merge(widths: [number, number][]): [number, number] {
  return widths.reduce(([a, b], [c, d]) => [Math.min(a, c), Math.max(b, d)]);
}
