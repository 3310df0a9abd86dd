import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { custom, str } from '../schema.ts';
import { interfacesOfPort } from './dependencies.ts';

const path = (id: string): string => `/floatingips/${id}`;

async function associate(context: Context, properties: Properties): Promise<void> {
  const fields = {
    port_id: own(properties, 'port_id') ?? null,
    fixed_ip_address: textOf(properties, 'fixed_ip_address') ?? null,
  };
  const network = context.cloud.service('network');
  await network.put(
    path(textOf(properties, 'floatingip_id') ?? ''),
    { floatingip: fields },
    { signal: context.signal },
  );
}

/** Takes the floating IP off the port, unless it leads to another one by now. */
async function dissociate(context: Context, floatingIp: string, port: string): Promise<void> {
  const network = context.cloud.service('network');
  const live = await unlessGone(network.get(path(floatingIp), { signal: context.signal }));
  if (!isMap(live) || own(mapAt(live, 'floatingip'), 'port_id') !== port) return;
  await unlessGone(network.put(path(floatingIp), { floatingip: { port_id: null } }, { signal: context.signal }));
}

/** What is connected to what; kept so that deleting needs no properties. */
const linkOf = (properties: Properties): ValueMap => ({
  floatingip_id: own(properties, 'floatingip_id') ?? null,
  port_id: own(properties, 'port_id') ?? null,
});

export default defineResource({
  type: 'OS::Neutron::FloatingIPAssociation',
  description: 'Makes a floating IP lead to a port.',
  service: 'network',
  properties: {
    floatingip_id: str({ required: true, update: true }),
    port_id: str({ required: true, update: true, constraints: [custom('neutron.port')] }),
    fixed_ip_address: str({ update: true, constraints: [custom('ip_addr')] }),
  },
  implicitDependencies: (self, others) => interfacesOfPort(self.property('port_id'), others),
  async create(context, properties) {
    await associate(context, properties);
    return { id: context.physicalName, data: linkOf(properties) };
  },
  async read(context) {
    const id = textOf(context.data, 'floatingip_id');
    if (id === undefined) return undefined;
    const answer = await unlessGone(context.cloud.service('network').get(path(id), { signal: context.signal }));
    const live = isMap(answer) ? mapAt(answer, 'floatingip') : undefined;
    return live?.['port_id'] === context.data['port_id'] ? live : undefined;
  },
  async update(context, { before, after, changed }) {
    const old = textOf(before, 'floatingip_id');
    if (changed.has('floatingip_id') && old !== undefined) {
      await dissociate(context, old, textOf(before, 'port_id') ?? '');
    }
    await associate(context, after);
    await context.save({ data: linkOf(after) });
  },
  async delete(context) {
    const floatingIp = textOf(context.data, 'floatingip_id');
    if (context.id === undefined || floatingIp === undefined) return;
    await dissociate(context, floatingIp, textOf(context.data, 'port_id') ?? '');
  },
});
