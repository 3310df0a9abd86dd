import type { Answer } from '../kernel/http.ts';
import { outcome, partsOf, type Part } from './conditions.ts';
import { metadataHeaders } from './metadata.ts';
import { containerId } from './place.ts';
import { stampDate, stampText, type Headers, type StoredObject } from './records.ts';
import { page } from './refusal.ts';
import type { Visit } from './visit.ts';

/** An object, or the parts of it that are asked for; HEAD is answered with the same headers. */
export function readObject({ call, place, store }: Visit): Answer {
  const object = store.object(store.container(containerId(place)), place.object!);
  const headers = headersOf(object);
  const condition = outcome(call.headers, object);
  if (condition === 412) return { status: 412, headers, body: '' };
  const whole = { ...headers, 'content-type': object.type, 'accept-ranges': 'bytes' };
  if (condition === 304) return { status: 304, headers: whole };
  const bytes = store.bytes(object);
  const parts = call.method === 'GET' ? partsOf(call.headers['range'], bytes.length) : undefined;
  if (parts === undefined) return { status: 200, headers: whole, body: bytes };
  if (parts.length > 1) return severalParts(store.kernel.random.uuid(), object, bytes, parts, whole);
  const [part] = parts;
  const range = part === undefined ? '*' : `${part.first}-${part.last}`;
  const ranged = { ...whole, 'content-range': `bytes ${range}/${bytes.length}` };
  if (part === undefined) return { status: 416, headers: ranged, body: page(416) };
  return { status: 206, headers: ranged, body: bytes.subarray(part.first, part.last + 1) };
}

function headersOf(object: StoredObject): Headers {
  return {
    etag: object.etag,
    'last-modified': stampDate(object.stamp),
    'x-timestamp': stampText(object.stamp),
    ...metadataHeaders(object.metadata, 'object'),
    ...object.headers,
    ...(object.deleteAt !== undefined && { 'x-delete-at': String(object.deleteAt) }),
  };
}

function severalParts(
  id: string,
  object: StoredObject,
  bytes: Uint8Array,
  parts: readonly Part[],
  headers: Headers,
): Answer {
  const boundary = id.replaceAll('-', '');
  const pieces = parts.flatMap(({ first, last }) => [
    `--${boundary}\r\nContent-Type: ${object.type}\r\nContent-Range: bytes ${first}-${last}/${bytes.length}\r\n\r\n`,
    bytes.subarray(first, last + 1),
    '\r\n',
  ]);
  const body = Buffer.concat([...pieces, `--${boundary}--`].map((piece) => Buffer.from(piece as string)));
  return {
    status: 206,
    headers: { ...headers, 'content-type': `multipart/byteranges;boundary=${boundary}` },
    body: new Uint8Array(body),
  };
}
