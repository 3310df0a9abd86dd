import { createHash } from 'node:crypto';
import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import { refuse } from './refusal.ts';
import { stampOf, type Account, type Container, type ObjectData, type Stamp, type StoredObject } from './records.ts';

/** What an object is made of, beside its bytes and what follows from them. */
export type ObjectParts = Pick<StoredObject, 'type' | 'metadata' | 'headers' | 'deleteAt'>;

/** Accounts, containers and objects of a cloud. */
export class ObjectStore {
  readonly kernel: Kernel;
  readonly accounts: Collection<Account>;
  readonly containers: Collection<Container>;
  readonly #objects: Collection<StoredObject>;
  readonly #data: Collection<ObjectData>;
  readonly #inContainer: (id: string) => StoredObject[];
  readonly #inAccount: (id: string) => Container[];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.accounts = kernel.state.collection('swift.accounts');
    this.containers = kernel.state.collection('swift.containers');
    this.#objects = kernel.state.collection('swift.objects');
    this.#data = kernel.state.collection('swift.data');
    this.#inContainer = this.#objects.index(({ container }) => container);
    this.#inAccount = this.containers.index(({ account }) => account);
  }

  /** The present time. */
  now(): Stamp {
    return stampOf(this.kernel.clock.now());
  }

  /** The account; one that nobody has written to yet is there all the same, and empty. */
  account(id: string, domain: string): Account {
    return this.accounts.get(id) ?? { id, made: this.now(), domain, metadata: {} };
  }

  containersOf(account: string): Container[] {
    return this.#inAccount(account);
  }

  /** The container. Throws a 404 where there is none. */
  container(id: string): Container {
    const found = this.containers.get(id);
    if (found === undefined) throw refuse(404);
    return found;
  }

  /** What is in a container. */
  objectsOf(container: string): StoredObject[] {
    return this.#inContainer(container).filter((object) => this.#isThere(object));
  }

  /** An object of a container; undefined where there is none. */
  find(container: Container, name: string): StoredObject | undefined {
    const object = this.#objects.get(`${container.id}/${name}`);
    return object !== undefined && this.#isThere(object) ? object : undefined;
  }

  /** An object of a container. Throws a 404 where there is none. */
  object(container: Container, name: string): StoredObject {
    const found = this.find(container, name);
    if (found === undefined) throw refuse(404);
    return found;
  }

  bytes(object: StoredObject): Uint8Array {
    return Buffer.from(this.#data.get(object.id)?.base64 ?? '', 'base64');
  }

  /** Puts an object in the place of the one of its name. */
  put(container: Container, name: string, bytes: Uint8Array, parts: ObjectParts): StoredObject {
    const id = `${container.id}/${name}`;
    const before = this.#objects.get(id)?.stamp ?? 0;
    this.#data.put({ id, base64: Buffer.from(bytes).toString('base64') });
    const etag = createHash('md5').update(bytes).digest('hex');
    // Two writes of one object never have the same time, or the later would not count.
    const stamp = Math.max(this.now(), before + 1);
    return this.#objects.put({ id, container: container.id, name, stamp, size: bytes.length, etag, ...parts });
  }

  /** Changes what is said of an object. */
  describe(object: StoredObject, parts: ObjectParts): void {
    const { id, container, name, size, etag } = object;
    this.#objects.put({ id, container, name, size, etag, stamp: Math.max(this.now(), object.stamp + 1), ...parts });
  }

  remove(object: StoredObject): void {
    this.#data.delete(object.id);
    this.#objects.delete(object.id);
  }

  /** Takes a container out, with the remains of objects whose time is over. */
  removeContainer(container: Container): void {
    for (const object of this.#inContainer(container.id)) this.remove(object);
    this.containers.delete(container.id);
  }

  #isThere({ deleteAt }: StoredObject): boolean {
    return deleteAt === undefined || deleteAt * 1000 > this.kernel.clock.now();
  }
}
