/** The exceptions of Python that expressions meet. */
export type PythonErrorKind =
  | 'TypeError'
  | 'ValueError'
  | 'KeyError'
  | 'IndexError'
  | 'AttributeError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  | 'StopIteration'
  | 'RecursionError'
  | 'UnicodeEncodeError';

/** What Python would raise: its class in `kind`, its text in `message`. */
export class PythonError extends Error {
  readonly kind: PythonErrorKind;
  constructor(kind: PythonErrorKind, message: string) {
    super(message);
    this.name = kind;
    this.kind = kind;
  }
}
