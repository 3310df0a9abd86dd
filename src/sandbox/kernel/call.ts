import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Caller } from './caller.ts';
import { Fault } from './fault.ts';
import { toText } from './http.ts';

/** One request as a handler sees it. */
export class Call {
  readonly method: string;
  /** Below the mount of the service: `/v2.1/servers/42`. */
  readonly path: string;
  /** What the `:names` of the route stood for. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Address of the service without a trailing slash: `http://127.0.0.1:7401/compute`. */
  readonly serviceUrl: string;
  readonly requestId: string;
  readonly #caller: Caller | undefined;

  constructor(parts: CallParts) {
    this.method = parts.method;
    this.path = parts.path;
    this.params = parts.params;
    this.query = parts.query;
    this.headers = parts.headers;
    this.bytes = parts.bytes;
    this.serviceUrl = parts.serviceUrl;
    this.requestId = parts.requestId;
    this.#caller = parts.caller;
  }

  /** Who sends it. On a route with `auth: false` a valid token is optional; asking here then throws a 401 {@link Fault}. */
  get caller(): Caller {
    if (this.#caller === undefined) throw new Fault(401, 'The request you have made requires authentication.');
    return this.#caller;
  }

  /** Who sends it, where a valid token says so. */
  get knownCaller(): Caller | undefined {
    return this.#caller;
  }

  /** The value of a `:name` of the route. */
  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route of ${this.path} has no :${name}`);
    return value;
  }

  /** The JSON body. Throws a 400 {@link Fault} where it is not JSON. */
  json(): Value {
    try {
      return JSON.parse(toText(this.bytes)) as Value;
    } catch {
      throw new Fault(400, 'Malformed request body', { type: 'malformed' });
    }
  }

  /** The JSON body, which must be an object. Throws a 400 {@link Fault} otherwise. */
  body(): ValueMap {
    const value = this.json();
    if (!isMap(value)) throw new Fault(400, 'The request body must be a JSON object', { type: 'malformed' });
    return value;
  }

  /** The object under one key of the JSON body: `{"server": {…}}`. Throws a 400 {@link Fault} where it is missing. */
  envelope(key: string): ValueMap {
    const inner = this.body()[key];
    if (!isMap(inner))
      throw new Fault(400, `Invalid input for field/attribute ${key}. '${key}' is a required property`);
    return inner;
  }
}

export interface CallParts {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly serviceUrl: string;
  readonly requestId: string;
  readonly caller: Caller | undefined;
}
