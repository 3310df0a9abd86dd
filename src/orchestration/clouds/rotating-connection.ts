import { isRefusedLogin } from '../../clouds/errors.ts';
import type { Cloud, Collection, Connection, ServiceClient } from '../../clouds/types.ts';
import type { Value } from '../../expressions/values.ts';
import { RotatingService } from './rotating-service.ts';

/**
 * A connection whose credential may be replaced while it is in use. When the cloud takes the login no more, the credential is looked
 * up again; if it is another one by now, the work goes on with that. Otherwise the refusal stands.
 */
export class RotatingConnection implements Connection {
  readonly #lookUp: () => Promise<Connection>;
  readonly #services = new Map<string, ServiceClient>();
  #current: Connection;
  #pending: Promise<Connection> | undefined;

  private constructor(lookUp: () => Promise<Connection>, current: Connection) {
    this.#lookUp = lookUp;
    this.#current = current;
  }

  /** `lookUp` gives the connection for the credential of the moment, the same for the same. Rejects as it does. */
  static async open(lookUp: () => Promise<Connection>): Promise<RotatingConnection> {
    return new RotatingConnection(lookUp, await lookUp());
  }

  get cloud(): Cloud {
    return this.#current.cloud;
  }

  /**
   * Does something with the connection of the moment, again with the next one where the login is refused. Rejects as the work does,
   * and with what is wrong with the new credential.
   */
  async through<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const used = this.#current;
      try {
        return await work(used);
      } catch (error) {
        if (!isRefusedLogin(error) || (await this.#after(used)) === used) throw error;
      }
    }
  }

  projectId(): Promise<string> {
    return this.through((connection) => connection.projectId());
  }

  userId(): Promise<string> {
    return this.through((connection) => connection.userId());
  }

  roles(): Promise<readonly string[]> {
    return this.through((connection) => connection.roles());
  }

  token(): Promise<string> {
    return this.through((connection) => connection.token());
  }

  has(serviceType: string): Promise<boolean> {
    return this.through((connection) => connection.has(serviceType));
  }

  service(serviceType: string): ServiceClient {
    let service = this.#services.get(serviceType);
    if (service === undefined) {
      service = new RotatingService(serviceType, (work) =>
        this.through((connection) => work(connection.service(serviceType))),
      );
      this.#services.set(serviceType, service);
    }
    return service;
  }

  watch<T>(
    collection: Collection,
    id: string,
    seen: (item: { [key: string]: Value } | undefined) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.through((connection) => connection.watch(collection, id, seen, signal));
  }

  /** The connection to use after one was refused. */
  async #after(refused: Connection): Promise<Connection> {
    if (this.#current !== refused) return this.#current;
    this.#pending ??= this.#lookUp().finally(() => (this.#pending = undefined));
    this.#current = await this.#pending;
    return this.#current;
  }
}
