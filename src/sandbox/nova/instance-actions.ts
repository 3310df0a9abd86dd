import type { ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { InstanceAction } from './items.ts';
import type { World } from './world.ts';

/** Adds the list of what was done to a server, newest first, and each with its events. */
export function addInstanceActions(routes: VersionedRoutes, world: World): void {
  const path = '/servers/:id/os-instance-actions';
  routes.route('GET', path, (call, minor) => {
    const server = world.seek(call.param('id'), call.caller);
    const actions = world.actionsOf(server.id).toReversed();
    return { status: 200, body: { instanceActions: actions.map((action) => view(action, minor)) } };
  });
  routes.route('GET', `${path}/:request`, (call, minor) => {
    const server = world.seek(call.param('id'), call.caller);
    const id = call.param('request');
    const action = world.actionsOf(server.id).find((one) => one.request_id === id);
    if (action === undefined) throw new Fault(404, `Action for request_id ${id} on instance ${server.id} not found`);
    const time = isoMicros(action.start_time);
    const event = {
      event: `compute__do_${action.action}`,
      start_time: time,
      finish_time: time,
      result: action.message ?? 'Success',
    };
    const events = [{ ...event, ...(call.caller.isAdmin && { traceback: null }) }];
    return { status: 200, body: { instanceAction: { ...view(action, minor), events } } };
  });
}

function view(action: InstanceAction, minor: number): ValueMap {
  const { server_id, start_time, request_id, user_id, project_id, message } = action;
  const time = isoMicros(start_time);
  return {
    action: action.action,
    instance_uuid: server_id,
    request_id,
    user_id,
    project_id,
    start_time: time,
    message,
    ...(minor >= 58 && { updated_at: time }),
  };
}
