import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';

/** A handler that knows the minor version of the API it is asked for: 79 for 2.79. */
export type VersionedHandler = (call: Call, minor: number) => Answer;

/** The microversions of a service. */
export interface Versions {
  /** What stands in `OpenStack-API-Version` before the number: `compute`. */
  readonly type: string;
  readonly major: number;
  readonly min: number;
  readonly max: number;
  /** An older header that says the same, in lower case. */
  readonly legacyHeader?: string;
}

/** The minor version that a request asks for; the lowest where it asks for none. Throws a 400 or 406 {@link Fault}. */
export function minorOf(versions: Versions, headers: Readonly<Record<string, string>>): number {
  const asked = askedFor(versions, headers);
  if (asked === undefined) return versions.min;
  if (asked === 'latest') return versions.max;
  const match = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(asked);
  if (!match) {
    const message = `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`;
    throw new Fault(400, message);
  }
  const minor = Number(match[2]);
  if (Number(match[1]) !== versions.major || minor < versions.min || minor > versions.max) {
    const { major, min, max } = versions;
    const range = `Minimum is ${major}.${min} and maximum is ${major}.${max}.`;
    throw new Fault(406, `Version ${asked} is not supported by the API. ${range}`);
  }
  return minor;
}

function askedFor(versions: Versions, headers: Readonly<Record<string, string>>): string | undefined {
  for (const part of (headers['openstack-api-version'] ?? '').split(',')) {
    const [type, number] = part.trim().split(/\s+/);
    if (type === versions.type && number !== undefined) return number;
  }
  return versions.legacyHeader === undefined ? undefined : headers[versions.legacyHeader];
}

/** Adds routes to a service with microversions; a route may exist in some of them only. */
export class VersionedRoutes {
  readonly #service: Service;
  readonly #versions: Versions;
  readonly #prefix: string;
  readonly #check: ((call: Call) => void) | undefined;

  /** `check` runs before every handler. */
  constructor(service: Service, versions: Versions, prefix: string, check?: (call: Call) => void) {
    this.#service = service;
    this.#versions = versions;
    this.#prefix = prefix;
    this.#check = check;
  }

  /** Adds a route below the prefix, in the minor versions `from` … `to`; others answer 404. */
  route(method: string, path: string, handler: VersionedHandler, limits: { from?: number; to?: number } = {}): this {
    this.#service.route(method, this.#prefix + path, (call) => {
      const minor = minorOf(this.#versions, call.headers);
      if (minor < (limits.from ?? 0) || minor > (limits.to ?? Infinity)) {
        throw new Fault(404, 'The resource could not be found.');
      }
      this.#check?.(call);
      return handler(call, minor);
    });
    return this;
  }
}
