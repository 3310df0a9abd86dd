/** Nova's servers, as far as every part of the server type needs them. */
import { isMap, type ValueMap } from '../../../expressions/values.ts';
import type { Collection, ServiceClient } from '../../../clouds/types.ts';
import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { inError, notFound, unknownStatus } from '../../words.ts';

/**
 * The microversion for everything about servers. 2.37 brought `networks: auto`, 2.42 device tags for good; 2.47 takes the
 * flavor's id out of a server and 2.57 its personality files, so this is the last one that does it all.
 */
export const VERSION = { microversion: '2.42' };

export const SERVERS: Collection = { service: 'compute', path: '/servers/detail', key: 'servers', ...VERSION };

export const nova = (context: Context): ServiceClient => context.cloud.service('compute');

/** Path of the server, or of something below it. */
export const serverPath = (context: Context, suffix = ''): string => `/servers/${context.id ?? ''}${suffix}`;

/** Has the server do something: reboot, resize, rebuild … */
export async function act(context: Context, action: ValueMap, microversion = VERSION.microversion): Promise<void> {
  // A server that is busy answers a conflict, which passes.
  const options = { microversion, signal: context.signal, retryConflict: true };
  await nova(context).post(serverPath(context, '/action'), action, options);
}

/** The server as it is now; throws EntityNotFound where it is gone. */
export async function showServer(context: Context): Promise<ValueMap> {
  const answer = await nova(context).get(serverPath(context), { ...VERSION, signal: context.signal });
  return isMap(answer) ? mapAt(answer, 'server') : {};
}

/** Resolves with what `seen` makes of a state of the server. */
export function watchServer<T>(context: Context, seen: (server: ValueMap) => T | undefined): Promise<T> {
  return context.cloud.watch(
    SERVERS,
    context.id ?? '',
    (server) => {
      if (server === undefined) throw notFound('Server', context.id ?? '');
      return seen(server);
    },
    context.signal,
  );
}

/** Some clouds write more behind the status, in parentheses. */
export const statusOf = (server: ValueMap): string => (textOf(server, 'status') ?? '').split('(')[0]!;

/** The task that Nova is at with the server; absent when it is idle. */
export const taskOf = (server: ValueMap): string | undefined => textOf(server, 'OS-EXT-STS:task_state');

/** What Nova says went wrong. */
export function faultOf(server: ValueMap): { message: string; code: string } {
  const fault = mapAt(server, 'fault');
  return { message: textOf(fault, 'message') ?? 'Unknown', code: String(fault['code'] ?? 'Unknown') };
}

/** States that a server leaves by itself. */
const PASSING = new Set([
  'BUILD',
  'HARD_REBOOT',
  'PASSWORD',
  'REBOOT',
  'RESCUE',
  'RESIZE',
  'REVERT_RESIZE',
  'SHUTOFF',
  'SUSPENDED',
  'VERIFY_RESIZE',
]);

/** True when the server runs, false while it is on its way there; throws when it never will. */
export function isActive(server: ValueMap): boolean {
  const status = statusOf(server);
  if (status === 'ACTIVE') return true;
  if (PASSING.has(status)) return false;
  if (status !== 'ERROR') throw unknownStatus(textOf(server, 'status') ?? '', 'Server is not active');
  const { message, code } = faultOf(server);
  throw inError(status, `Message: ${message}, Code: ${code}`);
}

/** A network interface of a server. */
export interface Interface {
  readonly port: string;
  readonly network: string;
  readonly addresses: readonly { readonly address: string; readonly subnet: string }[];
}

/** The server's network interfaces. */
export async function interfacesOf(context: Context): Promise<Interface[]> {
  const answer = await nova(context).get(serverPath(context, '/os-interface'), { ...VERSION, signal: context.signal });
  return mapsAt(isMap(answer) ? answer : {}, 'interfaceAttachments').map((item) => ({
    port: textOf(item, 'port_id') ?? '',
    network: textOf(item, 'net_id') ?? '',
    addresses: mapsAt(item, 'fixed_ips').map((ip) => ({
      address: textOf(ip, 'ip_address') ?? '',
      subnet: textOf(ip, 'subnet_id') ?? '',
    })),
  }));
}
