import { createHash } from 'node:crypto';
import type { Flavor, Server, ServerGroup } from './items.ts';
import type { World } from './world.ts';

/** The hypervisors of the cloud; each has room for flavors up to this size, and for any number of servers. */
export const HOSTS = ['sandbox-1', 'sandbox-2', 'sandbox-3', 'sandbox-4'];
export const HOST_ROOM = { vcpus: 256, ram: 1_048_576, disk: 100_000 } as const;
export const ZONE = 'nova';

/** Picks a host for a server as Nova's scheduler does; undefined where no host is valid. */
export function schedule(
  world: World,
  number: number,
  flavor: Flavor,
  group: ServerGroup | undefined,
): string | undefined {
  if (flavor.vcpus > HOST_ROOM.vcpus || flavor.ram > HOST_ROOM.ram || flavor.disk > HOST_ROOM.disk) return undefined;
  const turn = HOSTS[number % HOSTS.length]!;
  if (group === undefined) return turn;
  const members = world.membersOf(group.id).filter(({ host }) => host !== null);
  const load = (host: string): number => members.filter((server) => server.host === host).length;
  const inTurn = HOSTS.toSorted((a, b) => load(a) - load(b));
  if (group.policy.endsWith('anti-affinity')) {
    const most = group.max_server_per_host ?? 1;
    const emptiest = inTurn[0]!;
    return group.policy === 'anti-affinity' && load(emptiest) >= most ? undefined : emptiest;
  }
  return members[0]?.host ?? turn;
}

/** The opaque name of a server's host that its project sees: it differs from project to project. */
export function hostId(server: Server): string {
  if (server.host === null) return '';
  return createHash('sha224')
    .update(server.project_id + server.host)
    .digest('hex');
}
