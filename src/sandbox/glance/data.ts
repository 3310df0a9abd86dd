import { isMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { save, writable } from './images.ts';
import { readJson } from './input.ts';
import type { Image } from './records.ts';
import { contentOf, contentOfBytes, type ImageStore } from './store.ts';

const MAX_BYTES = 64 * 1024 * 1024;
/** What an image is said to weigh that would have come from the web; nothing is fetched. */
const WEB_BYTES = 16 * 1024 * 1024;

/** The bytes of an image: upload, download, and import from the web. */
export function addDataRoutes(service: Service, store: ImageStore): void {
  service
    .route('GET', '/v2/images/:id/file', (call) => download(store, call))
    .route('PUT', '/v2/images/:id/file', (call) => upload(store, call))
    .route('PUT', '/v2/images/:id/stage', (call) => stage(store, call))
    .route('POST', '/v2/images/:id/import', (call) => importImage(store, call));
}

function download(store: ImageStore, call: Call): Answer {
  const image = store.require(call.param('id'), call.caller);
  if (image.status === 'deactivated' && !call.caller.isAdmin) {
    throw new Fault(403, 'The requested image has been deactivated. Image data download is forbidden.');
  }
  const data = store.data.get(image.id);
  if (data === undefined || image.checksum === null) return { status: 204 };
  const headers = { 'content-type': 'application/octet-stream', 'content-md5': image.checksum };
  return { status: 200, headers, body: Buffer.from(data.base64, 'base64') };
}

function upload(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  checkBytes(call);
  if (image.status !== 'queued') {
    throw new Fault(409, `Image status transition from ${image.status} to saving is not allowed`);
  }
  const missing = (['disk_format', 'container_format'] as const).filter((name) => image[name] === null);
  if (missing.length > 0) throw new Fault(400, `Properties ${missing.join(', ')} must be set prior to saving data.`);
  store.data.put({ id: image.id, base64: Buffer.from(call.bytes).toString('base64') });
  save(store, { ...image, status: 'active', ...contentOfBytes(call.bytes, image.disk_format) });
  return { status: 204 };
}

function stage(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  checkBytes(call);
  if (image.status !== 'queued') {
    throw new Fault(409, `Image status transition from ${image.status} to uploading is not allowed`);
  }
  store.data.put({ id: image.id, base64: Buffer.from(call.bytes).toString('base64') });
  return { status: 204 };
}

function checkBytes(call: Call): void {
  const type = call.headers['content-type'] ?? '';
  if (!type.startsWith('application/octet-stream')) {
    throw new Fault(415, `The request media type ${type} is not supported by this server.`);
  }
  if (call.bytes.length > MAX_BYTES) throw new Fault(413, 'Image exceeds the storage quota.');
}

function importImage(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  const body = readJson(call);
  const method = isMap(body) && isMap(body['method']) ? body['method'] : {};
  const { name, uri } = method;
  if (name !== 'web-download' && name !== 'glance-direct')
    throw new Fault(400, `Unknown import method name '${String(name)}'.`);
  for (const format of ['container_format', 'disk_format'] as const) {
    if (image[format] === null) throw new Fault(409, `'${format}' needs to be set before import`);
  }
  if (image.status !== 'queued') throw new Fault(409, `Image needs to be in 'queued' state to use '${name}' method`);
  const becomes = name === 'web-download' ? fromWeb(uri) : fromStage(store, image);
  const readyAt = store.kernel.clock.now() + store.kernel.buildMs / 2;
  save(store, { ...image, status: 'importing', pending: { readyAt, becomes } });
  return { status: 202 };
}

/** Glance downloads from ordinary web addresses only: the usual ports, and no host that is itself or has no address (RFC 6761). */
function fromWeb(uri: unknown): Partial<Image> {
  const url = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri) : undefined;
  const local = /^(localhost|127\.|0\.|169\.254\.|\[::1?\]|\[fe80:)|\.(invalid|localhost)$/i;
  const ordinary = url !== undefined && /^https?:$/.test(url.protocol) && ['', '80', '443'].includes(url.port);
  if (!ordinary || local.test(url.hostname)) {
    throw new Fault(400, `URI for web-download does not pass filtering: ${String(uri)}`);
  }
  return { status: 'active', ...contentOf(WEB_BYTES, url.href) };
}

function fromStage(store: ImageStore, image: Image): Partial<Image> {
  const data = store.data.get(image.id);
  if (data === undefined) throw new Fault(409, "Image needs to be staged before 'glance-direct' method can be used");
  return { status: 'active', ...contentOfBytes(Buffer.from(data.base64, 'base64'), image.disk_format) };
}
