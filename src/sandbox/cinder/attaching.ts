import { Fault } from '../kernel/fault.ts';
import type { Volume, VolumeAttachment } from './items.ts';
import type { World } from './world.ts';

/** Holds a volume for a server, so that no other takes it; it is not attached yet. Throws a 400 {@link Fault}. */
export function reserve(world: World, volume: Volume, serverId: string): VolumeAttachment {
  const shared = volume.multiattach && volume.status === 'in-use';
  // The same server may reserve a volume more than once: Nova does where it moves a server.
  const again = volume.status === 'reserved' && volume.attachments.every((one) => one.server_id === serverId);
  if (volume.status !== 'available' && volume.status !== 'downloading' && !shared && !again) {
    throw new Fault(
      400,
      `Invalid volume: Volume ${volume.id} status must be available or downloading to reserve, but the current status is ${volume.status}.`,
    );
  }
  const attachment = {
    id: world.kernel.random.uuid(),
    server_id: serverId,
    device: null,
    attached_at: null,
    mode: null,
  };
  world.volumes.update(volume, {
    status: shared ? 'in-use' : 'reserved',
    attachments: [...volume.attachments, attachment],
    updated_at: world.now(),
  });
  return attachment;
}

/** Attaches a volume that is {@link reserve}d: at once `attaching`, `in-use` a little later. */
export function attach(world: World, volumeId: string, attachmentId: string, device: string): void {
  const volume = world.volumes.get(volumeId);
  if (volume === undefined) return;
  const due = world.soon();
  const attachments = volume.attachments.map((one): VolumeAttachment =>
    one.id === attachmentId ? { ...one, device, attached_at: due, mode: 'rw' } : one,
  );
  const reserved = volume.attachments.map((one): VolumeAttachment =>
    one.id === attachmentId ? { ...one, device } : one,
  );
  world.volumes.update(volume, {
    status: volume.status === 'in-use' ? 'in-use' : 'attaching',
    attachments: reserved,
    updated_at: world.now(),
    pending: { at: due, changes: { status: 'in-use', attachments, updated_at: due } },
  });
}

/** Lets go of a volume: `detaching` at once where it was attached, free a little later. */
export function detach(world: World, volumeId: string, attachmentId: string): void {
  const volume = world.volumes.get(volumeId);
  const held = volume?.attachments.find((one) => one.id === attachmentId);
  if (volume === undefined || held === undefined) return;
  const left = volume.attachments.filter((one) => one.id !== attachmentId);
  const after = left.length > 0 ? 'in-use' : 'available';
  const due = world.soon();
  if (held.attached_at === null) {
    world.volumes.update(volume, { status: after, attachments: left, updated_at: world.now() });
    return;
  }
  world.volumes.update(volume, {
    status: 'detaching',
    updated_at: world.now(),
    pending: { at: due, changes: { status: after, attachments: left, updated_at: due } },
  });
}
