import { equal, isMap, type ValueMap } from '../../expressions/values.ts';
import { mapAt, mapsAt } from '../access.ts';
import { ResourceError, type Context, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { ref, str } from '../schema.ts';
import { known, maySame, ofType } from './dependencies.ts';

const network = (context: Context) => context.cloud.service('network');

async function routesOf(context: Context, router: string): Promise<ValueMap[] | undefined> {
  const answer = await unlessGone(network(context).get(`/routers/${router}`, { signal: context.signal }));
  return isMap(answer) ? mapsAt(mapAt(answer, 'router'), 'routes') : undefined;
}

async function setRoutes(context: Context, router: string, routes: ValueMap[]): Promise<void> {
  await network(context).put(`/routers/${router}`, { router: { routes } }, { signal: context.signal });
}

/** The route as its id says: `router:destination:nexthop`; an IPv6 destination ends with its prefix length. */
function parse(id: string): { router: string; route: ValueMap } {
  const [, router = '', destination = '', nexthop = ''] = /^([^:]*):(.*\/\d+):(.*)$/.exec(id) ?? [];
  return { router, route: { destination, nexthop } };
}

const idOf = (properties: Properties): string =>
  ['router_id', 'destination', 'nexthop'].map((name) => String(properties[name])).join(':');

export default defineResource({
  type: 'OS::Neutron::ExtraRoute',
  description: 'One static route of a router; two made at once may lose one.',
  support: { status: 'UNSUPPORTED', message: 'Use this resource at your own risk.' },
  service: 'network',
  extension: 'extraroute',
  properties: {
    router_id: ref('neutron.router', { required: true }),
    destination: str({ required: true }),
    nexthop: str({ required: true }),
  },
  implicitDependencies: (self, others) => {
    const router = self.property('router_id');
    const links = ofType(others, 'OS::Neutron::RouterInterface').filter((link) =>
      maySame(known(link, 'router', 'router_id'), router),
    );
    const gateways = ofType(others, 'OS::Neutron::RouterGateway').filter((gateway) =>
      maySame(gateway.property('router_id'), router),
    );
    return [...links, ...gateways].map((resource) => resource.name);
  },
  async create(context, properties) {
    const { router, route } = parse(idOf(properties));
    const routes = (await routesOf(context, router)) ?? [];
    if (routes.some((item) => equal(item, route)))
      throw new ResourceError('Error', 'Route duplicates an existing route.');
    await context.save({ data: { sent: true } });
    await setRoutes(context, router, [...routes, route]);
    return { id: idOf(properties), data: { sent: null } };
  },
  async find(context, properties) {
    if (context.data['sent'] !== true) return undefined;
    const { router, route } = parse(idOf(properties));
    const routes = (await routesOf(context, router)) ?? [];
    return routes.some((item) => equal(item, route)) ? { id: idOf(properties) } : undefined;
  },
  async read(context) {
    if (context.id === undefined) return undefined;
    const { router, route } = parse(context.id);
    return (await routesOf(context, router))?.find((item) => equal(item, route));
  },
  async delete(context) {
    if (context.id === undefined) return;
    const { router, route } = parse(context.id);
    const routes = await routesOf(context, router);
    if (routes === undefined) return;
    const left = routes.filter((item) => !equal(item, route));
    if (left.length < routes.length) await setRoutes(context, router, left);
  },
});
