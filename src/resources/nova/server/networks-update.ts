/**
 * Changing a server's network interfaces. What is wanted is compared with the interfaces it has, so that a change which was
 * interrupted can be made again from the start.
 */
import { isMap, type ValueMap } from '../../../expressions/values.ts';
import { isNotFound } from '../../../clouds/errors.ts';
import { entry, mapAt, mapsAt, textOf, textsAt } from '../../access.ts';
import type { Change, Context } from '../../contract.ts';
import { ResourceError } from '../../contract.ts';
import { unlessGone } from '../../patience.ts';
import { interfacesOf, nova, serverPath, VERSION, type Interface } from './api.ts';
import { allocation, leadFloatingIp, portFor } from './networks.ts';
import { dropOwnPort, groupIds, networkOf, ownPorts } from './own-ports.ts';

export async function updateNetworks(context: Context, change: Change): Promise<void> {
  const groups = textsAt(change.after, 'security_groups');
  const [before, after] = [mapsAt(change.before, 'networks'), mapsAt(change.after, 'networks')];
  const interfaces = await interfacesOf(context);
  const wanted = allocation(after);
  if (wanted !== undefined) {
    await detachAll(context, interfaces);
    if (wanted === 'auto') await attach(context, { net_id: await onlyNetwork(context) }, groups);
    return;
  }
  if (before.length === 0 && after.length === 0) return;
  const kept = await match(context, after, interfaces);
  const spare = interfaces.filter((item) => !kept.includes(item));
  // Without networks, or with ones of Nova's choice, every interface came from us; else only those that the old entries describe.
  const ours =
    before.length === 0 || allocation(before) !== undefined ? spare : await described(context, before, spare);
  await detachAll(context, ours);
  await freeFloatingIps(context, before, after);
  for (const [i, entry] of after.entries()) {
    if (kept[i] === undefined) await attachEntry(context, entry, i, groups);
  }
  if (after.length === 0 && ours.length === interfaces.length) await attach(context, {}, groups);
}

/** For each entry the interface that already is as it wants; each is used once, the most particular entries choose first. */
async function match(
  context: Context,
  entries: ValueMap[],
  interfaces: Interface[],
): Promise<(Interface | undefined)[]> {
  const result: (Interface | undefined)[] = entries.map(() => undefined);
  const order = entries.map((entry, i) => ({ entry, i })).toSorted((a, b) => rank(a.entry) - rank(b.entry));
  for (const { entry, i } of order) {
    const network = await networkOf(context, entry);
    result[i] = interfaces.find((item) => !result.includes(item) && fits(item, entry, network));
  }
  return result;
}

const rank = (entry: ValueMap): number =>
  ['port', 'fixed_ip', 'subnet', 'network'].findIndex((key) => textOf(entry, key) !== undefined);

function fits(item: Interface, entry: ValueMap, network: string | undefined): boolean {
  const port = textOf(entry, 'port');
  if (port !== undefined) return item.port === port;
  const [address, subnet] = [textOf(entry, 'fixed_ip'), textOf(entry, 'subnet')];
  if (network !== undefined && item.network !== network) return false;
  if (address === undefined && subnet === undefined) return true;
  return item.addresses.some(
    (ip) => (address === undefined || ip.address === address) && (subnet === undefined || ip.subnet === subnet),
  );
}

async function described(context: Context, entries: ValueMap[], interfaces: Interface[]): Promise<Interface[]> {
  return (await match(context, entries, interfaces)).filter((item) => item !== undefined);
}

async function detachAll(context: Context, interfaces: readonly Interface[]): Promise<void> {
  for (const { port } of interfaces) await detachPort(context, port);
}

/** Takes a port off the server, and waits until it is off; a port of our own goes away with that. */
export async function detachPort(context: Context, port: string): Promise<void> {
  await unlessGone(
    nova(context).delete(serverPath(context, `/os-interface/${port}`), { ...VERSION, signal: context.signal }),
  );
  await until(context, async () => !(await isAttached(context, port)));
  if (ownPorts(context).includes(port)) await dropOwnPort(context, port);
}

async function isAttached(context: Context, port: string): Promise<boolean> {
  try {
    return (await interfacesOf(context)).some((item) => item.port === port);
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function attachEntry(context: Context, item: ValueMap, number: number, groups: string[]): Promise<void> {
  const port = await portFor(context, item, number, groups);
  if (port !== undefined) {
    await leadFloatingIp(context, item, port);
    return attach(context, { port_id: port }, []);
  }
  const address = textOf(item, 'fixed_ip');
  const fixed = address === undefined ? undefined : [{ ip_address: address }];
  const network = await networkOf(context, item);
  return attach(context, { ...entry('net_id', network), ...entry('fixed_ips', fixed) }, groups);
}

/** Puts an interface on the server and waits until it shows. */
export async function attach(context: Context, body: ValueMap, groups: string[]): Promise<void> {
  const options = { ...VERSION, signal: context.signal, retryConflict: true };
  const answer = await nova(context).post(serverPath(context, '/os-interface'), { interfaceAttachment: body }, options);
  const port = textOf(isMap(answer) ? mapAt(answer, 'interfaceAttachment') : {}, 'port_id');
  if (port === undefined) return;
  if (groups.length > 0) {
    const fields = { security_groups: await groupIds(context, groups) };
    await context.cloud.service('network').put(`/ports/${port}`, { port: fields }, { signal: context.signal });
  }
  await until(context, () => isAttached(context, port));
}

/** Nova has no list to watch for a server's interfaces. */
async function until(context: Context, done: () => Promise<boolean>): Promise<void> {
  for (let delay = 100; !(await done()); delay = Math.min(delay * 2, 2_000))
    await context.clock.sleep(delay, context.signal);
}

async function freeFloatingIps(context: Context, before: ValueMap[], after: ValueMap[]): Promise<void> {
  const wanted = new Set(after.map((entry) => textOf(entry, 'floating_ip')));
  for (const entry of before) {
    const id = textOf(entry, 'floating_ip');
    if (id === undefined || wanted.has(id)) continue;
    const body = { floatingip: { port_id: null } };
    await unlessGone(context.cloud.service('network').put(`/floatingips/${id}`, body, { signal: context.signal }));
  }
}

/** The one network that the project can use, made by Neutron where there is none. */
async function onlyNetwork(context: Context): Promise<string> {
  const network = context.cloud.service('network');
  const project = await context.cloud.projectId();
  const list = async (query: Record<string, string | boolean>): Promise<string[]> => {
    const answer = await network.get('/networks', { query: { ...query, fields: 'id' }, signal: context.signal });
    return mapsAt(isMap(answer) ? answer : {}, 'networks').map((item) => String(item['id']));
  };
  const own = await list({ tenant_id: project, shared: false, admin_state_up: true });
  const [first, ...more] = [...own, ...(await list({ shared: true }))];
  if (more.length > 0) {
    throw new ResourceError(
      'UnableToAutoAllocateNetwork',
      'Unable to automatically allocate a network: Multiple possible networks found.',
    );
  }
  if (first !== undefined) return first;
  const answer = await network.get(`/auto-allocated-topology/${project}`, { signal: context.signal });
  return textOf(isMap(answer) ? mapAt(answer, 'auto_allocated_topology') : {}, 'id') ?? '';
}
