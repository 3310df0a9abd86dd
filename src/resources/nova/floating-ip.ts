import { own } from '../../expressions/values.ts';
import { externalNetwork } from '../aws/ec2/network.ts';
import { textOf } from '../access.ts';
import { defineResource } from '../define.ts';
import { rest } from '../rest.ts';
import { attr, str } from '../schema.ts';

/** Heat: nova/floatingip.py, whose pools are external networks by now. */
export default defineResource({
  type: 'OS::Nova::FloatingIP',
  description: 'An address of an external network.',
  support: { status: 'HIDDEN', version: '11.0.0', message: 'Please use OS::Neutron::FloatingIP instead.' },
  service: 'compute',
  properties: { pool: { ...str(), find: 'neutron.network' } },
  attributes: {
    pool: attr('string', (live) => own(live, 'floating_network_id') ?? null),
    ip: attr('string', (live) => own(live, 'floating_ip_address') ?? null),
  },
  api: rest({
    service: 'network',
    path: '/floatingips',
    envelope: 'floatingip',
    name: false,
    mark: 'description',
    body: () => ({}),
    prepare: async (context, properties) => ({
      floating_network_id: textOf(properties, 'pool') ?? (await externalNetwork(context)),
    }),
  }),
});
