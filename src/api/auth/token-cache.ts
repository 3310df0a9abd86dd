import { hash } from 'node:crypto';
import type { Clock } from '../../expressions/ports.ts';

export interface TokenCacheLimits {
  /** How long an answer of Keystone holds, in milliseconds; also how late a revoked token is noticed. */
  readonly ttl: number;
  /** The same for a token that Keystone did not know. */
  readonly negativeTtl: number;
  /** Tokens kept at most; the oldest answer goes first. */
  readonly size: number;
}

interface Entry<T> {
  readonly value: T | undefined;
  readonly until: number;
}

/** Keeps what is known about tokens, by their digests: the tokens themselves are not kept. */
export class TokenCache<T extends { readonly expiresAt: number }> {
  readonly #clock: Clock;
  readonly #limits: TokenCacheLimits;
  readonly #known = new Map<string, Entry<T>>();
  readonly #unknown = new Map<string, Entry<T>>();
  readonly #asking = new Map<string, Promise<T | undefined>>();

  constructor(clock: Clock, limits: TokenCacheLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * What is known about the token, or what `ask` finds out; callers who want the same at the same time share one question.
   * Undefined: the token is not valid, or has expired. A question that fails is not remembered.
   */
  get(token: string, ask: () => Promise<T | undefined>): T | undefined | Promise<T | undefined> {
    const key = hash('sha256', token, 'base64');
    const entry = this.#known.get(key) ?? this.#unknown.get(key);
    const now = this.#clock.now();
    if (entry !== undefined && entry.until > now) return entry.value;
    let asking = this.#asking.get(key);
    if (asking === undefined) {
      asking = this.#learn(key, ask).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return asking;
  }

  async #learn(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const answer = await ask();
    const now = this.#clock.now();
    const value = answer !== undefined && answer.expiresAt > now ? answer : undefined;
    this.#known.delete(key);
    this.#unknown.delete(key);
    if (value !== undefined) {
      keep(this.#known, key, { value, until: Math.min(now + this.#limits.ttl, value.expiresAt) }, this.#limits.size);
    } else {
      // Apart, so that guessed tokens cannot push out real ones.
      keep(this.#unknown, key, { value, until: now + this.#limits.negativeTtl }, this.#limits.size);
    }
    return value;
  }
}

function keep<T>(entries: Map<string, T>, key: string, entry: T, size: number): void {
  entries.set(key, entry);
  if (entries.size > size) entries.delete(entries.keys().next().value!);
}
