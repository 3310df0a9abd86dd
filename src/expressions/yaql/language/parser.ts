import { repr, reprNumber } from '../../python/text.ts';
import { YaqlError } from '../error.ts';
import { Lexer, type Token } from './lexer.ts';
import { BINARY, INDEX_LEVEL, LOOSEST, PREFIX } from './operators.ts';
import { type Argument, Call, Constant, type Expression, Mapping, Wrapped } from './tree.ts';

/** Deeper nesting than this would overflow Python's stack when evaluated. */
const MAX_DEPTH = 500;

/** Parses one expression of YAQL. Throws {@link YaqlError} of kind YaqlLexicalException or YaqlGrammarException. */
export function parseYaql(text: string): Expression {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #lexer: Lexer;
  #peeked: Token | undefined;
  #hasPeeked = false;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
  }

  parse(): Expression {
    const expression = this.#expression(LOOSEST);
    if (this.#peek() !== undefined) throw this.#unexpected();
    return expression;
  }

  #peek(): Token | undefined {
    if (!this.#hasPeeked) {
      this.#peeked = this.#lexer.next();
      this.#hasPeeked = true;
    }
    return this.#peeked;
  }

  #take(): Token | undefined {
    const token = this.#peek();
    this.#hasPeeked = false;
    return token;
  }

  #atSymbol(symbol: string): boolean {
    const token = this.#peek();
    return token?.kind === 'symbol' && token.value === symbol;
  }

  #expect(symbol: string): void {
    if (!this.#atSymbol(symbol)) throw this.#unexpected();
    this.#take();
  }

  #unexpected(): YaqlError {
    const token = this.#peek();
    if (token === undefined) {
      return new YaqlError('YaqlGrammarException', 'Parse error: unexpected end of statement');
    }
    const message = `Parse error: unexpected '${tokenText(token)}' at position ${token.at} of expression '${this.#text}'`;
    return new YaqlError('YaqlGrammarException', message, token.at);
  }

  /** Reads operands joined by operators that bind tighter than `level`, or as tight where those associate to the right. */
  #expression(level: number): Expression {
    if (++this.#depth > MAX_DEPTH) {
      throw new YaqlError('RecursionError', 'maximum recursion depth exceeded: the expression is nested too deeply');
    }
    let left = this.#prefixed();
    for (;;) {
      const token = this.#peek();
      if (token?.kind !== 'symbol') break;
      if (token.value === '[') {
        if (INDEX_LEVEL >= level) break;
        this.#take();
        left = new Call('#indexer', [left, ...this.#arguments(']')], 'operator');
        continue;
      }
      const operator = BINARY.get(token.value);
      if (operator === undefined || operator.level >= level) break;
      this.#take();
      const right = this.#expression(operator.right ? operator.level + 1 : operator.level);
      left = new Call(operator.function ?? `#operator_${token.value}`, [left, right], 'operator');
    }
    this.#depth--;
    return left;
  }

  #prefixed(): Expression {
    const token = this.#peek();
    if (token?.kind !== 'symbol') return this.#operand();
    const level = PREFIX.get(token.value);
    if (level === undefined) return this.#operand();
    this.#take();
    return new Call(`#unary_operator_${token.value}`, [this.#expression(level)], 'operator');
  }

  #operand(): Expression {
    const token = this.#peek();
    if (token === undefined) throw this.#unexpected();
    switch (token.kind) {
      case 'string':
      case 'number':
      case 'literal':
        this.#take();
        return new Constant(token.value);
      case 'word':
        this.#take();
        return new Constant(token.value, true);
      case 'variable':
        this.#take();
        return new Call('#get_context_data', [new Constant(token.value)], 'operator');
      case 'function':
        this.#take();
        return new Call(token.value, this.#arguments(')'), 'function');
      default:
        return this.#bracketed(token.value);
    }
  }

  #bracketed(symbol: string): Expression {
    if (symbol === '(') {
      this.#take();
      const inner = this.#expression(LOOSEST);
      this.#expect(')');
      return new Wrapped(inner);
    }
    if (symbol !== '[' && symbol !== '{') throw this.#unexpected();
    this.#take();
    return symbol === '['
      ? new Call('#list', this.#arguments(']'), 'operator')
      : new Call('#map', this.#arguments('}'), 'operator');
  }

  /**
   * The arguments up to `close`. Any but the last may be left out (`f(,1)`, `f(1,,2)`); named ones come last and may
   * follow at most one that is left out: so yaql's grammar has it.
   */
  #arguments(close: string): Argument[] {
    const args: Argument[] = [];
    if (this.#takeSymbol(close)) return args;
    for (let first = true; first || this.#takeSymbol(','); first = false) {
      const skipped = this.#skipped(args);
      const value = this.#expression(LOOSEST);
      if (skipped <= (first ? 0 : 1) && this.#takeSymbol('=>')) {
        args.push(new Mapping(value, this.#expression(LOOSEST)));
        this.#namedArguments(args);
        break;
      }
      args.push(value);
    }
    this.#expect(close);
    return args;
  }

  /** Passes over the commas of arguments that are left out; answers how many. */
  #skipped(args: Argument[]): number {
    let count = 0;
    for (; this.#takeSymbol(','); count++) args.push(undefined);
    return count;
  }

  #namedArguments(args: Argument[]): void {
    while (this.#takeSymbol(',')) {
      const value = this.#expression(LOOSEST);
      this.#expect('=>');
      args.push(new Mapping(value, this.#expression(LOOSEST)));
    }
  }

  #takeSymbol(symbol: string): boolean {
    if (!this.#atSymbol(symbol)) return false;
    this.#take();
    return true;
  }
}

function tokenText(token: Token): string {
  if (token.kind === 'number') return reprNumber(token.value);
  return token.kind === 'literal' ? repr(token.value) : token.value;
}
