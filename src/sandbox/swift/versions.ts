import { containerId } from './place.ts';
import type { Container, StoredObject } from './records.ts';
import { stampText } from './records.ts';
import { refuse } from './refusal.ts';
import type { Visit } from './visit.ts';

const DELETED = 'application/x-deleted;swift_versions_deleted=1';

/**
 * Puts the present contents of an object by, where its container keeps versions: under the length of its name, its name and its time
 * (common/middleware/versioned_writes/legacy.py). Throws a 412 where there is nowhere to put them.
 */
export function archive({ store, place }: Visit, container: Container, name: string): void {
  const object = store.find(container, name);
  if (container.versions === undefined || object === undefined) return;
  const { type, metadata, headers } = object;
  const target = versionsOf(store.containers.get(`${place.account}/${container.versions.container}`));
  store.put(target, `${prefixOf(name)}${timeOf(object.stamp)}`, store.bytes(object), { type, metadata, headers });
}

/**
 * Removes an object from a container that keeps versions: the version before takes its place, or a mark says when it was deleted.
 * False where the container keeps none, or there is no version to bring back.
 */
export function restore(visit: Visit, container: Container, name: string): boolean {
  const { store, place } = visit;
  if (container.versions === undefined) return false;
  const target = store.containers.get(`${place.account}/${container.versions.container}`);
  const prefix = prefixOf(name);
  if (container.versions.mode === 'history') {
    archive(visit, container, name);
    const time = Math.max(store.now(), (store.find(container, name)?.stamp ?? 0) + 1);
    const mark = { type: DELETED, metadata: {}, headers: {} };
    store.put(versionsOf(target), `${prefix}${timeOf(time)}`, new Uint8Array(), mark);
    return false;
  }
  const last = target && newest(store.objectsOf(target.id).filter((object) => object.name.startsWith(prefix)));
  if (target === undefined || last === undefined) return false;
  const { type, metadata, headers } = last;
  store.put(store.container(containerId(place)), name, store.bytes(last), { type, metadata, headers });
  store.remove(last);
  return true;
}

function versionsOf(container: Container | undefined): Container {
  if (container === undefined) throw refuse(412);
  return container;
}

function newest(objects: readonly StoredObject[]): StoredObject | undefined {
  return objects.reduce<StoredObject | undefined>((a, b) => (a !== undefined && a.name > b.name ? a : b), undefined);
}

function prefixOf(name: string): string {
  return `${Buffer.byteLength(name).toString(16).padStart(3, '0')}${name}/`;
}

function timeOf(stamp: number): string {
  return stampText(stamp).padStart(16, '0');
}
