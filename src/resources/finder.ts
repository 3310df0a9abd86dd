/** Looks up what templates name: many values with one request, and each only once in a while. */
import type { Clock } from '../expressions/ports.ts';
import type { Connection } from '../clouds/types.ts';
import { ResourceError, type Finder } from './contract.ts';
import { EXTENSIONS } from './finder/extensions.ts';
import { KINDS, type Kind } from './finder/kinds.ts';

/** How long an answer is good for, in milliseconds. Heat: 60 s for constraints. */
const KEPT_MS = 60_000;
/** Answers kept for one connection; when there are more, all are forgotten. */
const MOST_KEPT = 10_000;

interface Waiting {
  resolve(id: string): void;
  reject(error: unknown): void;
}

/** The finders of all connections. Built once; a connection's finder lives as long as the connection. */
export class Finders {
  readonly #clock: Clock;
  readonly #finders = new WeakMap<Connection, Finder>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  for(connection: Connection): Finder {
    const existing = this.#finders.get(connection);
    if (existing !== undefined) return existing;
    const finder = new CloudFinder(connection, this.#clock);
    this.#finders.set(connection, finder);
    return finder;
  }
}

/** The finder of one connection. */
export class CloudFinder implements Finder {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly id: string; readonly until: number }>();
  /** Values to look up, by kind, and who waits for them. */
  readonly #waiting = new Map<string, Map<string, Waiting[]>>();

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** See {@link Finder}. A kind that nobody can look up gives its values back as they are. */
  id(kind: string, nameOrId: string): Promise<string> {
    const kept = this.#kept.get(`${kind} ${nameOrId}`);
    if (kept !== undefined && kept.until > this.#clock.now()) return Promise.resolve(kept.id);
    if (kindOf(kind) === undefined) return Promise.resolve(nameOrId);
    return new Promise((resolve, reject) => {
      const values = this.#waiting.get(kind);
      if (values === undefined) {
        this.#waiting.set(kind, new Map([[nameOrId, [{ resolve, reject }]]]));
        // What is asked for at the same time goes into one request.
        void Promise.resolve()
          .then(() => Promise.resolve())
          .then(() => this.#lookUp(kind));
      } else values.set(nameOrId, [...(values.get(nameOrId) ?? []), { resolve, reject }]);
    });
  }

  async #lookUp(kind: string): Promise<void> {
    const waiting = this.#waiting.get(kind) ?? new Map<string, Waiting[]>();
    this.#waiting.delete(kind);
    const { lookup, none, several } = kindOf(kind)!;
    try {
      const found = await lookup(this.#connection, [...waiting.keys()]);
      for (const [value, those] of waiting) {
        const ids = found.get(value) ?? [];
        if (ids.length === 1) {
          this.#keep(`${kind} ${value}`, ids[0]!);
          for (const { resolve } of those) resolve(ids[0]!);
        } else {
          const error = new ResourceError('EntityNotFound', ids.length === 0 ? none(value) : several(value));
          for (const { reject } of those) reject(error);
        }
      }
    } catch (error) {
      for (const { reject } of [...waiting.values()].flat()) reject(error);
    }
  }

  #keep(key: string, id: string): void {
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, { id, until: this.#clock.now() + KEPT_MS });
  }
}

const kindOf = (name: string): Kind | undefined => KINDS.get(name) ?? EXTENSIONS.get(name);
