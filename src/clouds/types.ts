/** The words of clouds/: what a cloud is, how one logs in there, and what a logged-in connection can do. */
import type { Value } from '../expressions/values.ts';

/** An OpenStack identity endpoint with its trust and region. */
export interface Cloud {
  /** How people call it; appears in errors and logs. */
  readonly name: string;
  readonly authUrl: string;
  readonly region?: string;
  /** Which endpoints of the catalog to use. Default `public`. */
  readonly interface?: 'public' | 'internal' | 'admin';
  /** PEM text of the certificate authorities to trust instead of the system's. */
  readonly caCert?: string;
  /** Do not verify certificates at all; wins over `caCert`. */
  readonly insecure?: boolean;
}

/** How to log in: a keystoneauth plugin by its own name, and that plugin's own parameters. */
export interface Credential {
  readonly authType: string;
  readonly auth: { readonly [parameter: string]: Value };
}

/** One HTTP exchange with a service of a cloud, as a {@link Transport} carries it. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}
export interface WireResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
/**
 * Carries requests to one cloud: undici in production, a function call into a sandbox in a simulation.
 * Rejects with a TransportError (see errors.ts) when no answer came.
 */
export interface Transport {
  send(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Microversion of the service to ask for, `2.90`. */
  readonly microversion?: string;
  /** A conflict (409) passes by itself, so it is worth waiting for: the request is sent again as after a 503. */
  readonly retryConflict?: boolean;
  /** Sending it twice does no harm, so a lost connection may be retried. Default: true for every method but POST. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal;
}

/** A service of a cloud at its endpoint; paths start with `/` and follow the versioned endpoint. */
export interface ServiceClient {
  readonly type: string;
  /** The versioned endpoint that paths are appended to. */
  endpoint(): Promise<string>;
  /** Highest microversion the service offers, or undefined where it has none. */
  maxMicroversion(): Promise<string | undefined>;
  get(path: string, options?: RequestOptions): Promise<Value>;
  post(path: string, body?: Value, options?: RequestOptions): Promise<Value>;
  put(path: string, body?: Value, options?: RequestOptions): Promise<Value>;
  patch(path: string, body?: Value, options?: RequestOptions): Promise<Value>;
  delete(path: string, options?: RequestOptions): Promise<Value>;
  /** The answer itself, headers included; `body` is sent as it is. Throws CloudError on status >= 400 as the others do. */
  raw(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    options?: RequestOptions,
  ): Promise<WireResponse>;
}

/** A collection that can be watched: one list call serves every wait on it. */
export interface Collection {
  /** Catalog type of the service, such as `compute`. */
  readonly service: string;
  /** Path of the list, such as `/servers/detail`. */
  readonly path: string;
  /** Key of the list in the answer, such as `servers`. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly microversion?: string;
  /** Field that identifies an item; default `id`. */
  readonly id?: string;
}

/** A cloud and a credential, logged in. The only way to any OpenStack service. */
export interface Connection {
  readonly cloud: Cloud;
  /** The project the token is scoped to. */
  projectId(): Promise<string>;
  userId(): Promise<string>;
  roles(): Promise<readonly string[]>;
  /** A token that is good for at least a minute more; logs in again when needed. */
  token(): Promise<string>;
  /** True when the catalog has the service in this connection's region. */
  has(serviceType: string): Promise<boolean>;
  /** The client of a service, by catalog type (aliases such as volumev3/block-storage are known). Throws CloudError code `EndpointNotFound`. */
  service(serviceType: string): ServiceClient;
  /**
   * Waits for one item of a collection: `seen` gets each new state of it (undefined once it is gone) and says what the wait
   * should resolve with, or undefined to go on waiting; what it throws rejects the wait. Sends no request of its own.
   */
  watch<T>(
    collection: Collection,
    id: string,
    seen: (item: { [key: string]: Value } | undefined) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T>;
}
