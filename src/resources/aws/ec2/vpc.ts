import { textOf } from '../../access.ts';
import { defineResource } from '../../define.ts';
import { isBuilt, neutron } from '../../neutron/neutron.ts';
import { deleteAt } from '../../patience.ts';
import { oneOf, str, unimplemented } from '../../schema.ts';
import { neutronOf, routerOfVpc } from './network.ts';
import { noTags } from './tags.ts';

const api = neutron({
  path: '/networks',
  envelope: 'network',
  without: ['CidrBlock', 'InstanceTenancy', 'Tags'],
  state: isBuilt,
  finish: () => async (context, id) => {
    if ((await routerOfVpc(context, id)) !== undefined) return;
    await neutronOf(context).post('/routers', { router: { name: context.physicalName } }, { signal: context.signal });
  },
});

export default defineResource({
  type: 'AWS::EC2::VPC',
  description: 'A network of one’s own, with a router for it.',
  service: 'network',
  properties: {
    CidrBlock: str(),
    InstanceTenancy: unimplemented(str({ default: 'default', constraints: [oneOf('default', 'dedicated')] })),
    Tags: noTags,
  },
  api,
  async delete(context, properties) {
    if (context.id === undefined) return;
    const router = textOf(await routerOfVpc(context, context.id), 'id');
    if (router !== undefined) await deleteAt(context, neutronOf(context), `/routers/${router}`);
    await api.delete(context, properties);
  },
});
