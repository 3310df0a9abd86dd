/**
 * Why an expression has no value. `kind` is the class that yaql (or Python) raises: `YaqlLexicalException`,
 * `NoMatchingFunctionException`, `CollectionTooLargeException`, `KeyError` …; two are our own:
 * `StepLimitExceededException` and `TimeLimitExceededException`.
 */
export class YaqlError extends Error {
  override readonly name = 'YaqlError';
  readonly kind: string;
  /** Where in the expression's text, in code points from 0, for errors of syntax. */
  readonly position: number | undefined;
  constructor(kind: string, message: string, position?: number) {
    super(message);
    this.kind = kind;
    this.position = position;
  }
}
