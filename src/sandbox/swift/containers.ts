import type { Answer } from '../kernel/http.ts';
import { accountOf, usageOf } from './accounts.ts';
import { cleanAccessList } from './acl.ts';
import { listingAnswer, listingHead } from './listing-answer.ts';
import { mergedMetadata, metadataHeaders, withoutKeys } from './metadata.ts';
import { checkContainerName, containerId, decoded } from './place.ts';
import { stampDate, stampIso, stampText, type Container, type Headers, type Versions } from './records.ts';
import { page, refuse, refuseSaying } from './refusal.ts';
import type { Visit } from './visit.ts';

const POLICY = 'Policy-0';

/** The objects of a container. */
export function listObjects(visit: Visit): Answer {
  const container = visit.store.container(containerId(visit.place));
  return listingAnswer(visit.call, visit.store.objectsOf(container.id), headersOf(visit, container), (object) => ({
    bytes: object.size,
    hash: object.etag,
    name: object.name,
    content_type: object.type,
    last_modified: stampIso(object.stamp),
  }));
}

export function showContainer(visit: Visit): Answer {
  return listingHead(visit.call, headersOf(visit, visit.store.container(containerId(visit.place))));
}

/** Makes a container, or changes the headers of the one that is there. */
export function putContainer(visit: Visit): Answer {
  const { call, place, store } = visit;
  checkContainerName(place.container!);
  const policy = call.headers['x-storage-policy'];
  if (policy !== undefined && policy !== POLICY) throw refuseSaying(400, `Invalid X-Storage-Policy '${policy}'`);
  const before = store.containers.get(containerId(place));
  const now = store.now();
  const fresh = { id: containerId(place), account: place.account, name: place.container!, made: now, changed: now };
  store.accounts.put(accountOf(visit));
  store.containers.put(changed(before ?? { ...fresh, metadata: {}, read: '', write: '' }, call.headers, now));
  return before === undefined ? { status: 201, body: '' } : { status: 202, body: page(202) };
}

export function changeContainer({ call, place, store }: Visit): Answer {
  const container = store.container(containerId(place));
  store.containers.put(changed(container, call.headers, store.now()));
  return { status: 204, body: '' };
}

export function deleteContainer({ place, store }: Visit): Answer {
  const container = store.container(containerId(place));
  if (store.objectsOf(container.id).length > 0) throw refuse(409);
  store.removeContainer(container);
  return { status: 204, body: '' };
}

/** The container with what the headers of a request change about it. */
function changed(container: Container, headers: Headers, now: number): Container {
  const { versions: before, ...rest } = container;
  const versions = versionsOf(headers, before);
  return {
    ...rest,
    changed: now,
    metadata: mergedMetadata(container.metadata, headers, 'container'),
    read: listOf(headers, 'read', container.read),
    write: listOf(headers, 'write', container.write),
    ...(versions && { versions }),
  };
}

function listOf(headers: Headers, kind: 'read' | 'write', before: string): string {
  if (headers[`x-remove-container-${kind}`] !== undefined) return '';
  const given = headers[`x-container-${kind}`];
  return given === undefined ? before : cleanAccessList(given, kind);
}

/** Where versions go from now on (common/middleware/versioned_writes/legacy.py). */
function versionsOf(headers: Headers, before: Versions | undefined): Versions | undefined {
  const [stack, history] = [headers['x-versions-location'], headers['x-history-location']];
  if (stack && history) {
    throw refuseSaying(400, 'Only one of x-versions-location or x-history-location may be specified');
  }
  const given = stack || history;
  if (given) {
    const container = decoded(given);
    if (container.includes('/')) throw refuseSaying(412, 'Container name cannot contain slashes', 'html');
    return { container, mode: stack ? 'stack' : 'history' };
  }
  const removed = ['x-remove-versions-location', 'x-remove-history-location'].some((name) => headers[name]);
  return removed || stack === '' || history === '' ? undefined : before;
}

function headersOf({ store, isOwner }: Visit, container: Container): Headers {
  const { count, bytes } = usageOf(store, container);
  const { read, write, versions } = container;
  return {
    'x-container-object-count': String(count),
    'x-container-bytes-used': String(bytes),
    'x-timestamp': stampText(container.made),
    'last-modified': stampDate(container.changed),
    'accept-ranges': 'bytes',
    'x-storage-policy': POLICY,
    ...metadataHeaders(isOwner ? container.metadata : withoutKeys(container.metadata), 'container'),
    ...(isOwner && read !== '' && { 'x-container-read': read }),
    ...(isOwner && write !== '' && { 'x-container-write': write }),
    ...(versions && { [versions.mode === 'stack' ? 'x-versions-location' : 'x-history-location']: versions.container }),
  };
}
