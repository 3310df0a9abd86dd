/** A pattern that Python's `re.compile` refuses, with its text for it, or one that is too large to run. */
export class RegexSyntaxError extends Error {
  override readonly name = 'RegexSyntaxError';
  /** Where in the pattern, in code points. */
  readonly position: number | undefined;
  constructor(message: string, position?: number) {
    super(position === undefined ? message : `${message} at position ${position}`);
    this.position = position;
  }
}

export type CharTest = (code: number) => boolean;

/** Zero-width tests; the unicode word boundaries have a twin for the ASCII flag. */
export type Assertion =
  | 'start'
  | 'line-start'
  | 'end'
  | 'line-end'
  | 'text-end'
  | 'boundary'
  | 'no-boundary'
  | 'ascii-boundary'
  | 'ascii-no-boundary';

export type Node =
  | { readonly kind: 'one'; readonly test: CharTest }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: Node[] }
  | { readonly kind: 'either'; readonly items: Node[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: Node }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negate: boolean; readonly body: Node }
  | { readonly kind: 'reference'; readonly index: number; readonly fold: boolean }
  | { readonly kind: 'conditional'; readonly index: number; readonly yes: Node; readonly no: Node }
  | {
      readonly kind: 'repeat';
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
      readonly body: Node;
    };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';
