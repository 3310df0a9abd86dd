import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { Metadata, Snapshot, Volume } from './items.ts';
import { enforceQuota } from './quotas.ts';
import { defaultType, namedType } from './types.ts';
import type { Image } from '../glance/records.ts';
import type { World } from './world.ts';

const GIB = 1024 ** 3;
const text: Schema = { type: ['string', 'null'], maxLength: 255 };
const uuid: Schema = { type: ['string', 'null'] };
export const metadataSchema: Schema = {
  type: ['object', 'null'],
  additionalProperties: { type: ['string', 'null'], maxLength: 255 },
};
const schema: Schema = {
  type: 'object',
  required: ['volume'],
  properties: {
    volume: {
      type: 'object',
      properties: {
        name: text,
        description: text,
        size: { anyOf: [{ type: 'null' }, { type: 'integer', minimum: 1 }, { type: 'string', pattern: '^[0-9]+$' }] },
        metadata: metadataSchema,
        snapshot_id: uuid,
        source_volid: uuid,
        consistencygroup_id: uuid,
        volume_type: text,
        multiattach: { type: ['boolean', 'string', 'null'] },
        availability_zone: text,
      },
    },
  },
};

/** What a request asks of a new volume, checked. */
export interface VolumeRequest {
  readonly name: string | null;
  readonly description: string | null;
  readonly size: number | undefined;
  readonly metadata: Metadata;
  readonly snapshot_id: string | undefined;
  readonly source_volid: string | undefined;
  readonly image_id: string | undefined;
  readonly volume_type: string | undefined;
  readonly availability_zone: string | undefined;
  readonly multiattach: boolean;
}

/** Reads the body of a create request. Throws a 400 {@link Fault}. */
export function readRequest(body: unknown): VolumeRequest {
  const given = body as ValueMap;
  checkSize(given);
  checkBody(schema, given);
  const volume = given['volume'] as ValueMap;
  const optional = (key: string): string | undefined => (volume[key] ?? undefined) as string | undefined;
  return {
    name: optional('name') ?? optional('display_name') ?? null,
    description: optional('description') ?? optional('display_description') ?? null,
    size: volume['size'] === undefined || volume['size'] === null ? undefined : Number(volume['size']),
    metadata: Object.fromEntries(
      Object.entries((volume['metadata'] ?? {}) as Record<string, string | null>).map(([k, v]) => [k, v ?? '']),
    ),
    snapshot_id: optional('snapshot_id'),
    source_volid: optional('source_volid'),
    image_id: optional('imageRef') ?? optional('image_id'),
    volume_type: optional('volume_type'),
    availability_zone: optional('availability_zone'),
    multiattach: volume['multiattach'] === true || volume['multiattach'] === 'true',
  };
}

// Cinder reports a bad size in the words of the alternative that fits its type best, which `anyOf` alone cannot do.
function checkSize(body: ValueMap): void {
  const volume = body['volume'];
  const size =
    typeof volume === 'object' && volume !== null && !Array.isArray(volume) ? (volume as ValueMap)['size'] : null;
  const refuse = (reason: string): Fault =>
    new Fault(400, `Invalid input for field/attribute size. Value: ${str(size)}. ${reason}`);
  if (typeof size === 'number' && size < 1) throw refuse(`${size} is less than the minimum of 1`);
  if (typeof size === 'string' && !/^[0-9]+$/.test(size)) throw refuse(`'${size}' does not match '^[0-9]+$'`);
}

/** Makes a volume; it is ready a little later. Throws a 400, 404 or 413 {@link Fault}. */
export function createVolume(world: World, request: VolumeRequest, caller: Caller): Volume {
  const projectId = caller.projectId ?? '';
  const snapshot = request.snapshot_id === undefined ? undefined : seekSnapshot(world, request.snapshot_id, caller);
  const source = request.source_volid === undefined ? undefined : seekSource(world, request.source_volid, caller);
  const image = request.image_id === undefined ? undefined : seekImage(world, request.image_id, caller);
  const type = typeFor(world, request, snapshot, source, caller);
  const zone = request.availability_zone ?? source?.availability_zone ?? 'nova';
  if (zone !== 'nova') throw new Fault(400, `Availability zone '${zone}' is invalid.`);
  const size = sizeFor(request.size, snapshot, source, image);
  enforceQuota(world, projectId, { volumes: 1, gigabytes: size });
  world.volumes.sweep();
  const now = world.now();
  const due = world.soon();
  return world.volumes.items.put({
    id: world.kernel.random.uuid(),
    project_id: projectId,
    user_id: caller.userId,
    name: request.name,
    description: request.description,
    size,
    status: 'creating',
    created_at: now,
    updated_at: null,
    availability_zone: zone,
    volume_type_id: type.id,
    snapshot_id: snapshot?.id ?? null,
    source_volid: source?.id ?? null,
    metadata: request.metadata,
    bootable: false,
    encrypted: type.encryption !== null,
    multiattach: request.multiattach || type.extra_specs['multiattach'] === '<is> True',
    readonly: null,
    image_metadata: null,
    attachments: [],
    migration_status: null,
    pending: { at: due, changes: { status: 'available', updated_at: due, ...content(world, image, snapshot, source) } },
  });
}

function typeFor(
  world: World,
  request: VolumeRequest,
  snapshot: Snapshot | undefined,
  source: Volume | undefined,
  caller: Caller,
) {
  if (request.volume_type !== undefined) return namedType(world, request.volume_type, caller);
  const origin = source ?? (snapshot && world.volumes.get(snapshot.volume_id));
  return (origin && world.types.get(origin.volume_type_id)) ?? defaultType(world);
}

function sizeFor(
  asked: number | undefined,
  snapshot: Snapshot | undefined,
  source: Volume | undefined,
  image: Image | undefined,
): number {
  const origin = snapshot ?? source;
  if (asked === undefined) {
    if (origin) return origin.size;
    throw new Fault(
      400,
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    );
  }
  if (origin && asked < origin.size) {
    const [what, whose] = snapshot ? ['snapshot', 'snapshot size'] : ['volume', 'original volume size'];
    throw new Fault(
      400,
      `Invalid input received: Volume size '${asked}'GB cannot be smaller than the ${whose} ${origin.size}GB. They must be >= original ${what} size.`,
    );
  }
  if (image) refuseTooSmall(asked, image);
  return asked;
}

function refuseTooSmall(asked: number, image: Image): void {
  const needed = Math.ceil((image.size ?? 0) / GIB);
  if (asked < needed) {
    const message = `Invalid input received: Size of specified image ${needed}GB is larger than volume size ${asked}GB.`;
    throw new Fault(400, message);
  }
  if (asked < image.min_disk) {
    const message = `Invalid input received: Volume size ${asked}GB cannot be smaller than the image minDisk size ${image.min_disk}GB.`;
    throw new Fault(400, message);
  }
}

function content(world: World, image: Image | undefined, snapshot: Snapshot | undefined, source: Volume | undefined) {
  if (image) {
    const { id, name, checksum, container_format, disk_format, min_disk, min_ram, size } = image;
    const formats = { container_format: container_format ?? '', disk_format: disk_format ?? '' };
    const facts = { image_id: id, image_name: name ?? '', checksum: checksum ?? '', ...formats };
    const numbers = { min_disk: String(min_disk), min_ram: String(min_ram), size: String(size ?? 0) };
    return { bootable: true, image_metadata: { ...facts, ...numbers } };
  }
  const origin = source ?? (snapshot && world.volumes.get(snapshot.volume_id));
  return origin ? { bootable: origin.bootable, image_metadata: origin.image_metadata } : {};
}

function seekSnapshot(world: World, id: string, caller: Caller): Snapshot {
  const snapshot = world.snapshots.get(id);
  if (snapshot === undefined || (!caller.isAdmin && snapshot.project_id !== caller.projectId)) {
    throw new Fault(404, `Snapshot ${id} could not be found.`);
  }
  if (snapshot.status !== 'available') {
    throw new Fault(400, `Invalid snapshot: Originating snapshot status must be one of 'available' values`);
  }
  return snapshot;
}

function seekSource(world: World, id: string, caller: Caller): Volume {
  const volume = world.volumes.get(id);
  if (volume === undefined || (!caller.isAdmin && volume.project_id !== caller.projectId)) {
    throw new Fault(404, `Volume ${id} could not be found.`);
  }
  if (volume.status !== 'available' && volume.status !== 'in-use') {
    throw new Fault(400, `Invalid volume: Originating volume status must be one of 'available, in-use' values`);
  }
  return volume;
}

function seekImage(world: World, id: string, caller: Caller): Image {
  const image = world.images.find(id, caller);
  if (image === undefined) throw new Fault(400, 'Invalid image identifier or unable to access requested image.');
  if (image.status !== 'active') {
    throw new Fault(400, `Invalid input received: Image ${id} is not active.`);
  }
  return image;
}
