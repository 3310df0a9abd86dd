import type { Clock } from '../expressions/ports.ts';
import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import { CloudError, isNotFound } from './errors.ts';
import { listAll } from './paging.ts';
import { path } from './path.ts';
import { Service } from './service.ts';
import type { Session } from './session.ts';
import type { Cloud, Collection, Connection, RequestOptions, ServiceClient } from './types.ts';
import type { Versions } from './versions.ts';
import { CollectionWatcher, type WatchPace } from './watcher.ts';

/** What a {@link CloudConnection} is made of. */
export interface ConnectionParts {
  readonly cloud: Cloud;
  readonly session: Session;
  readonly versions: Versions;
  readonly clock: Clock;
  readonly pace: WatchPace;
}

/** A cloud and a credential, logged in at the first need. */
export class CloudConnection implements Connection {
  readonly cloud: Cloud;
  readonly #parts: ConnectionParts;
  readonly #services = new Map<string, ServiceClient>();
  readonly #watchers = new Map<string, CollectionWatcher>();

  constructor(parts: ConnectionParts) {
    this.cloud = parts.cloud;
    this.#parts = parts;
  }

  async projectId(): Promise<string> {
    return (await this.#parts.session.grant()).identity.projectId ?? this.#missing('project');
  }

  async userId(): Promise<string> {
    return (await this.#parts.session.grant()).identity.userId ?? this.#missing('user');
  }

  async roles(): Promise<readonly string[]> {
    return (await this.#parts.session.grant()).identity.roles;
  }

  async token(): Promise<string> {
    return (await this.#parts.session.token()).reveal();
  }

  async has(serviceType: string): Promise<boolean> {
    const { catalog } = await this.#parts.session.grant();
    return catalog.find(serviceType, { region: this.cloud.region, interface: this.#interface }) !== undefined;
  }

  service(serviceType: string): ServiceClient {
    const known = this.#services.get(serviceType);
    if (known !== undefined) return known;
    const { session, versions } = this.#parts;
    const made = new Service(serviceType, { session, versions, region: this.cloud.region, interface: this.#interface });
    this.#services.set(serviceType, made);
    return made;
  }

  watch<T>(
    collection: Collection,
    id: string,
    seen: (item: ValueMap | undefined) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#watcher(collection).wait(id, seen, signal);
  }

  get #interface(): string {
    return this.cloud.interface ?? 'public';
  }

  #watcher(collection: Collection): CollectionWatcher {
    const key = JSON.stringify([
      collection.service,
      collection.path,
      collection.key,
      Object.entries(collection.query ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      collection.microversion ?? '',
      collection.id ?? '',
    ]);
    const known = this.#watchers.get(key);
    if (known !== undefined) return known;
    const lookout = {
      list: (signal: AbortSignal) => listAll(this, { ...collection, signal }),
      get: (id: string, signal: AbortSignal) => this.#item(collection, id, signal),
      idField: collection.id ?? 'id',
    };
    const made = new CollectionWatcher(lookout, this.#parts.pace, this.#parts.clock);
    for (const [old, watcher] of this.#watchers) if (watcher.idle) this.#watchers.delete(old);
    this.#watchers.set(key, made);
    return made;
  }

  async #item(collection: Collection, id: string, signal: AbortSignal): Promise<ValueMap | undefined> {
    const options: RequestOptions = {
      signal,
      ...(collection.microversion !== undefined && { microversion: collection.microversion }),
    };
    const list = collection.path.replace(/\/detail$/, '');
    try {
      const body = await this.service(collection.service).get(list + path`/${id}`, options);
      const item = unwrap(body, collection.id ?? 'id');
      const told = item && own(item, collection.id ?? 'id');
      if (told === undefined || String(told) === id) return item;
      throw new CloudError('The service answered with something else than what was asked for', {
        cloud: this.cloud.name,
        service: collection.service,
        code: 'UnexpectedAnswer',
      });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  #missing(what: string): never {
    throw new CloudError(`The login to cloud ${this.cloud.name} is not scoped to a ${what}`, {
      cloud: this.cloud.name,
      code: 'LoginFailed',
    });
  }
}

// The item itself, out of its envelope (`{server: {…}}`) where the service has one.
function unwrap(body: Value, idField: string): ValueMap | undefined {
  if (!isMap(body)) return undefined;
  if (Object.hasOwn(body, idField)) return body;
  return Object.values(body).find(isMap);
}
