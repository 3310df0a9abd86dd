import type { Server } from './items.ts';
import { Fault } from '../kernel/fault.ts';

/** Power states as Nova counts them. */
export const POWER = { none: 0, running: 1, paused: 3, shutdown: 4, suspended: 7 } as const;

const REBUILDING = { rebuilding: 'REBUILD', rebuild_block_device_mapping: 'REBUILD', rebuild_spawning: 'REBUILD' };
const RESIZING = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_migrated: 'RESIZE',
  resize_finish: 'RESIZE',
};
const STATUS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  active: {
    '': 'ACTIVE',
    rebooting: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    updating_password: 'PASSWORD',
    migrating: 'MIGRATING',
    ...REBUILDING,
    ...RESIZING,
  },
  building: { '': 'BUILD' },
  stopped: { '': 'SHUTOFF', ...REBUILDING, ...RESIZING },
  resized: { '': 'VERIFY_RESIZE', resize_reverting: 'REVERT_RESIZE' },
  paused: { '': 'PAUSED', migrating: 'MIGRATING' },
  suspended: { '': 'SUSPENDED' },
  rescued: { '': 'RESCUE' },
  error: { '': 'ERROR', ...REBUILDING },
  deleted: { '': 'DELETED' },
  'soft-delete': { '': 'SOFT_DELETED' },
  shelved: { '': 'SHELVED' },
  shelved_offloaded: { '': 'SHELVED_OFFLOADED' },
};

/** The status that the API shows for a server's two states (nova/api/openstack/common.py). */
export function statusOf(server: Server): string {
  const map = STATUS[server.vm_state];
  return map?.[server.task_state ?? ''] ?? map?.[''] ?? 'UNKNOWN';
}

/**
 * Refuses an action unless the server is in one of the states it needs and nothing else is being done to it, or it is locked
 * for the caller. Throws a 409 {@link Fault}.
 */
export function requireState(server: Server, action: string, states: readonly string[], isAdmin = false): void {
  if (server.locked && !isAdmin) throw new Fault(409, `Instance ${server.id} is locked`);
  const refuse = (attribute: string, value: string): Fault =>
    new Fault(409, `Cannot '${action}' instance ${server.id} while it is in ${attribute} ${value}`);
  if (states.length > 0 && !states.includes(server.vm_state)) throw refuse('vm_state', server.vm_state);
  if (server.task_state !== null) throw refuse('task_state', server.task_state);
}
