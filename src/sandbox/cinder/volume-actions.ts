import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { attach, detach, reserve } from './attaching.ts';
import type { Volume } from './items.ts';
import { requireAdmin } from './policy.ts';
import { enforceQuota } from './quotas.ts';
import { noSuchAction } from './type-details.ts';
import { namedType } from './types.ts';
import { deleteVolume, seekVolume } from './volumes.ts';
import type { World } from './world.ts';

const ACCEPTED: Answer = { status: 202 };

type Action = (world: World, volume: Volume, argument: ValueMap, call: Call, minor: number) => Answer;

/** Adds the actions of volumes: `POST /volumes/{id}/action` with the action's name as the key of the body. */
export function addVolumeActions(routes: VersionedRoutes, world: World): void {
  routes.route('POST', '/volumes/:id/action', (call, minor) => {
    const volume = seekVolume(world, call.param('id'), call.caller);
    const body = call.body();
    const name = Object.keys(body)[0];
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) throw noSuchAction(body);
    const argument: Value = body[name!]!;
    return action(world, volume, isMap(argument) ? argument : {}, call, minor);
  });
}

const ACTIONS: Readonly<Record<string, Action>> = {
  'os-extend': extend,
  'os-retype': retype,
  'os-set_bootable': (world, volume, { bootable }) => {
    world.volumes.amend(volume, { bootable: isTrue(bootable), updated_at: world.now() });
    return { status: 200 };
  },
  'os-update_readonly_flag': (world, volume, { readonly }) => {
    if (volume.status !== 'available') {
      const message = `Invalid volume: Volume ${volume.id} status must be '{'status': 'available'}' to update_readonly_flag, currently ${volume.status}.`;
      throw new Fault(400, message);
    }
    world.volumes.amend(volume, { readonly: isTrue(readonly), updated_at: world.now() });
    return ACCEPTED;
  },
  'os-reset_status': (world, volume, given, call) => {
    requireAdmin(call, 'volume_extension:volume_admin_actions:reset_status');
    const status = given['status'];
    if (typeof status === 'string') world.volumes.update(volume, { status, updated_at: world.now() });
    if (given['attach_status'] === 'detached') world.volumes.amend(world.volumes.get(volume.id)!, { attachments: [] });
    return ACCEPTED;
  },
  'os-force_delete': (world, volume, _given, call) => {
    requireAdmin(call, 'volume_extension:volume_admin_actions:force_delete');
    deleteVolume(world, volume, { force: true });
    return ACCEPTED;
  },
  'os-reserve': (world, volume) => {
    reserve(world, volume, '');
    return ACCEPTED;
  },
  'os-unreserve': (world, volume) => {
    for (const one of volume.attachments.filter(({ attached_at: at }) => at === null)) detach(world, volume.id, one.id);
    return ACCEPTED;
  },
  'os-attach': (world, volume, given) => {
    const mode = given['mode'] ?? 'rw';
    if (mode === 'rw' && volume.readonly === true) {
      throw new Fault(400, `Invalid attaching mode 'rw' for volume ${volume.id}.`);
    }
    const held =
      volume.attachments.find(({ attached_at: at }) => at === null) ??
      reserve(world, volume, str(given['instance_uuid'] ?? ''));
    attach(world, volume.id, held.id, str(given['mountpoint'] ?? ''));
    return ACCEPTED;
  },
  'os-begin_detaching': (world, volume) => {
    if (volume.status !== 'in-use') {
      const message = `Invalid volume: Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach.`;
      throw new Fault(400, message);
    }
    world.volumes.update(volume, { status: 'detaching', updated_at: world.now() });
    return ACCEPTED;
  },
  'os-detach': (world, volume, given) => {
    const wanted = given['attachment_id'];
    const held = volume.attachments.find((one) => wanted === undefined || wanted === null || one.id === wanted);
    if (held) detach(world, volume.id, held.id);
    return ACCEPTED;
  },
  'os-set_image_metadata': (world, volume, given) => {
    const metadata = isMap(given['metadata']) ? (given['metadata'] as Record<string, string>) : {};
    const merged = { ...volume.image_metadata, ...metadata };
    world.volumes.amend(volume, { image_metadata: merged });
    return { status: 200, body: { metadata: merged } };
  },
  'os-unset_image_metadata': (world, volume, given) => {
    const { [str(given['key'])]: _gone, ...left } = { ...volume.image_metadata };
    world.volumes.amend(volume, { image_metadata: left });
    return { status: 200 };
  },
};

function isTrue(value: Value | undefined): boolean {
  return value === true || value === 'true' || value === 'True' || value === 1 || value === '1';
}

function extend(world: World, volume: Volume, given: ValueMap, _call: Call, minor: number): Answer {
  const size = Number(given['new_size']);
  if (!Number.isInteger(size) || size < 1) {
    const value = str(given['new_size']);
    throw new Fault(
      400,
      `Invalid input for field/attribute new_size. Value: ${value}. ${value} is less than the minimum of 1`,
    );
  }
  // From 3.42 on, a volume in use can grow too.
  if (volume.status !== 'available' && !(minor >= 42 && volume.status === 'in-use')) {
    const message = `Invalid volume: Volume ${volume.id} status must be '{'status': 'available'}' to extend, currently ${volume.status}.`;
    throw new Fault(400, message);
  }
  if (size <= volume.size) {
    throw new Fault(
      400,
      `Invalid input received: New size for extend must be greater than current size. (current: ${volume.size}, extended: ${size}).`,
    );
  }
  enforceQuota(world, volume.project_id, { gigabytes: size - volume.size });
  const due = world.soon();
  world.volumes.update(volume, {
    status: 'extending',
    updated_at: world.now(),
    pending: { at: due, changes: { status: volume.status, size, updated_at: due } },
  });
  return ACCEPTED;
}

function retype(world: World, volume: Volume, given: ValueMap, call: Call): Answer {
  const type = namedType(world, str(given['new_type']), call.caller);
  if (!['available', 'in-use'].includes(volume.status) || type.id === volume.volume_type_id) {
    throw new Fault(
      400,
      'Invalid volume: Retype needs volume to be in available or in-use state, not be part of an active migration or a consistency group, requested type has to be different that the one from the volume, and for in-use volumes front-end qos specs cannot change.',
    );
  }
  const due = world.soon();
  world.volumes.update(volume, {
    status: 'retyping',
    updated_at: world.now(),
    pending: { at: due, changes: { status: volume.status, volume_type_id: type.id, updated_at: due } },
  });
  return ACCEPTED;
}
