import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { isoSeconds } from '../kernel/kernel.ts';
import { repr, str } from '../wire/python.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Server } from './items.ts';
import { options, type ActionRequest, type Actions } from './action.ts';
import type { World } from './world.ts';

const TYPES: Readonly<Record<string, readonly string[]>> = {
  vnc: ['novnc', 'xvpvnc'],
  spice: ['spice-html5'],
  serial: ['serial'],
};

/** What a server says on its console, and the older ways to reach it. */
export const CONSOLE_ACTIONS: Actions = {
  'os-getConsoleOutput': (request) => {
    const length = options(request)['length'];
    const lines = consoleLog(request.server);
    const wanted = length === undefined || length === null ? lines.length : Number(length);
    const output = wanted === -1 ? lines : lines.slice(Math.max(0, lines.length - wanted));
    return { status: 200, body: { output: output.join('\n') } };
  },
  'os-getVNCConsole': (request) => oldConsole(request, 'vnc'),
  'os-getSPICEConsole': (request) => oldConsole(request, 'spice'),
  'os-getSerialConsole': (request) => oldConsole(request, 'serial'),
};

function consoleLog(server: Server): string[] {
  if (server.launched_at === null) return [];
  const boot = isoSeconds(server.launched_at);
  return [
    `[    0.000000] Booting ${server.hostname} (${server.flavor.name}) on ${server.host ?? 'no host'}`,
    `[    0.412007] random: crng init done`,
    `cloud-init: Datasource DataSourceNone${server.user_data === null ? '' : ', user data found'}, up at ${boot}`,
    `${server.hostname} login: `,
  ];
}

function oldConsole(request: ActionRequest, protocol: string): Answer {
  const type = str(options(request)['type'] ?? '');
  const known = TYPES[protocol]!;
  if (!known.includes(type)) {
    const message = `'${type}' is not one of ${repr([...known])}`;
    throw new Fault(400, `Invalid input for field/attribute type. Value: ${type}. ${message}`);
  }
  return { status: 200, body: { console: { type, url: reach(request.world, request.server, protocol, type) } } };
}

/** Adds the remote consoles of 2.6 and later. */
export function addConsoles(routes: VersionedRoutes, world: World): void {
  routes.route(
    'POST',
    '/servers/:id/remote-consoles',
    (call) => {
      const server = world.seek(call.param('id'), call.caller);
      const given = call.envelope('remote_console');
      const [protocol, type] = [str(given['protocol']), str(given['type'])];
      const url = reach(world, server, protocol, type);
      return { status: 200, body: { remote_console: { protocol, type, url } } };
    },
    { from: 6 },
  );
}

function reach(world: World, server: Server, protocol: string, type: string): string {
  if (TYPES[protocol]?.includes(type) !== true) throw new Fault(400, `Unavailable console type ${type}.`);
  if (server.host === null) throw new Fault(409, `Instance ${server.id} is not ready`);
  return `${world.kernel.baseUrl}/console/${type}?token=${world.kernel.random.uuid()}`;
}
