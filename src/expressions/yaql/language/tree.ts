import type { Float } from '../../values.ts';

export type Literal = null | boolean | number | bigint | Float | string;

/** A parsed expression. A skipped argument (`f(1,,2)`) is `undefined` in an argument list. */
export type Expression = Call | Constant | Wrapped | Mapping;

export type Argument = Expression | undefined;

/** What is called: a function the text names, or an operator under its internal name (`#operator_+`). */
export class Call {
  readonly name: string;
  readonly args: readonly Argument[];
  /** `name(…)` as the text has it may be a method of what stands before a dot; an operator may not. */
  readonly form: 'function' | 'operator';
  constructor(name: string, args: readonly Argument[], form: 'function' | 'operator') {
    this.name = name;
    this.args = args;
    this.form = form;
  }
}

/** A literal, or a bare word (`keyword`), which is a string and can also name a key or a parameter. */
export class Constant {
  readonly value: Literal;
  readonly keyword: boolean;
  constructor(value: Literal, keyword = false) {
    this.value = value;
    this.keyword = keyword;
  }
}

/** An expression in parentheses. */
export class Wrapped {
  readonly inner: Expression;
  constructor(inner: Expression) {
    this.inner = inner;
  }
}

/** `source => destination`, an entry of a map or a named argument. */
export class Mapping {
  readonly source: Expression;
  readonly destination: Expression;
  constructor(source: Expression, destination: Expression) {
    this.source = source;
    this.destination = destination;
  }
}

export function isExpression(value: unknown): value is Expression {
  return value instanceof Call || value instanceof Constant || value instanceof Wrapped || value instanceof Mapping;
}
