import { isMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { findKeypair } from './keypairs.ts';
import { options, type ActionRequest, type Actions } from './action.ts';
import { POWER, requireState } from './server-states.ts';
import { core, full } from './server-view.ts';

/** Rebuild: the same server, on an image anew. */
export const REBUILD_ACTIONS: Actions = { rebuild };

function rebuild(request: ActionRequest): Answer {
  const { world, server, call, minor } = request;
  const given = options(request);
  const imageId = given['imageRef'];
  if (typeof imageId !== 'string') {
    throw new Fault(400, `Invalid input for field/attribute rebuild. 'imageRef' is a required property`);
  }
  const image = world.images.find(imageId, call.caller);
  if (image === undefined) throw new Fault(400, 'Cannot find image for rebuild');
  requireState(server, 'rebuild', ['active', 'stopped', 'error'], call.caller.isAdmin);
  const key = given['key_name'];
  if (minor >= 54 && typeof key === 'string' && !findKeypair(world, server.user_id, key)) {
    throw new Fault(400, 'Invalid key_name provided.');
  }
  const due = world.soon();
  world.note(server, 'rebuild', call);
  const stopped = server.vm_state === 'stopped';
  const changes = {
    vm_state: stopped ? 'stopped' : 'active',
    power_state: stopped ? POWER.shutdown : POWER.running,
    task_state: null,
    updated: due,
    launched_at: due,
    fault: null,
  };
  const password = typeof given['adminPass'] === 'string' ? given['adminPass'] : (server.admin_pass ?? '');
  const after = world.servers.update(server, {
    task_state: 'rebuilding',
    updated: world.now(),
    image_id: image.id,
    admin_pass: password,
    ...(typeof given['name'] === 'string' && { name: given['name'] }),
    ...(isMap(given['metadata']) && { metadata: given['metadata'] as Record<string, string> }),
    ...(minor >= 19 && given['description'] !== undefined && { description: given['description'] as string | null }),
    ...(minor >= 54 && key !== undefined && { key_name: key as string | null }),
    ...(minor >= 57 && given['user_data'] !== undefined && { user_data: given['user_data'] as string | null }),
    pending: { at: due, changes },
  });
  const view = minor >= 75 ? full(world, after, call, minor) : core(world, after, call, minor);
  return {
    status: 202,
    headers: { location: `${call.serviceUrl}/v2.1/servers/${server.id}` },
    body: { server: { ...view, adminPass: password } },
  };
}
