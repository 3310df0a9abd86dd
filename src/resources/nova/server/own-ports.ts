/** Ports that a server's definition calls for without being resources: made before the server, gone after it. */
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { mapAt, mapsAt, omit, textOf, textsAt, withoutNulls } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { deleteAt } from '../../patience.ts';
import { ambiguousName, notFound } from '../../words.ts';

/** Key in the resource's data: the ids of these ports. Heat calls them internal ports, too. */
const DATA = 'internal_ports';

export const ownPorts = (context: Context): string[] => textsAt(context.data, DATA);

/** The port for this entry of `networks`: made, or found where it was made before. */
export async function makeOwnPort(
  context: Context,
  entry: ValueMap,
  number: number,
  groups: string[],
): Promise<string> {
  const network = context.cloud.service('network');
  const name = `${context.name}-port-${number}`;
  const query = { name, description: context.physicalName };
  const answer = await network.get('/ports', { query, signal: context.signal });
  const existing = textOf(mapsAt(isMap(answer) ? answer : {}, 'ports')[0], 'id');
  const id = existing ?? (await make(context, { ...(await portFields(context, entry, groups)), ...query }));
  if (!ownPorts(context).includes(id)) await context.save({ data: { [DATA]: [...ownPorts(context), id] } });
  return id;
}

async function make(context: Context, port: ValueMap): Promise<string> {
  const made = await context.cloud.service('network').post('/ports', { port }, { signal: context.signal });
  return textOf(isMap(made) ? mapAt(made, 'port') : {}, 'id') ?? '';
}

async function portFields(context: Context, entry: ValueMap, groups: string[]): Promise<ValueMap> {
  const [subnet, address] = [textOf(entry, 'subnet'), textOf(entry, 'fixed_ip')];
  const fixed = {
    ...(address === undefined ? {} : { ip_address: address }),
    ...(subnet === undefined ? {} : { subnet_id: subnet }),
  };
  const extra = withoutNulls(mapAt(entry, 'port_extra_properties')) as ValueMap;
  const { qos_policy: qos, ...rest } = omit(extra, 'value_specs', 'no_fixed_ips');
  return {
    network_id: (await networkOf(context, entry)) ?? null,
    ...(Object.keys(fixed).length > 0 ? { fixed_ips: [fixed] } : {}),
    ...(groups.length > 0 ? { security_groups: await groupIds(context, groups) } : {}),
    ...mapAt(extra, 'value_specs'),
    ...rest,
    ...(qos === undefined ? {} : { qos_policy_id: qos }),
  };
}

/** The network of an entry: its own, or its subnet's. */
export async function networkOf(context: Context, entry: ValueMap): Promise<string | undefined> {
  const network = textOf(entry, 'network');
  const subnet = textOf(entry, 'subnet');
  if (network !== undefined || subnet === undefined) return network;
  const answer = await context.cloud.service('network').get(`/subnets/${subnet}`, { signal: context.signal });
  return textOf(isMap(answer) ? mapAt(answer, 'subnet') : {}, 'network_id');
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Security groups by name or id, as ids. */
export async function groupIds(context: Context, names: string[]): Promise<string[]> {
  if (names.every((name) => UUID.test(name))) return names;
  const query = { project_id: await context.cloud.projectId() };
  const answer = await context.cloud.service('network').get('/security-groups', { query, signal: context.signal });
  const groups = mapsAt(isMap(answer) ? answer : {}, 'security_groups');
  return names.map((name) => {
    if (UUID.test(name)) return name;
    const found = groups.filter((group) => own(group, 'name') === name);
    if (found[0] === undefined) throw notFound('Resource', name);
    if (found.length > 1) throw ambiguousName(name);
    return String(found[0]['id']);
  });
}

/** Removes such a port; one that is gone is only forgotten. */
export async function dropOwnPort(context: Context, id: string): Promise<void> {
  await deleteAt(context, context.cloud.service('network'), `/ports/${id}`);
  await context.save({ data: { [DATA]: ownPorts(context).filter((port) => port !== id) } });
}

/** Removes all of them, also those whose making was interrupted. */
export async function dropOwnPorts(context: Context): Promise<void> {
  const network = context.cloud.service('network');
  for (const id of ownPorts(context)) await deleteAt(context, network, `/ports/${id}`);
  if (ownPorts(context).length > 0) await context.save({ data: { [DATA]: null } });
}
