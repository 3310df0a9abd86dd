import type { Random } from '../../expressions/ports.ts';

/** What goes wrong. Several orders that match one request all take effect. */
export interface Effect {
  /** Answer this status instead of doing the work. */
  readonly status?: number;
  /** Message of the refusal that goes with `status`. */
  readonly message?: string;
  /** Body as it is sent with `status`, instead of the service's own shape; `endless` never stops. */
  readonly body?: string;
  /** Seconds, sent as `Retry-After` with `status`. */
  readonly retryAfter?: number;
  /** Wait this long first. */
  readonly latencyMs?: number;
  /** Do the work, then drop the connection. */
  readonly loseAnswer?: boolean;
  /** Drop the connection without doing the work. */
  readonly loseRequest?: boolean;
  /** Never answer. */
  readonly hang?: boolean;
  /** All tokens given out so far are void. */
  readonly expireTokens?: boolean;
  /** Refuse as the service does when the quota of this resource is used up. */
  readonly quota?: string;
}

/** Which requests go wrong, and how. Everything left out matches all. */
export interface FaultOrder {
  /** Name of the service: `nova`. */
  readonly service?: string;
  readonly method?: string;
  /** Matches somewhere in the path, which begins with the mount: `/compute/v2.1/servers`. */
  readonly path?: RegExp | string;
  /** How many requests it hits, then it is gone. Default: every one. */
  readonly times?: number;
  /** How many matching requests pass unharmed first. */
  readonly after?: number;
  /** Chance in [0, 1] that it hits a request that matches. Default 1. */
  readonly probability?: number;
  readonly effect: Effect;
}

interface Standing {
  readonly id: string;
  readonly order: FaultOrder;
  readonly path: RegExp | undefined;
  left: number;
  skip: number;
}

/** The faults that are on order at a sandbox cloud. */
export class Faults {
  readonly #random: Random;
  #standing: Standing[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Orders a fault; answers the id to remove it by. Throws SyntaxError where `path` is no regular expression. */
  add(order: FaultOrder): string {
    const path = typeof order.path === 'string' ? new RegExp(order.path) : order.path;
    const id = this.#random.uuid();
    this.#standing.push({ id, order, path, left: order.times ?? Infinity, skip: order.after ?? 0 });
    return id;
  }

  /** Takes an order back; false where there is none of that id. */
  remove(id: string): boolean {
    const before = this.#standing.length;
    this.#standing = this.#standing.filter((standing) => standing.id !== id);
    return this.#standing.length < before;
  }

  clear(): void {
    this.#standing = [];
  }

  /** What is on order, with how many hits are left (null: no limit). */
  list(): { id: string; left: number | null; order: FaultOrder }[] {
    return this.#standing.map(({ id, left, order, path }) => {
      return { id, left: left === Infinity ? null : left, order: path ? { ...order, path: path.source } : order };
    });
  }

  /** The effects on a request that now comes in, counted as hits. */
  take(request: { service: string; method: string; path: string }): Effect[] {
    const effects = this.#standing.filter((standing) => this.#hits(standing, request)).map(({ order }) => order.effect);
    this.#standing = this.#standing.filter((standing) => standing.left > 0);
    return effects;
  }

  #hits(standing: Standing, request: { service: string; method: string; path: string }): boolean {
    const { service, method, probability } = standing.order;
    if (service !== undefined && service !== request.service) return false;
    if (method !== undefined && method.toUpperCase() !== request.method) return false;
    if (standing.path !== undefined && request.path.search(standing.path) < 0) return false;
    if (probability !== undefined && this.#random.integer(1_000_000) >= probability * 1_000_000) return false;
    if (standing.skip > 0) {
      standing.skip -= 1;
      return false;
    }
    standing.left -= 1;
    return true;
  }
}
