import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { nextLink, pageOf } from '../wire/paging.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { allTenants, matches, sortItems } from './listing.ts';
import type { Volume } from './items.ts';
import { createVolume, metadataSchema, readRequest } from './volume-create.ts';
import { summary, view } from './volume-view.ts';
import type { World } from './world.ts';

const DELETABLE = new Set(['available', 'error', 'error_restoring', 'error_extending', 'error_managing']);
const FILTERS = [
  'name',
  'status',
  'size',
  'bootable',
  'availability_zone',
  'migration_status',
  'metadata',
  'snapshot_id',
  'source_volid',
  'user_id',
];
const updateSchema: Schema = {
  type: 'object',
  required: ['volume'],
  properties: {
    volume: {
      type: 'object',
      properties: {
        name: { type: ['string', 'null'], maxLength: 255 },
        description: { type: ['string', 'null'], maxLength: 255 },
        display_name: { type: ['string', 'null'], maxLength: 255 },
        display_description: { type: ['string', 'null'], maxLength: 255 },
        metadata: metadataSchema,
      },
      additionalProperties: false,
    },
  },
};

export function volumeMissing(id: string): Fault {
  return new Fault(404, `Volume ${id} could not be found.`);
}

/** The volume of that id, if the caller may see it. Throws a 404 {@link Fault}. */
export function seekVolume(world: World, id: string, caller: Caller): Volume {
  const volume = world.volumes.get(id);
  if (volume === undefined || (!caller.isAdmin && volume.project_id !== caller.projectId)) throw volumeMissing(id);
  return volume;
}

export function addVolumes(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/volumes', (call, minor) => list(world, call, minor, false));
  routes.route('GET', '/volumes/detail', (call, minor) => list(world, call, minor, true));
  routes.route('GET', '/volumes/summary', (call) => summarise(world, call), { from: 12 });
  routes.route('POST', '/volumes', (call, minor) => {
    const volume = createVolume(world, readRequest(call.json()), call.caller);
    return { status: 202, body: { volume: view(world, volume, call, minor, true) } };
  });
  routes.route('GET', '/volumes/:id', (call, minor) => {
    const volume = seekVolume(world, call.param('id'), call.caller);
    return { status: 200, body: { volume: view(world, volume, call, minor) } };
  });
  routes.route('PUT', '/volumes/:id', (call, minor) => update(world, call, minor));
  routes.route('DELETE', '/volumes/:id', (call, minor) => {
    const volume = seekVolume(world, call.param('id'), call.caller);
    deleteVolume(world, volume, {
      cascade: isTrue(call.query.get('cascade')),
      force: minor >= 23 && call.caller.isAdmin && isTrue(call.query.get('force')),
    });
    return { status: 202 };
  });
}

function isTrue(value: string | null): boolean {
  return value !== null && ['', 'true', '1'].includes(value.toLowerCase());
}

function list(world: World, call: Call, minor: number, detail: boolean): Answer {
  const { caller, query } = call;
  const everyone = allTenants(call);
  const fits = matches(query, FILTERS);
  const found = world.volumes.filter(
    (volume) =>
      (everyone || volume.project_id === caller.projectId) &&
      fits({ ...volume, bootable: String(volume.bootable) } as unknown as ValueMap),
  );
  const sorted = sortItems(found, query);
  const { items, more } = pageOf(sorted, query, volumeMissing);
  const volumes = items.map((volume) => (detail ? view(world, volume, call, minor) : summary(volume, call)));
  const links = nextLink('volumes', call.serviceUrl + call.path, query, more ? items.at(-1)?.id : undefined);
  const counted = minor >= 45 && isTrue(query.get('with_count') ?? 'no');
  return { status: 200, body: { volumes, ...links, ...(counted && { count: sorted.length }) } };
}

function summarise(world: World, call: Call): Answer {
  const everyone = allTenants(call);
  const volumes = world.volumes.filter((one) => everyone || one.project_id === call.caller.projectId);
  const total_size = volumes.reduce((sum, { size }) => sum + size, 0);
  return { status: 200, body: { 'volume-summary': { total_count: volumes.length, total_size, metadata: {} } } };
}

function update(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(updateSchema, body);
  const volume = seekVolume(world, call.param('id'), call.caller);
  const given = body['volume'] as ValueMap;
  const name = given['name'] === undefined ? given['display_name'] : given['name'];
  const description = given['description'] === undefined ? given['display_description'] : given['description'];
  const after = world.volumes.amend(volume, {
    ...(name !== undefined && { name: name as string | null }),
    ...(description !== undefined && { description: description as string | null }),
    ...(isMap(given['metadata']) && { metadata: given['metadata'] as Record<string, string> }),
    updated_at: world.now(),
  });
  return { status: 200, body: { volume: view(world, after, call, minor, true) } };
}

/** Deletes a volume: `deleting` at once, gone a little later. Throws a 400 {@link Fault} where something still needs it. */
export function deleteVolume(world: World, volume: Volume, options: { cascade?: boolean; force?: boolean } = {}): void {
  const snapshots = world.snapshotsOf(volume.id);
  const held = volume.attachments.length > 0 || (snapshots.length > 0 && options.cascade !== true);
  if (!options.force && (!DELETABLE.has(volume.status) || held)) {
    throw new Fault(
      400,
      'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.',
    );
  }
  const pending = { at: world.soon(), changes: { gone: true as const } };
  for (const snapshot of snapshots) world.snapshots.update(snapshot, { status: 'deleting', pending });
  world.volumes.update(volume, { status: 'deleting', updated_at: world.now(), pending });
}
