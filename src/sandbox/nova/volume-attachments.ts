import { isMap, type ValueMap } from '../../expressions/values.ts';
import { detach } from '../cinder/attaching.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { BlockDevice, Server } from './items.ts';
import { requireState } from './server-states.ts';
import { connect, nextDevice, ownVolume } from './server-volumes.ts';
import type { World } from './world.ts';

const ATTACHABLE = [
  'active',
  'paused',
  'stopped',
  'suspended',
  'resized',
  'soft-delete',
  'shelved',
  'shelved_offloaded',
];

/** Adds the volumes of servers: list, attach, detach, change. */
export function addVolumeAttachments(routes: VersionedRoutes, world: World): void {
  const path = '/servers/:id/os-volume_attachments';
  const serverOf = (call: Call): Server => world.seek(call.param('id'), call.caller);
  const attached = (server: Server, call: Call): BlockDevice => {
    const id = call.param('volume');
    const device = server.volumes.find((one) => one.volume_id === id);
    if (device) return device;
    if (ownVolume(world, id, call.caller) === undefined) throw new Fault(404, `Volume ${id} could not be found.`);
    throw new Fault(404, `Instance ${server.id} is not attached to volume ${id}`);
  };
  routes.route('GET', path, (call, minor) => {
    const server = serverOf(call);
    return { status: 200, body: { volumeAttachments: server.volumes.map((one) => view(server, one, minor)) } };
  });
  routes.route('GET', `${path}/:volume`, (call, minor) => {
    const server = serverOf(call);
    return { status: 200, body: { volumeAttachment: view(server, attached(server, call), minor) } };
  });
  routes.route('POST', path, (call, minor) => attach(world, serverOf(call), call, minor));
  routes.route('PUT', `${path}/:volume`, (call) => {
    const server = serverOf(call);
    const device = attached(server, call);
    const body = call.envelope('volumeAttachment');
    const doomed = body['delete_on_termination'];
    const changed = { ...device, ...(typeof doomed === 'boolean' && { delete_on_termination: doomed }) };
    world.servers.amend(server, { volumes: server.volumes.map((one) => (one === device ? changed : one)) });
    return { status: 202 };
  });
  routes.route('DELETE', `${path}/:volume`, (call) => {
    const server = serverOf(call);
    const device = attached(server, call);
    requireState(server, 'detach_volume', ATTACHABLE, call.caller.isAdmin);
    if (device.device === '/dev/vda') throw new Fault(403, 'Cannot detach a root device volume');
    detach(world.volume, device.volume_id, device.attachment_id);
    world.note(server, 'detach_volume', call);
    world.servers.amend(server, { volumes: server.volumes.filter((one) => one !== device) });
    return { status: 202 };
  });
}

function view(server: Server, device: BlockDevice, minor: number): ValueMap {
  return {
    // From 2.89 on the entry has the ids of its own instead of the volume's once more.
    ...(minor < 89 && { id: device.volume_id }),
    volumeId: device.volume_id,
    serverId: server.id,
    device: device.device,
    ...(minor >= 70 && { tag: device.tag }),
    ...(minor >= 79 && { delete_on_termination: device.delete_on_termination }),
    ...(minor >= 89 && { attachment_id: device.attachment_id, bdm_uuid: device.id }),
  };
}

function attach(world: World, server: Server, call: Call, minor: number): Answer {
  const body = call.body()['volumeAttachment'];
  const given = isMap(body) ? body : {};
  const id = given['volumeId'];
  if (typeof id !== 'string') {
    throw new Fault(400, `Invalid input for field/attribute volumeAttachment. 'volumeId' is a required property`);
  }
  const volume = ownVolume(world, id, call.caller);
  if (volume === undefined) throw new Fault(404, `Volume ${id} could not be found.`);
  requireState(server, 'attach_volume', ATTACHABLE, call.caller.isAdmin);
  if (volume.attachments.length > 0 && !volume.multiattach) {
    const holders = volume.attachments.map((one) => one.server_id).join(', ');
    throw new Fault(400, `Invalid volume: volume ${id} is already attached to instances: ${holders}`);
  }
  if (volume.status !== 'available' && !(volume.multiattach && volume.status === 'in-use')) {
    throw new Fault(400, `Invalid volume: volume '${id}' status must be 'available'. Currently in '${volume.status}'`);
  }
  const asked = given['device'];
  const taken = server.volumes.map((one) => one.device);
  const name = typeof asked === 'string' && !taken.includes(asked) ? asked : nextDevice(taken);
  const doomed = minor >= 79 && given['delete_on_termination'] === true;
  const tag = minor >= 49 && typeof given['tag'] === 'string' ? given['tag'] : null;
  const device = connect(world, server.id, volume, name, doomed, tag);
  world.note(server, 'attach_volume', call);
  world.servers.amend(server, { volumes: [...server.volumes, device] });
  return { status: 200, body: { volumeAttachment: view(server, device, minor) } };
}
