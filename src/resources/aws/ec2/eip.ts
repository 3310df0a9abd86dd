import { own } from '../../../expressions/values.ts';
import { textOf } from '../../access.ts';
import { defineResource } from '../../define.ts';
import { rest } from '../../rest.ts';
import { attr, custom, oneOf, str } from '../../schema.ts';
import { lead, portOfInstance } from './floating.ts';
import { externalNetwork, showOne } from './network.ts';

const api = rest({
  service: 'network',
  path: '/floatingips',
  envelope: 'floatingip',
  name: false,
  mark: 'description',
  body: () => ({}),
  prepare: async (context) => ({ floating_network_id: await externalNetwork(context) }),
  finish: (properties) => async (context, id) => {
    const address =
      own((await showOne(context, `/floatingips/${id}`, 'floatingip')) ?? {}, 'floating_ip_address') ?? null;
    await context.save({ data: { address } });
    const instance = textOf(properties, 'InstanceId');
    if (instance !== undefined) await lead(context, id, await portOfInstance(context, instance));
  },
});

export default defineResource({
  type: 'AWS::EC2::EIP',
  description: 'An address of the external network.',
  service: 'network',
  properties: {
    Domain: str({ constraints: [oneOf('vpc')], support: { status: 'DEPRECATED', version: '9.0.0' } }),
    InstanceId: str({ update: true, constraints: [custom('nova.server')] }),
  },
  attributes: { AllocationId: attr('string', (live) => own(live, 'id') ?? null) },
  api,
  async update(context, { after }) {
    const instance = textOf(after, 'InstanceId');
    await lead(context, context.id!, instance === undefined ? undefined : await portOfInstance(context, instance));
  },
  reference: ({ data, physicalName }) => own(data, 'address') ?? physicalName,
});
