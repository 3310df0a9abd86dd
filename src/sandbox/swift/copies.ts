import { Call } from '../kernel/call.ts';
import { metadataHeaders } from './metadata.ts';
import { containerId, decoded, placeInHeader, type Place } from './place.ts';
import { stampDate, type Headers } from './records.ts';
import { refuseSaying } from './refusal.ts';
import type { ObjectParts } from './store.ts';
import { isTrue } from './truth.ts';
import type { Visit } from './visit.ts';

/** What a copy is made of. */
export interface CopySource {
  readonly bytes: Uint8Array;
  /** What is said of the copy: what is said of the original, unless the request says otherwise. */
  parts(sent: Omit<ObjectParts, 'type'>): ObjectParts;
  /** What the answer says of the original. */
  headers(parts: ObjectParts): Headers;
}

/** The object that `X-Copy-From` names, where the caller may read it (common/middleware/copy.py). */
export function copySource({ call, place, store, access }: Visit, from: string): CopySource {
  if (call.bytes.length > 0) throw refuseSaying(400, 'Copy requests require a zero byte body');
  const account = decoded(call.headers['x-copy-from-account'] ?? place.account);
  const source = placeInHeader('X-Copy-From', from, account);
  access.check(call, source, 'read');
  const object = store.object(store.container(containerId(source)), source.object);
  const fresh = isTrue(call.headers['x-fresh-metadata']);
  return {
    bytes: store.bytes(object),
    parts: (sent) => ({
      ...(!fresh && object.deleteAt !== undefined && { deleteAt: object.deleteAt }),
      ...sent,
      type: call.headers['content-type'] || object.type,
      metadata: fresh ? sent.metadata : { ...object.metadata, ...sent.metadata },
      headers: fresh ? sent.headers : { ...object.headers, ...sent.headers },
    }),
    headers: ({ metadata, deleteAt }) => ({
      'x-copied-from-account': encodeURIComponent(account),
      'x-copied-from': encodePath(source),
      'x-copied-from-last-modified': stampDate(object.stamp),
      ...metadataHeaders(metadata, 'object'),
      ...(deleteAt !== undefined && { 'x-delete-at': String(deleteAt) }),
    }),
  };
}

/** The PUT that a COPY stands for, and where it goes. */
export function asPut(call: Call, place: Place): { call: Call; place: Required<Place> } {
  const { destination, 'destination-account': elsewhere, ...headers } = call.headers;
  if (!destination) throw refuseSaying(412, 'Destination header required', 'html');
  const target = placeInHeader('Destination', destination, decoded(elsewhere ?? place.account));
  const from = { 'x-copy-from': `/${encodePath(place)}`, 'x-copy-from-account': encodeURIComponent(place.account) };
  const put = {
    method: 'PUT',
    path: call.path,
    params: call.params,
    query: call.query,
    headers: { ...headers, ...from, 'content-length': '0' },
    bytes: call.bytes,
    serviceUrl: call.serviceUrl,
    requestId: call.requestId,
    caller: call.knownCaller,
  };
  return { call: new Call(put), place: target };
}

function encodePath({ container = '', object = '' }: Place): string {
  return [container, ...object.split('/')].map(encodeURIComponent).join('/');
}
