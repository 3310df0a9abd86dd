import { isMap, own } from '../../../expressions/values.ts';
import { textOf, textsAt } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { maySame, ofType } from '../../neutron/dependencies.ts';
import { str, unimplemented } from '../../schema.ts';
import { clearGateway, externalNetwork, listOfAll, setGateway, showOne } from './network.ts';
import { routeTableMark } from './route-table.ts';

async function gatewayOf(context: Context, router: string): Promise<string | undefined> {
  const info = own((await showOne(context, `/routers/${router}`, 'router')) ?? {}, 'external_gateway_info');
  return isMap(info) ? textOf(info, 'network_id') : undefined;
}

export default defineResource({
  type: 'AWS::EC2::VPCGatewayAttachment',
  description: 'Leads the route tables of a VPC to the external network.',
  service: 'network',
  properties: {
    VpcId: str({ required: true }),
    InternetGatewayId: str(),
    VpnGatewayId: unimplemented(str()),
  },
  implicitDependencies: (self, others) =>
    ofType(others, 'AWS::EC2::RouteTable')
      .filter((table) => maySame(table.property('VpcId'), self.property('VpcId')))
      .map((table) => table.name),
  async create(context, properties) {
    const network = await externalNetwork(context);
    const description = routeTableMark(textOf(properties, 'VpcId') ?? '');
    const routers = (await listOfAll(context, '/routers', 'routers', { description })).map((router) =>
      String(router['id']),
    );
    // Known before it is done, so that it can be undone whenever that ends.
    await context.save({ data: { network, routers } });
    for (const router of routers) await setGateway(context, router, network);
    return { id: null };
  },
  async delete(context) {
    for (const router of textsAt(context.data, 'routers')) {
      if ((await gatewayOf(context, router)) === textOf(context.data, 'network')) await clearGateway(context, router);
    }
  },
});
