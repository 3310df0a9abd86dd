import { str } from '../wire/python.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { flavorMissing } from './flavors.ts';
import { HOST_ROOM } from './hosts.ts';
import { ACCEPTED, options, type ActionRequest, type Actions } from './action.ts';
import { POWER, requireState } from './server-states.ts';

/** Resize, and what a user says to its result. */
export const RESIZE_ACTIONS: Actions = { resize, confirmResize, revertResize };

function resize(request: ActionRequest): Answer {
  const { world, server, call } = request;
  const id = str(options(request)['flavorRef'] ?? '');
  const flavor = world.flavors.get(id);
  if (flavor === undefined) throw new Fault(400, flavorMissing(id).message);
  requireState(server, 'resize', ['active', 'stopped'], call.caller.isAdmin);
  if (flavor.id === server.flavor.id) throw new Fault(400, 'When resizing, instances must change flavor!');
  if (flavor.disk === 0 && server.flavor.disk !== 0 && server.image_id !== null) {
    throw new Fault(400, 'Resize to zero disk flavor is not allowed.');
  }
  if (flavor.vcpus > HOST_ROOM.vcpus || flavor.ram > HOST_ROOM.ram || flavor.disk > HOST_ROOM.disk) {
    throw new Fault(400, 'No valid host was found. No valid host found for resize');
  }
  const due = world.soon();
  world.note(server, 'resize', call);
  world.servers.update(server, {
    task_state: 'resize_prep',
    updated: world.now(),
    pending: {
      at: due,
      changes: { vm_state: 'resized', task_state: null, flavor, old_flavor: server.flavor, updated: due },
    },
  });
  return ACCEPTED;
}

function confirmResize({ world, server, call }: ActionRequest): Answer {
  requireState(server, 'confirmResize', ['resized'], call.caller.isAdmin);
  world.note(server, 'confirmResize', call);
  const stopped = server.power_state === POWER.shutdown;
  world.servers.update(server, { vm_state: stopped ? 'stopped' : 'active', old_flavor: null, updated: world.now() });
  return { status: 204 };
}

function revertResize({ world, server, call }: ActionRequest): Answer {
  requireState(server, 'revertResize', ['resized'], call.caller.isAdmin);
  const due = world.soon();
  world.note(server, 'revertResize', call);
  const flavor = server.old_flavor ?? server.flavor;
  world.servers.update(server, {
    task_state: 'resize_reverting',
    updated: world.now(),
    pending: { at: due, changes: { vm_state: 'active', task_state: null, flavor, old_flavor: null, updated: due } },
  });
  return ACCEPTED;
}
