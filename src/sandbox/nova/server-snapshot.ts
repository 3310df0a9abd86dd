import { isMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { options, type ActionRequest, type Actions } from './action.ts';
import { requireState } from './server-states.ts';

/** Making an image of a server. */
export const SNAPSHOT_ACTIONS: Actions = { createImage };

function createImage(request: ActionRequest): Answer {
  const { world, server, call, minor } = request;
  const given = options(request);
  const name = given['name'];
  if (typeof name !== 'string' || name === '') {
    throw new Fault(400, `Invalid input for field/attribute createImage. 'name' is a required property`);
  }
  requireState(server, 'createImage', ['active', 'stopped', 'paused', 'suspended'], call.caller.isAdmin);
  const metadata = isMap(given['metadata']) ? (given['metadata'] as Record<string, string>) : {};
  const base: Record<string, string> = server.image_id === null ? {} : { base_image_ref: server.image_id };
  const due = world.soon();
  const { id } = world.images.snapshot({
    name,
    owner: call.caller.projectId ?? '',
    properties: { ...metadata, ...base, image_type: 'snapshot', instance_uuid: server.id, user_id: server.user_id },
    min_disk: server.flavor.disk,
    takesMs: due - world.now(),
  });
  world.note(server, 'createImage', call);
  world.servers.update(server, { task_state: 'image_snapshot', pending: { at: due, changes: { task_state: null } } });
  // From 2.45 on the id stands in the body instead of the header.
  if (minor >= 45) return { status: 202, body: { image_id: id } };
  return { status: 202, headers: { location: `${world.kernel.baseUrl}/image/v2/images/${id}` } };
}
