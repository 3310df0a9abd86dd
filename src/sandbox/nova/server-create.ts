import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Image } from '../glance/records.ts';
import { checkBody, isUuid } from '../wire/schema.ts';
import { flavorMissing } from './flavors.ts';
import { schedule, ZONE } from './hosts.ts';
import type { BlockDevice, Flavor, Server, ServerGroup } from './items.ts';
import { findKeypair } from './keypairs.ts';
import { enforceServers, limitsOf } from './quotas.ts';
import { groupMissing } from './server-groups.ts';
import { plug, readGroups, readNetworks, tagsOf, type Wanted } from './server-ports.ts';
import { createSchema } from './server-schema.ts';
import { POWER } from './server-states.ts';
import { links } from './server-view.ts';
import { plugDisks, readDisks, unplugDisks, type WantedDisk } from './server-volumes.ts';
import type { World } from './world.ts';

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const GIB = 1024 ** 3;

interface Order {
  readonly given: ValueMap;
  readonly flavor: Flavor;
  readonly image: Image | undefined;
  readonly networks: readonly Wanted[];
  readonly groups: readonly string[] | undefined;
  readonly disks: readonly WantedDisk[];
  readonly group: ServerGroup | undefined;
  readonly minor: number;
}

/** Answers a request for one server or several. Throws a 400, 403 or 409 {@link Fault}. */
export function createServers(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(createSchema(minor), body);
  const given = body['server'] as ValueMap;
  const { caller } = call;
  const count = countOf(given);
  const order = readOrder(world, body, given, caller, minor);
  enforceServers(world, caller.projectId ?? '', order.flavor, count);
  if (count > 1 && order.networks.some((one) => 'port' in one)) {
    throw new Fault(400, 'Only single instance launching is supported with port specified.');
  }
  world.sweep();
  const reservation = `r-${letters(world, 8).toLowerCase()}`;
  const password = (given['adminPass'] as string | undefined) ?? letters(world, 12);
  const servers = Array.from({ length: count }, (_, i) =>
    launch(world, call, order, { index: i, count, reservation, password }),
  );
  if (given['return_reservation_id'] === true) return { status: 202, body: { reservation_id: reservation } };
  const first = servers[0]!;
  const groups = ((given['security_groups'] ?? [{ name: 'default' }]) as ValueMap[]).map(({ name }) => ({
    name: name!,
  }));
  const answer = {
    id: first.id,
    links: links(first, call),
    'OS-DCF:diskConfig': first.disk_config,
    security_groups: groups,
  };
  return {
    status: 202,
    headers: { location: `${call.serviceUrl}/v2.1/servers/${first.id}` },
    body: { server: { ...answer, adminPass: password } },
  };
}

function letters(world: World, length: number): string {
  return Array.from({ length }, () => LETTERS[world.kernel.random.integer(LETTERS.length)]).join('');
}

function countOf(given: ValueMap): number {
  const min = Number(given['min_count'] ?? 1);
  const max = Number(given['max_count'] ?? min);
  if (min > max) throw new Fault(400, 'min_count must be <= max_count');
  return max;
}

function readOrder(world: World, body: ValueMap, given: ValueMap, caller: Caller, minor: number): Order {
  const projectId = caller.projectId ?? '';
  const flavorId = str(given['flavorRef']);
  const disks = readDisks(world, given, caller);
  const image = readImage(world, given, disks, caller);
  const flavor = world.flavors.get(flavorId);
  if (flavor === undefined || (!flavor.is_public && !caller.isAdmin && !flavor.access.includes(projectId))) {
    throw new Fault(400, flavorMissing(flavorId).message);
  }
  if (image) refuseTooSmall(flavor, image, disks);
  const key = given['key_name'];
  if (typeof key === 'string' && !findKeypair(world, caller.userId, key)) {
    throw new Fault(400, 'Invalid key_name provided.');
  }
  const zone = given['availability_zone'];
  if (typeof zone === 'string' && !zoneExists(world, zone.split(':')[0]!)) {
    throw new Fault(400, 'The requested availability zone is not available');
  }
  const limit = limitsOf(world, projectId)['metadata_items']!;
  if (limit >= 0 && Object.keys((given['metadata'] ?? {}) as ValueMap).length > limit) {
    throw new Fault(403, 'Quota exceeded, too many items in metadata request.');
  }
  const names = given['security_groups'] as { name: string }[] | undefined;
  const networks = readNetworks(world, given['networks'], caller);
  return {
    given,
    flavor,
    image,
    networks,
    groups:
      names &&
      readGroups(
        world,
        names.map(({ name }) => name),
        projectId,
      ),
    disks,
    group: readGroup(world, body, caller),
    minor,
  };
}

function zoneExists(world: World, zone: string): boolean {
  return zone === ZONE || world.aggregates.find((one) => one.availability_zone === zone) !== undefined;
}

function readImage(world: World, given: ValueMap, disks: readonly WantedDisk[], caller: Caller): Image | undefined {
  const id = given['imageRef'];
  const boots = disks.some((disk) => disk.boots);
  if (id === undefined || id === '' || id === null) {
    if (boots) return undefined;
    if (disks.length === 0) throw new Fault(400, 'Missing imageRef attribute');
    const message =
      'Block Device Mapping is Invalid: Boot sequence for the instance and image/block device mapping combination is not valid.';
    throw new Fault(400, message);
  }
  const image = world.images.find(id as string, caller);
  if (image === undefined) throw new Fault(400, 'Can not find requested image');
  if (image.status !== 'active') throw new Fault(400, `Image ${image.id} is not active.`);
  return boots ? undefined : image;
}

function refuseTooSmall(flavor: Flavor, image: Image, disks: readonly WantedDisk[]): void {
  if (flavor.ram < image.min_ram) throw new Fault(400, "Flavor's memory is too small for requested image.");
  if (flavor.disk === 0 || disks.some((disk) => disk.boots)) return;
  if ((image.size ?? 0) > flavor.disk * GIB) {
    const message = `Flavor's disk is too small for requested image. Flavor disk is ${flavor.disk * GIB} bytes, image is ${image.size ?? 0} bytes.`;
    throw new Fault(400, message);
  }
  if (image.min_disk > flavor.disk) {
    const message = `Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is ${flavor.disk * GIB} bytes, minimum size is ${image.min_disk * GIB} bytes.`;
    throw new Fault(400, message);
  }
}

function readGroup(world: World, body: ValueMap, caller: Caller): ServerGroup | undefined {
  const hints: Value = body['os:scheduler_hints'] ?? body['OS-SCH-HNT:scheduler_hints'] ?? {};
  const named = isMap(hints) ? hints['group'] : undefined;
  const id = Array.isArray(named) ? named[0] : named;
  if (typeof id !== 'string') return undefined;
  if (!isUuid(id))
    throw new Fault(400, `Invalid input for field/attribute group. Value: ${id}. '${id}' is not a 'uuid'`);
  const group = world.groups.get(id);
  if (group === undefined || group.project_id !== caller.projectId) throw new Fault(400, groupMissing(id).message);
  return group;
}

interface Place {
  readonly index: number;
  readonly count: number;
  readonly reservation: string;
  readonly password: string;
}

function launch(world: World, call: Call, order: Order, place: Place): Server {
  const { given, flavor, group, minor } = order;
  const { caller } = call;
  const now = world.now();
  const number = world.next('servers');
  const host = schedule(world, number, flavor, group) ?? null;
  const base = given['name'] as string;
  const name = place.count > 1 ? `${base}-${place.index + 1}` : base;
  const blank = {
    id: world.kernel.random.uuid(),
    project_id: caller.projectId ?? '',
    availability_zone: (given['availability_zone'] as string | undefined)?.split(':')[0] ?? ZONE,
    host,
  };
  const wired = host === null ? 'No valid host was found. ' : connectAll(world, blank, order, caller);
  const built = world.built();
  const failed = typeof wired === 'string';
  const server = world.servers.items.put({
    ...blank,
    number,
    user_id: caller.userId,
    name,
    // Before 2.19 the name stood for the description.
    description: minor >= 19 ? ((given['description'] ?? null) as string | null) : name,
    hostname: (given['hostname'] as string | undefined) ?? hostnameOf(name),
    created: now,
    updated: now,
    vm_state: 'building',
    task_state: 'scheduling',
    power_state: POWER.none,
    flavor,
    old_flavor: null,
    image_id: order.image?.id ?? null,
    key_name: (given['key_name'] ?? null) as string | null,
    metadata: (given['metadata'] ?? {}) as Record<string, string>,
    tags: (given['tags'] ?? []) as string[],
    config_drive:
      given['config_drive'] === true || given['config_drive'] === 'true' || given['config_drive'] === 'True'
        ? 'True'
        : '',
    user_data: (given['user_data'] ?? null) as string | null,
    access_ip_v4: (given['accessIPv4'] ?? '') as string,
    access_ip_v6: (given['accessIPv6'] ?? '') as string,
    admin_pass: place.password,
    locked: false,
    locked_reason: null,
    launched_at: null,
    fault: null,
    reservation_id: place.reservation,
    launch_index: place.index,
    disk_config: (given['OS-DCF:diskConfig'] ?? 'MANUAL') as string,
    group_id: group?.id ?? null,
    own_ports: failed ? [] : wired.ownPorts,
    port_tags: failed ? {} : wired.portTags,
    volumes: failed ? [] : wired.volumes,
    trusted_image_certificates: (given['trusted_image_certificates'] ?? null) as string[] | null,
    pending: {
      at: built,
      changes: failed
        ? {
            vm_state: 'error',
            task_state: null,
            updated: built,
            host: null,
            fault: { code: 500, message: wired, created: built },
          }
        : { vm_state: 'active', task_state: null, power_state: POWER.running, updated: built, launched_at: built },
    },
  });
  world.note(server, 'create', call, failed ? 'Error' : null);
  return server;
}

// What goes wrong with networks and volumes goes wrong while the server is built: the server is there, in error.
function connectAll(
  world: World,
  server: Pick<Server, 'id' | 'project_id' | 'availability_zone' | 'host'>,
  order: Order,
  caller: Caller,
): string | { ownPorts: string[]; portTags: Record<string, string>; volumes: Server['volumes'] } {
  const made: string[] = [];
  const volumes: BlockDevice[] = [];
  try {
    const plugged = order.networks.map((wanted) => {
      const port = plug(world, server, wanted, order.groups);
      if (!('port' in wanted)) made.push(port.id);
      return { port, tag: wanted.tag };
    });
    plugDisks(world, server.id, order.disks, caller, volumes);
    return { ownPorts: made, portTags: { ...tagsOf(plugged) }, volumes };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    for (const id of made) world.network.ports.delete(id);
    unplugDisks(world, volumes);
    const attempts =
      'Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance';
    return error.status === 400
      ? `Build of instance ${server.id} aborted: ${error.message}`
      : `${attempts} ${server.id}.`;
  }
}

/** The host name that Nova makes of a server's name: what is no letter, digit or hyphen goes. */
export function hostnameOf(name: string): string {
  const text = name
    .replace(/[ _]/g, '-')
    .replace(/[^\w.-]+/g, '')
    .toLowerCase()
    .replace(/^[.-]+|[.-]+$/g, '');
  return text.slice(0, 63) || 'Server';
}
