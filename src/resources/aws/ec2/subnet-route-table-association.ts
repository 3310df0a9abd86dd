import { textOf } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { custom, str } from '../../schema.ts';
import { link, routerOfVpc, showOne, unlink } from './network.ts';

/** The router of the VPC that the subnet is in. */
async function vpcRouter(context: Context, subnet: string): Promise<string | undefined> {
  const network = textOf(await showOne(context, `/subnets/${subnet}`, 'subnet'), 'network_id');
  return network === undefined ? undefined : textOf(await routerOfVpc(context, network), 'id');
}

export default defineResource({
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  description: 'Takes a subnet from its VPC’s router to a route table.',
  service: 'network',
  properties: {
    RouteTableId: str({ required: true }),
    SubnetId: str({ required: true, constraints: [custom('neutron.subnet')] }),
  },
  async create(context, properties) {
    const [router, subnet] = [textOf(properties, 'RouteTableId') ?? '', textOf(properties, 'SubnetId') ?? ''];
    await context.save({ data: { router, subnet } });
    const previous = await vpcRouter(context, subnet);
    if (previous !== undefined) await unlink(context, previous, subnet);
    await link(context, router, subnet);
    return { id: null };
  },
  async delete(context) {
    const [router, subnet] = [textOf(context.data, 'router'), textOf(context.data, 'subnet')];
    if (router === undefined || subnet === undefined) return;
    await unlink(context, router, subnet);
    const own = await vpcRouter(context, subnet);
    if (own !== undefined) await link(context, own, subnet);
  },
});
