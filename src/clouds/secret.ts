import { inspect } from 'node:util';

const HIDDEN = '******';

/**
 * Text that must not be seen: a password, a token, a key. Turned into a string, into JSON or into a log line it is `******`;
 * only {@link Secret.reveal} gives the text, at the one place that puts it on the wire.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  /** True when both hold the same text. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.toPrimitive](): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
