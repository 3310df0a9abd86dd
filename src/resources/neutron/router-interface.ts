import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapsAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { untilFree } from '../patience.ts';
import { formerly, ref } from '../schema.ts';
import { atLeastOneOf, cannotCombine } from '../words.ts';

interface Link {
  readonly router: string;
  readonly key: 'subnet_id' | 'port_id';
  readonly value: string;
}

function linkOf(properties: Properties): Link {
  const subnet = textOf(properties, 'subnet');
  const router = textOf(properties, 'router') ?? '';
  return subnet === undefined
    ? { router, key: 'port_id', value: textOf(properties, 'port') ?? '' }
    : { router, key: 'subnet_id', value: subnet };
}

/** An interface has no id of its own; Heat gives it `router:key=value`. */
const idOf = ({ router, key, value }: Link): string => `${router}:${key}=${value}`;

/** Reads such an id; one without a key is from before ports could be given. */
function parse(id: string): Link {
  const [router = '', key = '', value] = id.replace('=', ':').split(':');
  return value === undefined
    ? { router, key: 'subnet_id', value: key }
    : { router, key: key === 'port_id' ? 'port_id' : 'subnet_id', value };
}

/** The port that connects the router, if it is there. */
async function portOf(context: Context, link: Link): Promise<ValueMap | undefined> {
  const answer = await context.cloud.service('network').get('/ports', {
    query: { device_id: link.router, ...(link.key === 'port_id' ? { id: link.value } : {}) },
    signal: context.signal,
  });
  return mapsAt(isMap(answer) ? answer : {}, 'ports').find(
    (port) => link.key === 'port_id' || mapsAt(port, 'fixed_ips').some((ip) => own(ip, 'subnet_id') === link.value),
  );
}

const put = (context: Context, { router, key, value }: Link, action: string): Promise<unknown> =>
  context.cloud.service('network').put(
    `/routers/${router}/${action}`,
    { [key]: value },
    // Neutron refuses to connect what is connected: where an answer is lost, the engine looks before it asks again.
    { signal: context.signal, repeatable: action === 'remove_router_interface' },
  );

export default defineResource({
  type: 'OS::Neutron::RouterInterface',
  description: 'Connects a subnet, or a port, to a router.',
  service: 'network',
  extension: 'router',
  properties: {
    router: ref('neutron.router', { required: true }),
    router_id: formerly('router', ref('neutron.router')),
    subnet_id: formerly('subnet', ref('neutron.subnet')),
    subnet: ref('neutron.subnet'),
    port_id: formerly('port', ref('neutron.port')),
    port: ref('neutron.port'),
  },
  validate(properties, known) {
    const has = (name: string): boolean => !known(name) || (own(properties, name) ?? null) !== null;
    const [subnet, port] = [has('subnet') || has('subnet_id'), has('port') || has('port_id')];
    if (subnet && port) return [cannotCombine('subnet', 'port')];
    return subnet || port ? [] : [atLeastOneOf('subnet', 'port')];
  },
  async create(context, properties) {
    const link = linkOf(properties);
    await put(context, link, 'add_router_interface');
    return { id: idOf(link) };
  },
  async find(context, properties) {
    const link = linkOf(properties);
    return (await portOf(context, link)) === undefined ? undefined : { id: idOf(link) };
  },
  async read(context) {
    return context.id === undefined ? undefined : portOf(context, parse(context.id));
  },
  async delete(context) {
    if (context.id === undefined) return;
    await untilFree(context, () => put(context, parse(context.id!), 'remove_router_interface'));
  },
});
