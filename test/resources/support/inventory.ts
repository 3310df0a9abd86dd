/** Everything a project has on a cloud, to see that nothing was made twice or left behind. */
import type { Connection } from '../../../src/clouds/types.ts';
import { listAll } from '../../../src/clouds/paging.ts';
import { isMap, type ValueMap } from '../../../src/expressions/values.ts';

export type Inventory = Readonly<Record<string, readonly string[]>>;

const LISTS: readonly (readonly [service: string, path: string, key: string, id?: string])[] = [
  ['compute', '/servers', 'servers'],
  ['compute', '/os-server-groups', 'server_groups'],
  ['volumev3', '/volumes', 'volumes'],
  ['network', '/networks', 'networks'],
  ['network', '/subnets', 'subnets'],
  ['network', '/ports', 'ports'],
  ['network', '/routers', 'routers'],
  ['network', '/floatingips', 'floatingips'],
  ['network', '/security-groups', 'security_groups'],
  ['network', '/security-group-rules', 'security_group_rules'],
  ['key-manager', '/secrets', 'secrets', 'secret_ref'],
];

/** What administrators make besides. */
const MORE: typeof LISTS = [
  ['compute', '/flavors', 'flavors'],
  ['compute', '/os-aggregates', 'aggregates'],
  ['volumev3', '/types', 'volume_types'],
  ['volumev3', '/qos-specs', 'qos_specs'],
  ['network', '/qos/policies', 'policies'],
  ['network', '/subnetpools', 'subnetpools'],
  ['network', '/address-scopes', 'address_scopes'],
  ['network', '/rbac-policies', 'rbac_policies'],
  ['network', '/trunks', 'trunks'],
  ['identity', '/domains', 'domains'],
  ['identity', '/projects', 'projects'],
  ['identity', '/users', 'users'],
  ['identity', '/groups', 'groups'],
  ['identity', '/roles', 'roles'],
  ['identity', '/regions', 'regions'],
  ['identity', '/services', 'services'],
  ['identity', '/endpoints', 'endpoints'],
];

/** What there is; `all` adds what only administrators see. */
export async function inventory(connection: Connection, all = false): Promise<Inventory> {
  const entries = [...LISTS, ...(all ? MORE : [])].map(
    async ([service, path, key, id = 'id']): Promise<[string, string[]]> => {
      const { items } = await listAll(connection, { service, path, key });
      return [key, items.map((item) => String(item[id])).toSorted()];
    },
  );
  const { items: keys } = await listAll(connection, { service: 'compute', path: '/os-keypairs', key: 'keypairs' });
  return {
    ...Object.fromEntries(await Promise.all(entries)),
    containers: await containers(connection),
    queues: await queues(connection),
    keypairs: keys.map((item) => JSON.stringify(item)).toSorted(),
  };
}

async function containers(connection: Connection): Promise<string[]> {
  if (!(await connection.has('object-store'))) return [];
  const answer = await connection.service('object-store').get('/', { query: { format: 'json' } });
  return (Array.isArray(answer) ? answer : []).filter(isMap).map((item) => String(item['name']));
}

async function queues(connection: Connection): Promise<string[]> {
  if (!(await connection.has('messaging'))) return [];
  const headers = { 'client-id': '3381af92-2b9e-41b0-ac8f-8f4a1f3b1e3f' };
  const list = async (path: string, key: string): Promise<readonly ValueMap[]> =>
    (await listAll(connection, { service: 'messaging', path, key, headers })).items;
  const found: string[] = [];
  for (const { name } of await list('/queues', 'queues')) {
    const subscriptions = await list(`/queues/${String(name)}/subscriptions`, 'subscriptions');
    found.push(String(name), ...subscriptions.map(({ id }) => String(id)));
  }
  return found.toSorted();
}
