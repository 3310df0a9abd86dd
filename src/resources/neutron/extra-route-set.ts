import { equal, isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt, mapsAt, textOf } from '../access.ts';
import { ResourceError, type Context, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { custom, listOf, mapOf, ref, str } from '../schema.ts';
import { known, maySame, ofType } from './dependencies.ts';

async function routesOf(context: Context, router: string): Promise<ValueMap[] | undefined> {
  const answer = await unlessGone(
    context.cloud.service('network').get(`/routers/${router}`, { signal: context.signal }),
  );
  return isMap(answer) ? mapsAt(mapAt(answer, 'router'), 'routes') : undefined;
}

const among = (list: readonly ValueMap[], route: Value): boolean => list.some((item) => equal(item, route));

async function change(context: Context, router: string, action: 'add' | 'remove', routes: ValueMap[]): Promise<void> {
  if (routes.length === 0) return;
  const path = `/routers/${router}/${action}_extraroutes`;
  await context.cloud.service('network').put(path, { router: { routes } }, { signal: context.signal });
}

/** A route that the router has already belongs to somebody else, who would lose it with ours. */
async function refuseDuplicates(context: Context, router: string, routes: ValueMap[]): Promise<void> {
  const live = (await routesOf(context, router)) ?? [];
  const duplicate = routes.find((route) => among(live, route));
  if (duplicate === undefined) return;
  const name = `${router},${String(duplicate['destination'])}=${String(duplicate['nexthop'])}`;
  throw new ResourceError('PhysicalResourceExists', `The physical resource for (${name}) exists.`);
}

const kept = (properties: Properties): ValueMap => ({
  router: textOf(properties, 'router') ?? null,
  routes: mapsAt(properties, 'routes'),
});

export default defineResource({
  type: 'OS::Neutron::ExtraRouteSet',
  description: 'Static routes of a router.',
  since: '14.0.0',
  service: 'network',
  extension: 'extraroute-atomic',
  properties: {
    router: ref('neutron.router', { required: true }),
    routes: listOf(
      mapOf({
        destination: str({ required: true, constraints: [custom('net_cidr')] }),
        nexthop: str({ required: true, constraints: [custom('ip_addr')] }),
      }),
      { update: true, default: [] },
    ),
  },
  implicitDependencies: (self, others) =>
    ofType(others, 'OS::Neutron::RouterInterface')
      .filter((link) => maySame(known(link, 'router', 'router_id'), self.property('router')))
      .map((link) => link.name),
  async create(context, properties) {
    const [router, routes] = [textOf(properties, 'router') ?? '', mapsAt(properties, 'routes')];
    await refuseDuplicates(context, router, routes);
    // From here on routes that are found are ours.
    await context.save({ data: kept(properties) });
    await change(context, router, 'add', routes);
    return { id: router };
  },
  async find(context, properties) {
    const router = textOf(context.data, 'router');
    if (router === undefined) return undefined;
    const live = (await routesOf(context, router)) ?? [];
    await change(
      context,
      router,
      'add',
      mapsAt(properties, 'routes').filter((route) => !among(live, route)),
    );
    return { id: router };
  },
  async read(context) {
    const router = textOf(context.data, 'router');
    const live = router === undefined ? undefined : await routesOf(context, router);
    const ours = mapsAt(context.data, 'routes');
    const found = live?.filter((route) => among(ours, route));
    return found === undefined || (found.length === 0 && ours.length > 0) ? undefined : { routes: found };
  },
  async update(context, { before, after }) {
    const router = textOf(after, 'router') ?? '';
    const [old, wanted] = [mapsAt(before, 'routes'), mapsAt(after, 'routes')];
    const live = (await routesOf(context, router)) ?? [];
    await change(
      context,
      router,
      'remove',
      old.filter((route) => !among(wanted, route) && among(live, route)),
    );
    await change(
      context,
      router,
      'add',
      wanted.filter((route) => !among(live, route)),
    );
    await context.save({ data: kept(after) });
  },
  async delete(context) {
    const router = textOf(context.data, 'router');
    if (router === undefined) return;
    const live = (await routesOf(context, router)) ?? [];
    await unlessGone(
      change(
        context,
        router,
        'remove',
        mapsAt(context.data, 'routes').filter((route) => among(live, route)),
      ),
    );
  },
});
