import { path } from '../../clouds/path.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, length, map, str } from '../schema.ts';
import { asClient, listed, zaqar } from './zaqar.ts';

const PATCH = { 'content-type': 'application/openstack-messaging-v2.0-json-patch' };
const NAME_LIMIT = 64;

const nameOf = (context: Context, properties: Properties): string => textOf(properties, 'name') ?? context.physicalName;

/** Brings a queue's metadata to just these; Zaqar drops what it sets by itself from the removals. */
async function setMetadata(context: Context, name: string, metadata: ValueMap): Promise<void> {
  const now = await zaqar(context).get(path`/queues/${name}`, asClient(context));
  const stale = Object.keys(isMap(now) ? now : {}).filter((key) => own(metadata, key) === undefined);
  const changes: Value[] = [
    ...Object.entries(metadata).map(([key, value]) => ({ op: 'add', path: pointer(key), value })),
    ...stale.map((key) => ({ op: 'remove', path: pointer(key) })),
  ];
  await zaqar(context).patch(path`/queues/${name}`, changes, asClient(context, PATCH));
}

/** RFC 6901 */
const pointer = (key: string): string => `/metadata/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

async function read(context: Context): Promise<ValueMap | undefined> {
  const { id } = context;
  if (id === undefined) return undefined;
  // Asked for a queue that is not there, Zaqar shows the defaults of one: only the list tells.
  const queues = await listed(context, '/queues', 'queues', { name: id, detailed: true });
  const queue = queues.find((one) => textOf(one, 'name') === id);
  return queue === undefined ? undefined : { metadata: mapAt(queue, 'metadata') };
}

export default defineResource({
  type: 'OS::Zaqar::Queue',
  description: 'A queue of messages.',
  since: '2014.2',
  service: 'messaging',
  nameLimit: NAME_LIMIT,
  properties: {
    name: str({ constraints: [length({ max: NAME_LIMIT })] }),
    metadata: map({ update: true }),
  },
  attributes: {
    queue_id: attr(undefined, (_live, { id }) => id ?? null, { supportStatus: { status: 'HIDDEN', version: '6.0.0' } }),
    href: attr(undefined, async (_live, context) =>
      context.id === undefined ? null : (await zaqar(context).endpoint()) + path`/queues/${context.id}`,
    ),
  },
  // A queue of that name that is there already is taken as it is, so the request bears being sent again.
  create: async (context, properties) => {
    const name = nameOf(context, properties);
    const metadata = withoutNulls(mapAt(properties, 'metadata')) as ValueMap;
    await zaqar(context).put(path`/queues/${name}`, undefined, asClient(context));
    if (Object.keys(metadata).length > 0) await setMetadata(context, name, metadata);
    return { id: name, usable: true };
  },
  update: async (context, { after }) =>
    setMetadata(context, context.id!, withoutNulls(mapAt(after, 'metadata')) as ValueMap),
  read,
  delete: async (context) => {
    if (context.id !== undefined) await zaqar(context).delete(path`/queues/${context.id}`, asClient(context));
  },
});
