import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { isoMicros } from '../kernel/kernel.ts';
import { nextLink, pageOf, selfLinks } from '../wire/paging.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Backup } from './items.ts';
import { allTenants, matches, sortItems } from './listing.ts';
import { enforceQuota } from './quotas.ts';
import { createVolume } from './volume-create.ts';
import { seekVolume } from './volumes.ts';
import type { World } from './world.ts';

function backupMissing(id: string): Fault {
  return new Fault(404, `Backup ${id} could not be found.`);
}

function seekBackup(world: World, id: string, caller: Caller): Backup {
  const backup = world.backups.get(id);
  if (backup === undefined || (!caller.isAdmin && backup.project_id !== caller.projectId)) throw backupMissing(id);
  return backup;
}

function brief(backup: Backup, call: Call): ValueMap {
  const links = selfLinks(call.serviceUrl, '/v3', `/${call.caller.projectId}/backups/${backup.id}`);
  return { id: backup.id, name: backup.name, links };
}

function view(backup: Backup, call: Call): ValueMap {
  const { status, size, container, description, volume_id, snapshot_id, is_incremental, created_at, updated_at } =
    backup;
  return {
    ...brief(backup, call),
    status,
    size,
    object_count: status === 'available' ? 2 : 0,
    availability_zone: 'nova',
    container,
    created_at: isoMicros(created_at),
    updated_at: updated_at === null ? null : isoMicros(updated_at),
    description,
    fail_reason: null,
    volume_id,
    is_incremental,
    has_dependent_backups: false,
    snapshot_id,
    data_timestamp: isoMicros(created_at),
  };
}

export function addBackups(routes: VersionedRoutes, world: World): void {
  const list = (call: Call, detail: boolean): Answer => {
    const everyone = allTenants(call);
    const fits = matches(call.query, ['name', 'status', 'volume_id']);
    const found = world.backups.filter(
      (one) => (everyone || one.project_id === call.caller.projectId) && fits(one as unknown as ValueMap),
    );
    const { items, more } = pageOf(sortItems(found, call.query), call.query, backupMissing);
    const links = nextLink('backups', call.serviceUrl + call.path, call.query, more ? items.at(-1)?.id : undefined);
    return {
      status: 200,
      body: { backups: items.map((one) => (detail ? view(one, call) : brief(one, call))), ...links },
    };
  };
  routes.route('GET', '/backups', (call) => list(call, false));
  routes.route('GET', '/backups/detail', (call) => list(call, true));
  routes.route('GET', '/backups/:id', (call) => ({
    status: 200,
    body: { backup: view(seekBackup(world, call.param('id'), call.caller), call) },
  }));
  routes.route('POST', '/backups', (call) => create(world, call));
  routes.route('POST', '/backups/:id/restore', (call) => restore(world, call));
  routes.route('DELETE', '/backups/:id', (call) => {
    const backup = seekBackup(world, call.param('id'), call.caller);
    if (backup.status !== 'available' && backup.status !== 'error') {
      throw new Fault(400, 'Invalid backup: Backup status must be available or error');
    }
    const pending = { at: world.soon(), changes: { gone: true as const } };
    world.backups.update(backup, { status: 'deleting', updated_at: world.now(), pending });
    return { status: 202 };
  });
}

function create(world: World, call: Call): Answer {
  const given = call.envelope('backup');
  const volume = seekVolume(world, str(given['volume_id']), call.caller);
  const force = given['force'] === true || given['force'] === 'true';
  if (volume.status !== 'available' && !(force && volume.status === 'in-use')) {
    const message = `Invalid volume: Volume to be backed up must be available or in-use, but the current status is "${volume.status}".`;
    throw new Fault(400, message);
  }
  const projectId = call.caller.projectId ?? '';
  enforceQuota(world, projectId, { backups: 1, backup_gigabytes: volume.size });
  world.backups.sweep();
  const due = world.soon();
  const backup = world.backups.items.put({
    id: world.kernel.random.uuid(),
    project_id: projectId,
    user_id: call.caller.userId,
    name: (given['name'] ?? null) as string | null,
    description: (given['description'] ?? null) as string | null,
    volume_id: volume.id,
    snapshot_id: (given['snapshot_id'] ?? null) as string | null,
    container: (given['container'] ?? 'volumebackups') as string,
    size: volume.size,
    status: 'creating',
    is_incremental: given['incremental'] === true,
    created_at: world.now(),
    updated_at: null,
    pending: { at: due, changes: { status: 'available', updated_at: due } },
  });
  const { status } = volume;
  world.volumes.update(volume, { status: 'backing-up', pending: { at: due, changes: { status } } });
  return { status: 202, body: { backup: brief(backup, call) } };
}

function restore(world: World, call: Call): Answer {
  const backup = seekBackup(world, call.param('id'), call.caller);
  if (backup.status !== 'available') throw new Fault(400, 'Invalid backup: Backup status must be available');
  const given = call.envelope('restore');
  const target =
    typeof given['volume_id'] === 'string'
      ? seekVolume(world, given['volume_id'], call.caller)
      : createVolume(
          world,
          { ...BLANK, name: str(given['name'] ?? `restore_backup_${backup.id}`), size: backup.size },
          call.caller,
        );
  const due = world.soon();
  world.volumes.update(target, {
    status: 'restoring-backup',
    pending: { at: due, changes: { status: 'available', updated_at: due } },
  });
  return { status: 202, body: { restore: { backup_id: backup.id, volume_id: target.id, volume_name: target.name } } };
}

const BLANK = {
  description: null,
  metadata: {},
  snapshot_id: undefined,
  source_volid: undefined,
  image_id: undefined,
  volume_type: undefined,
  availability_zone: undefined,
  multiattach: false,
};
