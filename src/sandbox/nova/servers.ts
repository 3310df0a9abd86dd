import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { createServers } from './server-create.ts';
import { listServers } from './server-list.ts';
import { portsOf, unplug } from './server-ports.ts';
import { addresses, core, full } from './server-view.ts';
import { unplugDisks } from './server-volumes.ts';
import type { Server } from './items.ts';
import type { World } from './world.ts';

/** Adds the routes of servers themselves; what can be done to one is in its own files. */
export function addServers(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/servers', (call, minor) => listServers(world, call, minor, false));
  routes.route('GET', '/servers/detail', (call, minor) => listServers(world, call, minor, true));
  routes.route('POST', '/servers', (call, minor) => createServers(world, call, minor));
  routes.route('GET', '/servers/:id', (call, minor) => {
    const server = world.seek(call.param('id'), call.caller);
    return { status: 200, body: { server: full(world, server, call, minor) } };
  });
  routes.route('PUT', '/servers/:id', (call, minor) => update(world, call, minor));
  routes.route('DELETE', '/servers/:id', (call) => {
    const server = world.seek(call.param('id'), call.caller);
    if (server.locked && !call.caller.isAdmin) throw new Fault(409, `Instance ${server.id} is locked`);
    deleteServer(world, server, call);
    return { status: 204 };
  });
  routes.route('GET', '/servers/:id/ips', (call) => {
    const server = world.seek(call.param('id'), call.caller);
    return { status: 200, body: { addresses: addresses(world, server, false) } };
  });
  routes.route('GET', '/servers/:id/ips/:network', (call) => {
    const all = addresses(world, world.seek(call.param('id'), call.caller), false);
    const network = call.param('network');
    if (!Object.hasOwn(all, network)) throw new Fault(404, 'Instance is not a member of specified network');
    return { status: 200, body: { [network]: all[network] } };
  });
}

function updateSchema(minor: number): Schema {
  return {
    type: 'object',
    required: ['server'],
    properties: {
      server: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 255 },
          accessIPv4: { type: ['string', 'null'] },
          accessIPv6: { type: ['string', 'null'] },
          'OS-DCF:diskConfig': { type: 'string', enum: ['AUTO', 'MANUAL'] },
          ...(minor >= 19 && { description: { type: ['string', 'null'], maxLength: 255 } }),
          ...(minor >= 90 && { hostname: { type: 'string', minLength: 1, maxLength: 255 } }),
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}

function update(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(updateSchema(minor), body);
  const server = world.seek(call.param('id'), call.caller);
  const given = body['server'] as ValueMap;
  const after = world.servers.amend(server, {
    ...(given['name'] !== undefined && { name: given['name'] as string }),
    ...(given['accessIPv4'] !== undefined && { access_ip_v4: (given['accessIPv4'] ?? '') as string }),
    ...(given['accessIPv6'] !== undefined && { access_ip_v6: (given['accessIPv6'] ?? '') as string }),
    ...(given['OS-DCF:diskConfig'] !== undefined && { disk_config: given['OS-DCF:diskConfig'] as string }),
    ...(given['description'] !== undefined && { description: given['description'] as string | null }),
    ...(given['hostname'] !== undefined && { hostname: given['hostname'] as string }),
    updated: world.now(),
  });
  const view = minor >= 75 ? full(world, after, call, minor) : core(world, after, call, minor);
  return { status: 200, body: { server: view } };
}

/** Deletes a server: its ports and volumes are free at once, itself is gone a little later. */
export function deleteServer(world: World, server: Server, call: Call): void {
  if (server.task_state === 'deleting') return;
  for (const port of portsOf(world, server)) unplug(world, server, port);
  unplugDisks(world, server.volumes);
  world.note(server, 'delete', call);
  world.servers.update(server, {
    task_state: 'deleting',
    volumes: [],
    updated: world.now(),
    pending: { at: world.soon(), changes: { gone: true } },
  });
}
