import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { isoMicros } from '../kernel/kernel.ts';
import { nextLink, pageOf } from '../wire/paging.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Snapshot } from './items.ts';
import { allTenants, matches, sortItems } from './listing.ts';
import { addMetadata } from './metadata.ts';
import { requireAdmin } from './policy.ts';
import { enforceQuota } from './quotas.ts';
import { noSuchAction } from './type-details.ts';
import { metadataSchema } from './volume-create.ts';
import { seekVolume } from './volumes.ts';
import type { World } from './world.ts';

const text: Schema = { type: ['string', 'null'], maxLength: 255 };
const createSchema: Schema = {
  type: 'object',
  required: ['snapshot'],
  properties: {
    snapshot: {
      type: 'object',
      required: ['volume_id'],
      properties: {
        name: text,
        description: text,
        volume_id: { type: 'string', format: 'uuid' },
        force: { type: ['boolean', 'string', 'null'] },
        metadata: metadataSchema,
      },
    },
  },
};

export function snapshotMissing(id: string): Fault {
  return new Fault(404, `Snapshot ${id} could not be found.`);
}

function seekSnapshot(world: World, id: string, caller: Caller): Snapshot {
  const snapshot = world.snapshots.get(id);
  if (snapshot === undefined || (!caller.isAdmin && snapshot.project_id !== caller.projectId))
    throw snapshotMissing(id);
  return snapshot;
}

function view(snapshot: Snapshot, minor: number, short = false): ValueMap {
  const { id, name, description, volume_id, status, size, user_id } = snapshot;
  return {
    id,
    created_at: isoMicros(snapshot.created_at),
    updated_at: snapshot.updated_at === null ? null : isoMicros(snapshot.updated_at),
    name,
    description,
    volume_id,
    status,
    size,
    metadata: { ...snapshot.metadata },
    ...(minor >= 14 && { group_snapshot_id: null }),
    ...(minor >= 41 && { user_id }),
    ...(minor >= 65 && { consumes_quota: true }),
    ...(!short && {
      'os-extended-snapshot-attributes:project_id': snapshot.project_id,
      'os-extended-snapshot-attributes:progress': status === 'creating' ? '0%' : '100%',
    }),
  };
}

export function addSnapshots(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/snapshots', (call, minor) => list(world, call, minor, false));
  routes.route('GET', '/snapshots/detail', (call, minor) => list(world, call, minor, true));
  routes.route('POST', '/snapshots', (call, minor) => create(world, call, minor));
  routes.route('GET', '/snapshots/:id', (call, minor) => {
    const snapshot = seekSnapshot(world, call.param('id'), call.caller);
    return { status: 200, body: { snapshot: view(snapshot, minor) } };
  });
  routes.route('PUT', '/snapshots/:id', (call, minor) => {
    const snapshot = seekSnapshot(world, call.param('id'), call.caller);
    const { name, description } = call.envelope('snapshot');
    const after = world.snapshots.amend(snapshot, {
      ...(name !== undefined && { name: name as string | null }),
      ...(description !== undefined && { description: description as string | null }),
      updated_at: world.now(),
    });
    return { status: 200, body: { snapshot: view(after, minor, true) } };
  });
  routes.route('DELETE', '/snapshots/:id', (call) => {
    const snapshot = seekSnapshot(world, call.param('id'), call.caller);
    if (snapshot.status !== 'available' && !snapshot.status.startsWith('error')) {
      const message = `Invalid snapshot: Snapshot status must be available or error or error_deleting, and must not be part of a group.`;
      throw new Fault(400, message);
    }
    const pending = { at: world.soon(), changes: { gone: true as const } };
    world.snapshots.update(snapshot, { status: 'deleting', updated_at: world.now(), pending });
    return { status: 202 };
  });
  routes.route('POST', '/snapshots/:id/action', (call) => act(world, call));
  addMetadata(
    routes,
    '/snapshots/:id/metadata',
    'Snapshot',
    (call) => seekSnapshot(world, call.param('id'), call.caller).metadata,
    (call, metadata) => world.snapshots.amend(seekSnapshot(world, call.param('id'), call.caller), { metadata }),
  );
}

function list(world: World, call: Call, minor: number, detail: boolean): Answer {
  const { query, caller } = call;
  const everyone = allTenants(call);
  const fits = matches(query, ['name', 'status', 'volume_id', 'metadata']);
  const found = world.snapshots.filter(
    (one) => (everyone || one.project_id === caller.projectId) && fits(one as unknown as ValueMap),
  );
  const { items, more } = pageOf(sortItems(found, query), query, snapshotMissing);
  const links = nextLink('snapshots', call.serviceUrl + call.path, query, more ? items.at(-1)?.id : undefined);
  return { status: 200, body: { snapshots: items.map((one) => view(one, minor, !detail)), ...links } };
}

function create(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(createSchema, body);
  const given = body['snapshot'] as ValueMap;
  const volume = seekVolume(world, given['volume_id'] as string, call.caller);
  const forced = minor >= 66 || given['force'] === true || given['force'] === 'true' || given['force'] === 'True';
  if (volume.status !== 'available' && !(forced && volume.status === 'in-use')) {
    const message = `Invalid volume: Volume ${volume.id} status must be available, but current status is: ${volume.status}.`;
    throw new Fault(400, message);
  }
  const projectId = call.caller.projectId ?? '';
  enforceQuota(world, projectId, { snapshots: 1, gigabytes: volume.size });
  world.snapshots.sweep();
  const due = world.soon();
  const snapshot = world.snapshots.items.put({
    id: world.kernel.random.uuid(),
    project_id: projectId,
    user_id: call.caller.userId,
    name: (given['name'] ?? null) as string | null,
    description: (given['description'] ?? null) as string | null,
    volume_id: volume.id,
    size: volume.size,
    status: 'creating',
    metadata: (given['metadata'] ?? {}) as Record<string, string>,
    created_at: world.now(),
    updated_at: null,
    pending: { at: due, changes: { status: 'available', updated_at: due } },
  });
  return { status: 202, body: { snapshot: view(snapshot, minor, true) } };
}

function act(world: World, call: Call): Answer {
  const snapshot = seekSnapshot(world, call.param('id'), call.caller);
  const reset = call.body()['os-reset_status'];
  if (typeof reset !== 'object' || reset === null || Array.isArray(reset)) throw noSuchAction(call.body());
  requireAdmin(call, 'volume_extension:snapshot_admin_actions:reset_status');
  world.snapshots.update(snapshot, {
    status: str((reset as ValueMap)['status']),
    updated_at: world.now(),
  });
  return { status: 202 };
}
