import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { projectOf } from '../kernel/caller.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { checkRights, checkValue, readJson, withAttributes } from './input.ts';
import { listImages } from './list.ts';
import { patched } from './patch.ts';
import type { Image } from './records.ts';
import type { ImageStore } from './store.ts';
import { imageView } from './view.ts';

/** `/v2/images`: create, read, change, delete, tag, switch off and on. */
export function addImageRoutes(service: Service, store: ImageStore): void {
  service
    .route('GET', '/v2/images', (call) => listImages(store, call))
    .route('POST', '/v2/images', (call) => create(store, call))
    .route('GET', '/v2/images/:id', (call) => ok(store.require(call.param('id'), call.caller)))
    .route('PATCH', '/v2/images/:id', (call) => update(store, call))
    .route('DELETE', '/v2/images/:id', (call) => remove(store, call))
    .route('PUT', '/v2/images/:id/tags/:tag', (call) => addTag(store, call))
    .route('DELETE', '/v2/images/:id/tags/:tag', (call) => takeTag(store, call))
    .route('POST', '/v2/images/:id/actions/deactivate', (call) => turn(store, call, 'deactivated'))
    .route('POST', '/v2/images/:id/actions/reactivate', (call) => turn(store, call, 'active'));
}

/** The image, where the caller may change it: their project's, or an admin. Throws 404 and 403. */
export function writable(store: ImageStore, call: Call): Image {
  const image = store.require(call.param('id'), call.caller);
  if (call.caller.isAdmin || image.owner === call.caller.projectId) return image;
  throw new Fault(403, 'You do not own this image');
}

/** Keeps a changed image with the time of its change. */
export function save(store: ImageStore, image: Image): Image {
  return store.images.put({ ...image, updatedAt: store.kernel.clock.now() });
}

function ok(image: Image): Answer {
  return { status: 200, body: imageView(image) };
}

function create(store: ImageStore, call: Call): Answer {
  const body = readJson(call);
  if (!isMap(body)) throw new Fault(400, 'Expected a JSON object in request body.');
  for (const [name, value] of Object.entries(body)) checkValue(name, value);
  checkRights(call, body);
  const image = withAttributes(store.fresh(projectOf(call.caller)), body as ValueMap);
  if (store.images.has(image.id)) throw new Fault(409, `Image ID ${image.id} already exists!`);
  const methods = 'glance-direct,web-download,copy-image';
  const location = `${call.serviceUrl}/v2/images/${image.id}`;
  const headers = { location, 'openstack-image-import-methods': methods };
  return { status: 201, headers, body: imageView(store.images.put(image)) };
}

function update(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  const { 'content-type': type = '' } = call.headers;
  if (!/^application\/openstack-images-v2\.[01]-json-patch/.test(type)) {
    throw new Fault(415, `The request media type ${type} is not supported by this server.`);
  }
  const changed = patched(call, image, readJson(call));
  return ok(changed === image ? image : save(store, changed));
}

function remove(store: ImageStore, call: Call): Answer {
  const id = call.param('id');
  if (store.find(id, call.caller) === undefined) throw new Fault(404, `Failed to find image ${id} to delete`);
  const image = writable(store, call);
  if (image.protected) throw new Fault(403, `Image ${id} is protected and cannot be deleted.`);
  store.remove(id);
  return { status: 204 };
}

function addTag(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  const tag = call.param('tag');
  if (tag.length > 255) throw new Fault(400, `Provided object does not match schema 'image': '${tag}' is too long`);
  save(store, { ...image, tags: [...new Set([...image.tags, tag])] });
  return { status: 204 };
}

function takeTag(store: ImageStore, call: Call): Answer {
  const image = writable(store, call);
  if (!image.tags.includes(call.param('tag'))) throw new Fault(404, 'The resource could not be found.');
  save(store, { ...image, tags: image.tags.filter((tag) => tag !== call.param('tag')) });
  return { status: 204 };
}

function turn(store: ImageStore, call: Call, status: 'active' | 'deactivated'): Answer {
  const image = writable(store, call);
  if (image.status === status) return { status: 204 };
  if (image.status !== 'active' && image.status !== 'deactivated') {
    throw new Fault(
      403,
      `Not allowed to ${status === 'active' ? 'reactivate' : 'deactivate'} image in status '${image.status}'`,
    );
  }
  save(store, { ...image, status });
  return { status: 204 };
}
