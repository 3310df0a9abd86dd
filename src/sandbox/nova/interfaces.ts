import type { ValueMap } from '../../expressions/values.ts';
import { isMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Port } from '../neutron/items.ts';
import { networkVisible } from '../neutron/networks.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Server } from './items.ts';
import { firstFixedIp, freePort, plug, portsOf, readNetworks, unplug, type Wanted } from './server-ports.ts';
import { requireState } from './server-states.ts';
import type { World } from './world.ts';

const ATTACHABLE = ['active', 'paused', 'stopped'];

/** Adds the interfaces of servers: list, attach a network or a port, detach. */
export function addInterfaces(routes: VersionedRoutes, world: World): void {
  const path = '/servers/:id/os-interface';
  const serverOf = (call: Call): Server => world.seek(call.param('id'), call.caller);
  routes.route('GET', path, (call, minor) => {
    const server = serverOf(call);
    const views = portsOf(world, server).map((port) => view(server, port, minor));
    return { status: 200, body: { interfaceAttachments: views } };
  });
  routes.route('GET', `${path}/:port`, (call, minor) => {
    const server = serverOf(call);
    const port = portsOf(world, server).find(({ id }) => id === call.param('port'));
    if (port === undefined) {
      throw new Fault(404, `Instance ${server.id} does not have a port with id ${call.param('port')}`);
    }
    return { status: 200, body: { interfaceAttachment: view(server, port, minor) } };
  });
  routes.route('POST', path, (call, minor) => attach(world, serverOf(call), call, minor));
  routes.route('DELETE', `${path}/:port`, (call) => {
    const server = serverOf(call);
    requireState(server, 'detach_interface', ATTACHABLE, call.caller.isAdmin);
    // Nova answers before it looks for the port, so a wrong id is no error here.
    const port = portsOf(world, server).find(({ id }) => id === call.param('port'));
    world.note(server, 'detach_interface', call, port ? null : 'Error');
    if (port) {
      unplug(world, server, port);
      world.servers.amend(server, { own_ports: server.own_ports.filter((id) => id !== port.id) });
    }
    return { status: 202 };
  });
}

function view(server: Server, port: Port, minor: number): ValueMap {
  return {
    net_id: port.network_id,
    port_id: port.id,
    mac_addr: port.mac_address,
    port_state: 'ACTIVE',
    fixed_ips: port.fixed_ips.map((ip) => ({ ...ip })),
    ...(minor >= 70 && { tag: server.port_tags[port.id] ?? null }),
  };
}

function attach(world: World, server: Server, call: Call, minor: number): Answer {
  requireState(server, 'attach_interface', ATTACHABLE, call.caller.isAdmin);
  const body = call.body()['interfaceAttachment'];
  const given = isMap(body) ? body : {};
  const [portId, networkId] = [given['port_id'], given['net_id']];
  if (typeof portId === 'string' && typeof networkId === 'string') {
    throw new Fault(400, 'Must not input both network_id and port_id');
  }
  const tag = (given['tag'] ?? undefined) as string | undefined;
  const wanted = want(world, given, call, tag);
  const port = relay(() => plug(world, server, wanted, undefined));
  world.note(server, 'attach_interface', call);
  const after = world.servers.amend(server, {
    own_ports: 'port' in wanted ? server.own_ports : [...server.own_ports, port.id],
    ...(tag !== undefined && { port_tags: { ...server.port_tags, [port.id]: tag } }),
  });
  return { status: 200, body: { interfaceAttachment: view(after, port, minor) } };
}

function want(world: World, given: ValueMap, call: Call, tag: string | undefined): Wanted {
  const [portId, networkId] = [given['port_id'], given['net_id']];
  if (typeof portId === 'string')
    return { port: freePort(world, portId, call.caller, { missing: 404, busy: 400 }), tag };
  const fixedIp = firstFixedIp(given['fixed_ips']);
  if (fixedIp !== undefined && typeof networkId !== 'string') {
    throw new Fault(400, 'Must input network_id when request IP address');
  }
  if (typeof networkId !== 'string') {
    const only = readNetworks(world, undefined, call.caller)[0];
    if (only === undefined) throw new Fault(400, 'No networks defined.');
    return only;
  }
  const network = world.network.networks.get(networkId);
  if (network === undefined || !networkVisible(world.network, network, call.caller)) {
    throw new Fault(404, `Network ${networkId} could not be found.`);
  }
  return { network, fixedIp, tag };
}

// Neutron's refusals reach the user in Nova's shape, with the status that Nova gives them.
function relay<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) throw new Fault(error.status === 409 ? 400 : error.status, error.message);
    throw error;
  }
}
