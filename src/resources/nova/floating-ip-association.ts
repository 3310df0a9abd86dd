import type { ValueMap } from '../../expressions/values.ts';
import { textOf } from '../access.ts';
import { lead, portOfInstance } from '../aws/ec2/floating.ts';
import { showOne } from '../aws/ec2/network.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { custom, str } from '../schema.ts';

/** Leads the address to the server; where it leads is kept, so that taking it off needs no properties. */
async function associate(context: Context, properties: Properties): Promise<void> {
  const floatingIp = textOf(properties, 'floating_ip') ?? '';
  const port = await portOfInstance(context, textOf(properties, 'server_id') ?? '');
  await context.save({ data: { floating_ip: floatingIp, port: port['id'] ?? null } });
  await lead(context, floatingIp, port);
}

/** The floating IP, where it leads to the server. */
async function live(context: Context): Promise<ValueMap | undefined> {
  const floatingIp = textOf(context.data, 'floating_ip');
  if (floatingIp === undefined) return undefined;
  const found = await showOne(context, `/floatingips/${floatingIp}`, 'floatingip');
  return found?.['port_id'] === context.data['port'] ? found : undefined;
}

async function dissociate(context: Context): Promise<void> {
  const found = await live(context);
  if (found !== undefined) await lead(context, String(found['id']), undefined);
}

export default defineResource({
  type: 'OS::Nova::FloatingIPAssociation',
  description: 'Makes a floating IP lead to a server.',
  support: { status: 'HIDDEN', version: '11.0.0', message: 'Please use OS::Neutron::FloatingIPAssociation instead.' },
  service: 'compute',
  properties: {
    server_id: str({ required: true, update: true, constraints: [custom('nova.server')] }),
    floating_ip: str({ required: true, update: true }),
  },
  async create(context, properties) {
    await associate(context, properties);
    return { id: context.physicalName };
  },
  read: live,
  async update(context, { after, changed }) {
    if (changed.has('floating_ip')) await dissociate(context);
    await associate(context, after);
  },
  delete: dissociate,
});
