import type { Answer } from '../kernel/http.ts';
import { asPut, copySource } from './copies.ts';
import { INFO } from './info.ts';
import { sentParts, typeOf } from './object-headers.ts';
import { containerId } from './place.ts';
import { stampDate } from './records.ts';
import { page, refuse, refuseSaying } from './refusal.ts';
import { archive, restore } from './versions.ts';
import type { Visit } from './visit.ts';

const { max_object_name_length: MOST_NAME, max_file_size: MOST_BYTES } = INFO.swift;

/** Stores an object, or a copy of another one. */
export function putObject(visit: Visit): Answer {
  const { call, place, store } = visit;
  const { headers } = call;
  const source = headers['x-copy-from'] ? copySource(visit, headers['x-copy-from']) : undefined;
  const container = store.container(containerId(place));
  const name = place.object!;
  if (headers['if-none-match'] !== undefined) {
    if (headers['if-none-match'] !== '*') throw refuseSaying(400, 'If-None-Match only supports *');
    if (store.find(container, name) !== undefined) throw refuse(412);
  }
  checkLength(visit);
  if (Buffer.byteLength(name) > MOST_NAME) {
    throw refuseSaying(400, `Object name length of ${Buffer.byteLength(name)} longer than ${MOST_NAME}`);
  }
  const sent = sentParts(headers, store.kernel.clock.now());
  const parts = source?.parts(sent) ?? { ...sent, type: typeOf(headers, name) };
  archive(visit, container, name);
  const object = store.put(container, name, source?.bytes ?? call.bytes, parts);
  const wanted = headers['etag']?.replaceAll('"', '').toLowerCase();
  if (wanted && wanted !== object.etag) throw refuse(422);
  const answer = { etag: object.etag, 'last-modified': stampDate(object.stamp), ...source?.headers(parts) };
  return { status: 201, headers: answer, body: '' };
}

/** Copies an object to where the request says: a PUT that is sent to the original. */
export function copyObject(visit: Visit): Answer {
  const { call, place } = asPut(visit.call, visit.place);
  visit.access.check(call, place, 'write');
  return putObject({ ...visit, call, place });
}

/** Changes what is said of an object; what is not said again is forgotten. */
export function changeObject({ call, place, store }: Visit): Answer {
  const object = store.object(store.container(containerId(place)), place.object!);
  const sent = sentParts(call.headers, store.kernel.clock.now());
  store.describe(object, { ...sent, type: call.headers['content-type'] || object.type });
  return { status: 202, body: page(202) };
}

/** Removes an object; in a container that keeps versions, the one before comes back. */
export function deleteObject(visit: Visit): Answer {
  const { place, store } = visit;
  const container = store.container(containerId(place));
  if (!restore(visit, container, place.object!)) store.remove(store.object(container, place.object!));
  return { status: 204, body: '' };
}

// Every HTTP/1.1 request has a Host: one without it did not come over a wire, where it would have a length.
function checkLength({ call: { headers, bytes } }: Visit): void {
  const said = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!said && headers['host'] !== undefined && bytes.length === 0) {
    throw refuseSaying(411, 'Missing Content-Length header.');
  }
  if (bytes.length > MOST_BYTES) throw refuseSaying(413, 'Your request is too large.');
}
