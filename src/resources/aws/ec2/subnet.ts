import { own } from '../../../expressions/values.ts';
import { textOf } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { neutron } from '../../neutron/neutron.ts';
import { attr, str } from '../../schema.ts';
import { link, routerOfVpc, unlink } from './network.ts';
import { noTags } from './tags.ts';

const api = neutron({
  path: '/subnets',
  envelope: 'subnet',
  fields: { VpcId: 'network_id', CidrBlock: 'cidr' },
  without: ['AvailabilityZone', 'Tags'],
  adjust: (fields) => ({ ...fields, ip_version: 4 }),
  finish: (properties) => async (context, id) => {
    const zone = own(properties, 'AvailabilityZone') ?? null;
    await context.save({ data: { network: textOf(properties, 'VpcId') ?? null, zone } });
    const router = await routerOf(context);
    if (router !== undefined) await link(context, router, id);
  },
});

async function routerOf(context: Context): Promise<string | undefined> {
  const network = textOf(context.data, 'network');
  return network === undefined ? undefined : textOf(await routerOfVpc(context, network), 'id');
}

export default defineResource({
  type: 'AWS::EC2::Subnet',
  description: 'A block of addresses of a VPC.',
  service: 'network',
  properties: {
    AvailabilityZone: str(),
    CidrBlock: str({ required: true }),
    VpcId: str({ required: true }),
    Tags: noTags,
  },
  attributes: { AvailabilityZone: attr('string', (_live, context) => own(context.data, 'zone') ?? null) },
  api,
  async delete(context, properties) {
    if (context.id === undefined) return;
    const router = await routerOf(context);
    if (router !== undefined) await unlink(context, router, context.id);
    await api.delete(context, properties);
  },
});
