import { badRequest } from '../faults/fault.ts';
import { readBool, readInt } from './scalars.ts';

/** The query of a request as Heat reads it: of a key given several times, the last counts where one value is wanted. */
export class Query {
  readonly #raw: Readonly<Record<string, string | string[] | undefined>>;

  constructor(raw: Readonly<Record<string, string | string[] | undefined>>) {
    this.#raw = raw;
  }

  keys(): string[] {
    return Object.keys(this.#raw);
  }

  /** The value, or undefined where it is missing or empty. */
  text(key: string): string | undefined {
    const value = this.#raw[key];
    return (Array.isArray(value) ? value.at(-1) : value) || undefined;
  }

  /** All values, or undefined where none was given. */
  texts(key: string): string[] | undefined {
    const value = this.#raw[key];
    const values = (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined && item !== '');
    return values.length === 0 ? undefined : (values as string[]);
  }

  /** `true` or `false`, or undefined where it is missing or empty. Throws HTTPBadRequest on anything else. */
  bool(key: string): boolean | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : readBool(key, value, badRequest);
  }

  /** A whole number, not negative. Throws HTTPBadRequest on anything else. */
  int(key: string): number | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : readInt(key, value);
  }

  /** Every pair in order of the keys, `changes` in place of what there was. */
  pairs(changes: Readonly<Record<string, string>> = {}): [string, string][] {
    const merged = { ...this.#raw, ...changes };
    return Object.entries(merged).flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map((item): [string, string] => [key, item]),
    );
  }
}
