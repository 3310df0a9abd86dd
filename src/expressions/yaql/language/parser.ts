import { reprNumber } from '../../python/text.ts';
import { isNumber } from '../../values.ts';
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
    const level = token?.kind === 'symbol' ? PREFIX.get(token.value) : undefined;
    if (level === undefined) return this.#operand();
    const symbol = this.#take()!.value as string;
    return new Call(`#unary_operator_${symbol}`, [this.#expression(level)], 'operator');
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
    if (this.#atSymbol(close)) {
      this.#take();
      return args;
    }
    let [first, named] = [true, false];
    for (;;) {
      let skipped = 0;
      while (!named && this.#atSymbol(',')) {
        this.#take();
        args.push(undefined);
        skipped++;
      }
      const value = this.#expression(LOOSEST);
      if (this.#atSymbol('=>') && skipped <= (first ? 0 : 1)) {
        this.#take();
        args.push(new Mapping(value, this.#expression(LOOSEST)));
        named = true;
      } else if (named) {
        throw this.#unexpected();
      } else {
        args.push(value);
      }
      first = false;
      if (!this.#atSymbol(',')) break;
      this.#take();
    }
    this.#expect(close);
    return args;
  }
}

function tokenText(token: Token): string {
  if (isNumber(token.value)) return reprNumber(token.value);
  if (token.kind !== 'literal') return String(token.value);
  return token.value === null ? 'None' : token.value ? 'True' : 'False';
}
