import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { attach, detach, reserve } from '../cinder/attaching.ts';
import type { Volume } from '../cinder/items.ts';
import { createVolume, type VolumeRequest } from '../cinder/volume-create.ts';
import { deleteVolume } from '../cinder/volumes.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { isUuid } from '../wire/schema.ts';
import type { BlockDevice, Server } from './items.ts';
import type { World } from './world.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One disk that a new server is to have. */
export interface WantedDisk {
  readonly source: 'volume' | 'image' | 'snapshot' | 'blank';
  readonly sourceId: string | undefined;
  readonly onVolume: boolean;
  readonly boots: boolean;
  readonly size: number | undefined;
  readonly deleteOnTermination: boolean;
  readonly device: string | undefined;
  readonly tag: string | null;
  readonly volumeType: string | undefined;
}

/** Reads `block_device_mapping_v2` and its predecessor. Throws a 400 {@link Fault}. */
export function readDisks(world: World, server: ValueMap, caller: Caller): WantedDisk[] {
  const old = ((server['block_device_mapping'] ?? []) as ValueMap[]).map(fromOld);
  const disks = [...old, ...((server['block_device_mapping_v2'] ?? []) as ValueMap[])].map(readDisk);
  for (const disk of disks) checkDisk(world, disk, caller);
  return disks;
}

// The first form of the API: the volume or snapshot by its own key, the boot disk by the name vda.
function fromOld(item: ValueMap): ValueMap {
  const snapshot = item['snapshot_id'] ?? null;
  return {
    source_type: snapshot === null ? 'volume' : 'snapshot',
    destination_type: 'volume',
    uuid: snapshot ?? item['volume_id'] ?? null,
    boot_index: str(item['device_name'] ?? '').endsWith('vda') ? 0 : -1,
    volume_size: item['volume_size'] ?? null,
    delete_on_termination: item['delete_on_termination'] ?? false,
    device_name: item['device_name'] ?? null,
  };
}

function readDisk(item: ValueMap): WantedDisk {
  const source = item['source_type'] as WantedDisk['source'];
  const size = item['volume_size'];
  const destroyed = item['delete_on_termination'];
  return {
    source,
    sourceId: (item['uuid'] ?? item['volume_id'] ?? item['snapshot_id'] ?? undefined) as string | undefined,
    onVolume: item['destination_type'] === 'volume' || (item['destination_type'] === undefined && source === 'volume'),
    boots: Number(item['boot_index'] ?? -1) === 0 && item['boot_index'] !== null,
    size: size === undefined || size === null || size === '' ? undefined : Number(size),
    deleteOnTermination: destroyed === true || ['true', 'True', '1'].includes(destroyed as string),
    device: (item['device_name'] ?? undefined) as string | undefined,
    tag: (item['tag'] ?? null) as string | null,
    volumeType: (item['volume_type'] ?? undefined) as string | undefined,
  };
}

function checkDisk(world: World, disk: WantedDisk, caller: Caller): void {
  const { source, sourceId: id } = disk;
  if (source === 'blank') return;
  if (id === undefined || !isUuid(id)) {
    throw new Fault(400, 'Block Device Mapping is Invalid: Unrecognized legacy format.');
  }
  if (source === 'volume') {
    const volume = ownVolume(world, id, caller);
    if (volume === undefined) throw new Fault(400, `Block Device Mapping is Invalid: failed to get volume ${id}.`);
    return;
  }
  if (source === 'snapshot') {
    const snapshot = world.volume.snapshots.get(id);
    if (snapshot === undefined || snapshot.project_id !== caller.projectId) {
      throw new Fault(400, `Block Device Mapping is Invalid: failed to get snapshot ${id}.`);
    }
    return;
  }
  if (world.images.find(id, caller) === undefined) {
    throw new Fault(400, `Block Device Mapping is Invalid: failed to get image ${id}.`);
  }
  if (disk.onVolume && disk.size === undefined) {
    const message = "Images with destination_type 'volume' need to have a non-zero size specified";
    throw new Fault(400, message);
  }
}

/** The volume, if the caller's project has it. */
export function ownVolume(world: World, id: string, caller: Caller): Volume | undefined {
  const volume = world.volume.volumes.get(id);
  return volume && (caller.isAdmin || volume.project_id === caller.projectId) ? volume : undefined;
}

/** Makes and attaches the volumes of a new server, adding them to `devices`. Throws a 4xx {@link Fault} for one that cannot be. */
export function plugDisks(
  world: World,
  serverId: string,
  disks: readonly WantedDisk[],
  caller: Caller,
  devices: BlockDevice[],
): void {
  for (const disk of disks.filter((one) => one.onVolume)) {
    const made = disk.source === 'volume' ? undefined : makeVolume(world, disk, caller);
    const volume = made ?? ownVolume(world, disk.sourceId!, caller)!;
    const letters = devices.map((one) => one.device);
    const device = disk.device ?? (disk.boots ? '/dev/vda' : nextDevice(letters));
    devices.push(connect(world, serverId, volume, device, disk.deleteOnTermination, disk.tag));
  }
}

function makeVolume(world: World, disk: WantedDisk, caller: Caller): Volume {
  const request: VolumeRequest = {
    name: '',
    description: '',
    size: disk.size ?? (disk.source === 'blank' ? 1 : undefined),
    metadata: {},
    snapshot_id: disk.source === 'snapshot' ? disk.sourceId : undefined,
    source_volid: undefined,
    image_id: disk.source === 'image' ? disk.sourceId : undefined,
    volume_type: disk.volumeType,
    availability_zone: undefined,
    multiattach: false,
  };
  const volume = createVolume(world.volume, request, caller);
  // Nova waits for the volume before it goes on; the build of the server covers that time here.
  const { pending, ...rest } = volume;
  return world.volume.volumes.items.put({ ...rest, ...pending?.changes });
}

/** Attaches a volume to a server under a device name. Throws a 400 {@link Fault} where it is not free. */
export function connect(
  world: World,
  serverId: string,
  volume: Volume,
  device: string,
  deleteOnTermination: boolean,
  tag: string | null,
): BlockDevice {
  const attachment = reserve(world.volume, volume, serverId);
  attach(world.volume, volume.id, attachment.id, device);
  return {
    id: world.kernel.random.uuid(),
    volume_id: volume.id,
    attachment_id: attachment.id,
    device,
    delete_on_termination: deleteOnTermination,
    tag,
  };
}

/** The first device name that is not taken; `/dev/vda` is the root disk's. */
export function nextDevice(taken: readonly string[]): string {
  const names = LETTERS.split('')
    .slice(1)
    .map((letter) => `/dev/vd${letter}`);
  return names.find((name) => !taken.includes(name)) ?? `/dev/vd${LETTERS[0]}${LETTERS[0]}`;
}

/** Lets go of all volumes of a server that goes away; those made to go with it are deleted. */
export function unplugDisks(world: World, devices: Server['volumes']): void {
  for (const { volume_id: id, attachment_id: attachment, delete_on_termination: doomed } of devices) {
    detach(world.volume, id, attachment);
    const volume = world.volume.volumes.get(id);
    if (!doomed || volume === undefined) continue;
    const free = world.volume.volumes.update(volume, { status: 'available', attachments: [] });
    deleteVolume(world.volume, free, { force: true });
  }
}
