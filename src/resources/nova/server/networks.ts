/** A new server's network interfaces. */
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { mapAt, mapsAt, textOf, textsAt } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { ResourceError } from '../../contract.ts';
import { makeOwnPort, networkOf } from './own-ports.ts';

/** `auto` or `none` where an entry says that Nova should see to it. */
export const allocation = (networks: ValueMap[]): string | undefined =>
  networks.map((entry) => textOf(entry, 'allocate_network')).find((text) => text !== undefined);

/** The `networks` of the request; makes the ports and leads the floating IPs that entries call for. */
export async function buildNetworks(context: Context, properties: Properties): Promise<ValueMap> {
  const entries = mapsAt(properties, 'networks');
  const groups = textsAt(properties, 'security_groups');
  // Without networks Nova takes the only one there is, or makes one.
  if (entries.length === 0) return { networks: 'auto' };
  const allocated = allocation(entries);
  if (allocated !== undefined) return { networks: allocated };
  const networks: ValueMap[] = [];
  for (const [i, entry] of entries.entries()) networks.push(await buildNetwork(context, entry, i, groups));
  return { networks };
}

async function buildNetwork(context: Context, entry: ValueMap, number: number, groups: string[]): Promise<ValueMap> {
  await checkSubnet(context, entry);
  const port = await portFor(context, entry, number, groups);
  const tag = textOf(entry, 'tag');
  const address = textOf(entry, 'fixed_ip');
  const network = port === undefined ? await networkOf(context, entry) : undefined;
  if (port !== undefined) await leadFloatingIp(context, entry, port);
  return {
    ...(port === undefined ? {} : { port }),
    ...(network === undefined ? {} : { uuid: network }),
    ...(port !== undefined || address === undefined ? {} : { fixed_ip: address }),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** The port of an entry: the one it names, or one of our own where it names a subnet. */
export async function portFor(
  context: Context,
  entry: ValueMap,
  number: number,
  groups: string[],
): Promise<string | undefined> {
  const port = textOf(entry, 'port');
  if (port !== undefined || textOf(entry, 'subnet') === undefined) return port;
  return makeOwnPort(context, entry, number, groups);
}

/** Leads the entry's floating IP, if it has one, to the port. */
export async function leadFloatingIp(context: Context, entry: ValueMap, port: string): Promise<void> {
  const floatingIp = textOf(entry, 'floating_ip');
  if (floatingIp === undefined) return;
  const address = textOf(entry, 'fixed_ip');
  const body = { port_id: port, ...(address === undefined ? {} : { fixed_ip_address: address }) };
  await context.cloud
    .service('network')
    .put(`/floatingips/${floatingIp}`, { floatingip: body }, { signal: context.signal });
}

async function checkSubnet(context: Context, entry: ValueMap): Promise<void> {
  const [subnet, network] = [textOf(entry, 'subnet'), textOf(entry, 'network')];
  if (textOf(entry, 'port') !== undefined || subnet === undefined || network === undefined) return;
  const answer = await context.cloud.service('network').get(`/subnets/${subnet}`, { signal: context.signal });
  if (own(isMap(answer) ? mapAt(answer, 'subnet') : {}, 'network_id') === network) return;
  throw new ResourceError(
    'StackValidationFailed',
    `Specified subnet ${subnet} does not belongs to network ${network}.`,
  );
}
