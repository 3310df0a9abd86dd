import { Fault } from '../kernel/fault.ts';
import type { Directory } from './directory.ts';
import type { User } from './records.ts';
import { Seals } from './seals.ts';
import { factorRules } from './useroptions.ts';

/** `[receipt] expiration` of Keystone, in milliseconds. */
const LIFE_MS = 300_000;

/** That a user has shown some methods, but not all that are wanted of them (keystone/models/receipt_model.py). */
export interface Receipt {
  readonly text: string;
  readonly user: User;
  readonly methods: readonly string[];
  /** The rules that what was shown goes towards. */
  readonly required: readonly (readonly string[])[];
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

type Packed = readonly [userId: string, methods: readonly string[], expiresAt: number];

/** True when these methods are all that one of the user's rules wants, or the user has none. Methods that are `known` count only. */
export function satisfies(user: User, methods: readonly string[], known: readonly string[]): boolean {
  const rules = rulesOf(user, known);
  return rules.length === 0 || rules.some((rule) => rule.every((method) => methods.includes(method)));
}

/** Makes and reads receipts. As with tokens nothing is kept of one. */
export class Receipts {
  readonly #directory: Directory;
  readonly #seals: Seals;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#seals = new Seals(directory.kernel, 'receipt');
  }

  issue(user: User, methods: readonly string[], known: readonly string[]): Receipt {
    const issuedAt = Math.floor(this.#now() / 1000) * 1000;
    const expiresAt = issuedAt + LIFE_MS;
    const required = rulesOf(user, known).filter((rule) => rule.some((method) => methods.includes(method)));
    const text = this.#seals.seal([user.id, methods, expiresAt] satisfies Packed);
    return { text, user, methods, required, issuedAt, expiresAt };
  }

  /** The methods that a receipt stands for. Throws a 401 where it is none, has expired, or is another user's. */
  open(text: string, user: User): readonly string[] {
    const packed = this.#seals.open(text) as Packed | undefined;
    if (packed === undefined || packed[0] !== user.id || packed[2] <= this.#now()) {
      throw new Fault(401, `Could not find auth receipt: ${text}.`);
    }
    return packed[1];
  }

  #now(): number {
    return this.#directory.kernel.clock.now();
  }
}

function rulesOf(user: User, known: readonly string[]): readonly (readonly string[])[] {
  return factorRules(user).map((rule) => rule.filter((method) => known.includes(method)));
}
