import type { RequestOptions, ServiceClient, WireResponse } from '../../clouds/types.ts';
import type { Value } from '../../expressions/values.ts';

/** Does something with the service's client of the moment. */
type Through = <T>(work: (service: ServiceClient) => Promise<T>) => Promise<T>;

/** A service of a cloud by whichever connection there is at the time of each request. */
export class RotatingService implements ServiceClient {
  readonly type: string;
  readonly #through: Through;

  constructor(type: string, through: Through) {
    this.type = type;
    this.#through = through;
  }

  endpoint(): Promise<string> {
    return this.#through((service) => service.endpoint());
  }

  maxMicroversion(): Promise<string | undefined> {
    return this.#through((service) => service.maxMicroversion());
  }

  get(path: string, options?: RequestOptions): Promise<Value> {
    return this.#through((service) => service.get(path, options));
  }

  post(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#through((service) => service.post(path, body, options));
  }

  put(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#through((service) => service.put(path, body, options));
  }

  patch(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#through((service) => service.patch(path, body, options));
  }

  delete(path: string, options?: RequestOptions): Promise<Value> {
    return this.#through((service) => service.delete(path, options));
  }

  raw(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    options?: RequestOptions,
  ): Promise<WireResponse> {
    return this.#through((service) => service.raw(method, path, body, options));
  }
}
