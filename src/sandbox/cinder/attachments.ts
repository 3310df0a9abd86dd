import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { attach, detach, reserve } from './attaching.ts';
import type { Volume, VolumeAttachment } from './items.ts';
import { allTenants } from './listing.ts';
import { seekVolume } from './volumes.ts';
import type { World } from './world.ts';

interface Held {
  readonly volume: Volume;
  readonly one: VolumeAttachment;
}

/** Adds the attachments API (3.27), by which a compute service takes and frees volumes. */
export function addAttachments(routes: VersionedRoutes, world: World): void {
  const since = { from: 27 };
  const visible = (call: Call): Held[] =>
    world.volumes
      .filter((volume) => volume.project_id === call.caller.projectId || allTenants(call))
      .flatMap((volume) => volume.attachments.map((one) => ({ volume, one })));
  const seek = (call: Call): Held => {
    const id = call.param('id');
    const held = world.volumes
      .filter((volume) => volume.project_id === call.caller.projectId || call.caller.isAdmin)
      .flatMap((volume) => volume.attachments.map((one) => ({ volume, one })))
      .find(({ one }) => one.id === id);
    if (held === undefined)
      throw new Fault(404, `Volume attachment could not be found with filter: attachment_id = ${id}.`);
    return held;
  };
  routes.route(
    'GET',
    '/attachments',
    (call) => ({ status: 200, body: { attachments: visible(call).map(brief) } }),
    since,
  );
  routes.route(
    'GET',
    '/attachments/detail',
    (call) => ({ status: 200, body: { attachments: visible(call).map(full) } }),
    since,
  );
  routes.route('GET', '/attachments/:id', (call) => ({ status: 200, body: { attachment: full(seek(call)) } }), since);
  routes.route('POST', '/attachments', (call) => create(world, call), since);
  routes.route(
    'PUT',
    '/attachments/:id',
    (call) => {
      const held = seek(call);
      const connector = call.envelope('attachment')['connector'];
      const device = isMap(connector) ? str(connector['mountpoint'] ?? '/dev/vdb') : '/dev/vdb';
      attach(world, held.volume.id, held.one.id, device);
      return { status: 200, body: { attachment: full(seek(call)) } };
    },
    since,
  );
  routes.route(
    'POST',
    '/attachments/:id/action',
    (call) => {
      seek(call);
      return { status: 204 };
    },
    { from: 44 },
  );
  routes.route(
    'DELETE',
    '/attachments/:id',
    (call) => {
      const { volume, one } = seek(call);
      detach(world, volume.id, one.id);
      const left = world.volumes.get(volume.id)!.attachments.filter(({ id }) => id !== one.id);
      return { status: 200, body: { attachments: left.map((other) => brief({ volume, one: other })) } };
    },
    since,
  );
}

function create(world: World, call: Call) {
  const given = call.envelope('attachment');
  const [volumeId, serverId] = [given['volume_uuid'], given['instance_uuid']];
  if (typeof volumeId !== 'string')
    throw new Fault(400, `Invalid input for field/attribute attachment. 'volume_uuid' is a required property`);
  const volume = seekVolume(world, volumeId, call.caller);
  const one = reserve(world, volume, typeof serverId === 'string' ? serverId : '');
  return { status: 200, body: { attachment: full({ volume, one }) } };
}

function brief({ volume, one }: Held): ValueMap {
  const status = one.attached_at === null ? 'reserved' : 'attached';
  return { id: one.id, status, instance: one.server_id, volume_id: volume.id };
}

function full(held: Held): ValueMap {
  const { attached_at: at, mode } = held.one;
  return {
    ...brief(held),
    attached_at: at === null ? '' : isoMicros(at),
    detached_at: '',
    attach_mode: mode ?? 'null',
    connection_info: {},
  };
}
