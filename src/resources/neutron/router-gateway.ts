import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone, untilFree } from '../patience.ts';
import { formerly, ref } from '../schema.ts';
import { known, maySame, ofType, subnetsOf } from './dependencies.ts';

const put = (context: Context, router: string, info: ValueMap): Promise<unknown> =>
  context.cloud
    .service('network')
    .put(`/routers/${router}`, { router: { external_gateway_info: info } }, { signal: context.signal });

async function gatewayOf(context: Context, router: string): Promise<ValueMap | undefined> {
  const answer = await unlessGone(
    context.cloud.service('network').get(`/routers/${router}`, { signal: context.signal }),
  );
  const info = isMap(answer) ? own(mapAt(answer, 'router'), 'external_gateway_info') : undefined;
  return isMap(info) ? info : undefined;
}

const idOf = (properties: Properties): string =>
  `${textOf(properties, 'router_id') ?? ''}:${textOf(properties, 'network') ?? ''}`;

/** The gateway of that id: the router's, where it leads to that network. */
async function live(context: Context, id: string): Promise<ValueMap | undefined> {
  const [router = '', network = ''] = id.split(':');
  const info = await gatewayOf(context, router);
  return info !== undefined && own(info, 'network_id') === network ? info : undefined;
}

export default defineResource({
  type: 'OS::Neutron::RouterGateway',
  description: 'The gateway of a router that is there already.',
  since: '5.0.0',
  support: {
    status: 'HIDDEN',
    message: 'Use the `external_gateway_info` property in the router resource to set up the gateway.',
  },
  service: 'network',
  properties: {
    router_id: ref('neutron.router', { required: true }),
    network_id: formerly('network', ref('neutron.network')),
    network: ref('neutron.network'),
  },
  implicitDependencies: (self, others) => [
    ...ofType(others, 'OS::Neutron::RouterInterface')
      .filter((link) => maySame(known(link, 'router', 'router_id'), self.property('router_id')))
      .map((link) => link.name),
    ...subnetsOf(known(self, 'network', 'network_id'), others),
  ],
  async create(context, properties) {
    await put(context, textOf(properties, 'router_id') ?? '', { network_id: textOf(properties, 'network') ?? null });
    return { id: idOf(properties) };
  },
  find: async (context, properties) =>
    (await live(context, idOf(properties))) === undefined ? undefined : { id: idOf(properties) },
  read: async (context) => (context.id === undefined ? undefined : live(context, context.id)),
  async delete(context) {
    if (context.id === undefined || (await live(context, context.id)) === undefined) return;
    await untilFree(context, () => put(context, context.id!.split(':')[0]!, {}));
  },
});
