import { isMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { writable } from './images.ts';
import { readJson } from './input.ts';
import type { Image, Member } from './records.ts';
import type { ImageStore } from './store.ts';
import { memberView } from './view.ts';

/** `/v2/images/{id}/members`: the projects an image is shared with. */
export function addMemberRoutes(service: Service, store: ImageStore): void {
  const path = '/v2/images/:id/members';
  service
    .route('GET', path, (call) => list(store, call))
    .route('POST', path, (call) => create(store, call))
    .route('GET', `${path}/:member`, (call) => ok(find(store, call)))
    .route('PUT', `${path}/:member`, (call) => update(store, call))
    .route('DELETE', `${path}/:member`, (call) => remove(store, call));
}

function shared(image: Image): Image {
  if (image.visibility === 'shared') return image;
  throw new Fault(403, 'Only shared images have members.');
}

function mayManage(call: Call, image: Image): boolean {
  return call.caller.isAdmin || image.owner === call.caller.projectId;
}

function list(store: ImageStore, call: Call): Answer {
  const image = shared(store.require(call.param('id'), call.caller));
  const all = store.members.filter(({ imageId }) => imageId === image.id);
  const visible = mayManage(call, image) ? all : all.filter(({ project }) => project === call.caller.projectId);
  return { status: 200, body: { members: visible.map(memberView), schema: '/v2/schemas/members' } };
}

function find(store: ImageStore, call: Call): Member {
  const image = store.require(call.param('id'), call.caller);
  const project = call.param('member');
  const found = store.members.get(`${image.id}/${project}`);
  if (found === undefined || (!mayManage(call, image) && project !== call.caller.projectId)) {
    throw new Fault(404, `${project} not found in the member list of the image ${image.id}.`);
  }
  return found;
}

function ok(member: Member): Answer {
  return { status: 200, body: memberView(member) };
}

function create(store: ImageStore, call: Call): Answer {
  const image = shared(writable(store, call));
  const body = readJson(call);
  const project = isMap(body) ? body['member'] : undefined;
  if (typeof project !== 'string') throw new Fault(400, 'Member to be added not specified');
  if (project === '') throw new Fault(400, "Member can't be empty");
  const id = `${image.id}/${project}`;
  if (store.members.has(id)) throw new Fault(409, `Member ${project} is duplicated for image ${image.id}`);
  const now = store.kernel.clock.now();
  return ok(store.members.put({ id, imageId: image.id, project, status: 'pending', createdAt: now, updatedAt: now }));
}

function update(store: ImageStore, call: Call): Answer {
  const member = find(store, call);
  if (!call.caller.isAdmin && member.project !== call.caller.projectId) {
    throw new Fault(403, `Not allowed to update members for image ${member.imageId}.`);
  }
  const body = readJson(call);
  const status = isMap(body) ? body['status'] : undefined;
  if (status !== 'pending' && status !== 'accepted' && status !== 'rejected') {
    throw new Fault(400, 'Incorrect request: Status must be "pending", "accepted" or "rejected".');
  }
  return ok(store.members.put({ ...member, status, updatedAt: store.kernel.clock.now() }));
}

function remove(store: ImageStore, call: Call): Answer {
  writable(store, call);
  store.members.delete(find(store, call).id);
  return { status: 204 };
}
