import { isCloudError } from '../../clouds/errors.ts';
import type { Connection } from '../../clouds/types.ts';
import type { Clock } from '../../expressions/ports.ts';
import { ResourceError, type RemoteContext } from '../../resources/contract.ts';
import type { Requester } from '../types.ts';

/** The way from one cloud to the next and so on, beginning at the requester's own. */
export type Route = readonly RemoteContext[];

/** What a check needs to go there. */
export interface Visits {
  readonly visit: (who: Requester, route: Route) => Promise<Connection>;
  readonly clock: Clock;
}

/** Why a cloud cannot be reached, in a sentence. */
export class NoWay {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** How long a check waits for a cloud that does not answer, in milliseconds: someone waits for the check. */
const PATIENCE_MS = 30_000;

/** The clouds that one check of a template goes to: each way is gone once, and a failure to get there is an answer as any other. */
export class CheckedClouds {
  readonly #visits: Visits;
  readonly #who: Requester;
  readonly #known = new Map<string, Promise<Connection | NoWay>>();

  constructor(visits: Visits, who: Requester) {
    this.#visits = visits;
    this.#who = who;
  }

  /** The connection at the end of a route; an empty one is the requester's own. */
  to(route: Route): Promise<Connection | NoWay> {
    const key = JSON.stringify(route);
    let found = this.#known.get(key);
    if (found === undefined) this.#known.set(key, (found = this.#go(route)));
    return found;
  }

  async #go(route: Route): Promise<Connection | NoWay> {
    if (route.length === 0) return this.#who.connection;
    return inTime(this.#visits.clock, this.#visits.visit(this.#who, route)).catch((error: unknown) => {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      return new NoWay(reason);
    });
  }
}

/** What went wrong on the way to a cloud, where it is the way, the cloud or the credential; undefined for a fault of our own. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof ResourceError) return error.message;
  return isCloudError(error) ? error.describe() : undefined;
}

/** The result of the work, if it comes in time. Throws ResourceError TimedOut. */
export async function inTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(PATIENCE_MS, over.signal).then(() => {
    throw new ResourceError('TimedOut', `The cloud did not answer within ${PATIENCE_MS / 1000} s.`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}
