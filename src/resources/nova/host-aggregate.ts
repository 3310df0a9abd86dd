import { isMap, type ValueMap } from '../../expressions/values.ts';
import { isConflict } from '../../clouds/errors.ts';
import { mapAt, omit, textOf, textsAt } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { rest } from '../rest.ts';
import { custom, listOf, map, str } from '../schema.ts';

const api = rest({
  service: 'compute',
  path: '/os-aggregates',
  envelope: 'aggregate',
  collection: 'aggregates',
  body: (properties) => ({
    name: textOf(properties, 'name') ?? '',
    availability_zone: textOf(properties, 'availability_zone') ?? null,
  }),
  change: ({ values }) => omit(values, 'hosts', 'metadata'),
  finish: (properties) => async (context, id) => {
    const metadata = mapAt(properties, 'metadata');
    if (Object.keys(metadata).length > 0) await act(context, id, { set_metadata: { metadata } });
    for (const host of textsAt(properties, 'hosts')) await act(context, id, { add_host: { host } });
  },
});

/** Nova answers a conflict where the host is in the aggregate already. */
async function act(context: Context, id: string, action: ValueMap): Promise<void> {
  try {
    await api.client(context).post(`/os-aggregates/${id}/action`, action, { signal: context.signal });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

async function setHosts(context: Context, wanted: readonly string[]): Promise<void> {
  const old = textsAt(await api.read(context), 'hosts');
  for (const host of wanted.filter((item) => !old.includes(item)))
    await act(context, context.id!, { add_host: { host } });
  for (const host of old.filter((item) => !wanted.includes(item)))
    await act(context, context.id!, { remove_host: { host } });
}

export default defineResource({
  type: 'OS::Nova::HostAggregate',
  description: 'Hosts with something in common.',
  since: '6.0.0',
  service: 'compute',
  adminOnly: true,
  properties: {
    name: str({ required: true, update: true }),
    availability_zone: str({ update: true }),
    hosts: listOf(str({ constraints: [custom('nova.host')] }), { update: true }),
    metadata: map({ update: true, default: {} }),
  },
  api,
  async update(context, change) {
    if (change.changed.has('hosts')) await setHosts(context, textsAt(change.after, 'hosts'));
    if (change.changed.has('metadata')) {
      const dropped = Object.keys(mapAt(change.before, 'metadata')).map((key): [string, null] => [key, null]);
      const metadata = { ...Object.fromEntries(dropped), ...mapAt(change.after, 'metadata') };
      await act(context, context.id!, { set_metadata: { metadata } });
    }
    await api.update(context, change);
  },
  async delete(context, properties) {
    const live = await api.read(context);
    if (!isMap(live)) return;
    await setHosts(context, []);
    await api.delete(context, properties);
  },
});
