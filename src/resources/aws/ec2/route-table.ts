import { isMap, own } from '../../../expressions/values.ts';
import { mapAt, textOf } from '../../access.ts';
import { defineResource } from '../../define.ts';
import { isBuilt, neutron } from '../../neutron/neutron.ts';
import { str } from '../../schema.ts';
import { routerOfVpc, setGateway } from './network.ts';
import { noTags } from './tags.ts';

/** How the router of a route table says which VPC it is for; a gateway is attached to all of these. */
export const routeTableMark = (vpc: string): string => `Route table of VPC ${vpc}`;

const api = neutron({
  path: '/routers',
  envelope: 'router',
  without: ['Tags'],
  adjust: ({ VpcId: vpc, ...fields }) => ({ ...fields, description: routeTableMark(String(vpc)) }),
  state: isBuilt,
});

export default defineResource({
  type: 'AWS::EC2::RouteTable',
  description: 'A router of a VPC beside its own.',
  since: '2014.1',
  service: 'network',
  properties: { VpcId: str({ required: true }), Tags: noTags },
  api,
  async ready(context, properties) {
    const live = await api.watch(context, (router) => (isBuilt(router) ? router : undefined));
    const vpcRouter = await routerOfVpc(context, textOf(properties, 'VpcId') ?? '');
    // Where the VPC's own router leads outside, this one does, too.
    const outside = textOf(mapAt(vpcRouter, 'external_gateway_info'), 'network_id');
    if (outside !== undefined && !isMap(own(live, 'external_gateway_info')))
      await setGateway(context, context.id!, outside);
  },
});
