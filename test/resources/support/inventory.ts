/** Everything a project has on a cloud, to see that nothing was made twice or left behind. */
import type { Connection } from '../../../src/clouds/types.ts';
import { listAll } from '../../../src/clouds/paging.ts';

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

export async function inventory(connection: Connection): Promise<Inventory> {
  const entries = LISTS.map(async ([service, path, key, id = 'id']): Promise<[string, string[]]> => {
    const { items } = await listAll(connection, { service, path, key });
    return [key, items.map((item) => String(item[id])).toSorted()];
  });
  const { items: keys } = await listAll(connection, { service: 'compute', path: '/os-keypairs', key: 'keypairs' });
  return {
    ...Object.fromEntries(await Promise.all(entries)),
    keypairs: keys.map((item) => JSON.stringify(item)).toSorted(),
  };
}
