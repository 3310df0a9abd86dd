import type { Call } from './call.ts';
import { Fault } from './fault.ts';
import type { Answer } from './http.ts';
import { Router, type Found } from './router.ts';

/** Answers a request at once. It may change collections: all of its changes are kept, or none where it throws. */
export type Handler = (call: Call) => Answer;

export interface RouteOptions {
  /** False: answers also without a valid token. Default true. */
  readonly auth?: boolean;
}

export interface ServiceOptions {
  /** The project's own name, as people order faults for it: `nova`. */
  readonly name: string;
  /** First segment of its paths under the port of the cloud: `/compute`. */
  readonly mount: string;
  /** Writes a refusal in the shape of the service. `call` is absent where none could be made. */
  readonly fault: (fault: Fault) => Answer;
  /** What a request without a valid token gets. Default: what keystonemiddleware answers for every service. */
  readonly unauthorized?: (identityUrl: string) => Answer;
  /** Refusal of a path or method that is not there. Default: a {@link Fault} with status 404 or 405. */
  readonly noRoute?: (call: Call, allowed: readonly string[]) => Answer;
  /** Rewrites the path (below the mount) before it is looked up. */
  readonly normalise?: (path: string) => string;
  /** Headers of every answer. */
  readonly headers?: (call: Call) => Record<string, string>;
  /** How the service refuses when a fault order says that a quota is used up. */
  readonly overQuota?: (resource: string) => Fault;
}

export interface Route {
  readonly handler: Handler;
  readonly auth: boolean;
}

/** One OpenStack service of a sandbox cloud: its routes and its ways. */
export class Service {
  readonly options: ServiceOptions;
  readonly #router = new Router<Route>();

  constructor(options: ServiceOptions) {
    this.options = options;
  }

  /** Adds a route; the pattern starts below the mount (`/v2.1/servers/:id`). HEAD is answered by GET. */
  route(method: string, pattern: string, handler: Handler, options: RouteOptions = {}): this {
    this.#router.add(method, pattern, { handler, auth: options.auth ?? true });
    return this;
  }

  /** The route of a path below the mount, or the methods that the path knows. */
  find(method: string, path: string): Found<Route> | { methods: readonly string[] } {
    return this.#router.find(method, this.options.normalise?.(path) ?? path);
  }

  /** What a request for a path or method without a route gets. */
  noRoute(call: Call, allowed: readonly string[]): Answer {
    if (this.options.noRoute !== undefined) return this.options.noRoute(call, allowed);
    if (allowed.length === 0) return this.options.fault(new Fault(404, 'The resource could not be found.'));
    const message = `The method ${call.method} is not allowed for this resource.`;
    return this.options.fault(new Fault(405, message, { headers: { allow: allowed.join(', ') } }));
  }

  /** What a request without a valid token gets. */
  unauthorized(identityUrl: string): Answer {
    return (this.options.unauthorized ?? middlewareUnauthorized)(identityUrl);
  }
}

/** keystonemiddleware's answer to a request without a valid token (auth_token/__init__.py). */
function middlewareUnauthorized(identityUrl: string): Answer {
  const message = 'The request you have made requires authentication.';
  return {
    status: 401,
    headers: { 'www-authenticate': `Keystone uri="${identityUrl}"` },
    body: { error: { code: 401, title: 'Unauthorized', message } },
  };
}
