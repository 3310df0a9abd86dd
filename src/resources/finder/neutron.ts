import type { Connection } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { listAll } from '../../clouds/paging.ts';
import { matchItems, UUID, type Lookup } from './lookup.ts';

/** Longer lists of values make addresses that some proxies refuse. */
const MOST_AT_ONCE = 50;

/** Neutron takes several values of a filter: first those that may be ids, then what is left as names. */
export function neutronObjects(options: {
  readonly path: string;
  readonly key: string;
  readonly ownFirst: boolean;
}): Lookup {
  const { path, key, ownFirst } = options;
  const list = async (connection: Connection, field: string, values: readonly string[]): Promise<ValueMap[]> => {
    const chunks = Array.from({ length: Math.ceil(values.length / MOST_AT_ONCE) }, (_, i) =>
      values.slice(i * MOST_AT_ONCE, (i + 1) * MOST_AT_ONCE),
    );
    const pages = chunks.map((chunk) =>
      listAll(connection, {
        service: 'network',
        path,
        key,
        query: { [field]: chunk, fields: ['id', 'name', 'project_id'] },
      }),
    );
    return (await Promise.all(pages)).flatMap(({ items }) => items);
  };
  return async (connection, values) => {
    const byId = await list(
      connection,
      'id',
      values.filter((value) => UUID.test(value)),
    );
    const ids = new Set(byId.map((item) => String(item['id'])));
    const names = values.filter((value) => !ids.has(value));
    const byName = await list(connection, 'name', names);
    const mine = ownFirst && byName.length > 0 ? await connection.projectId() : undefined;
    const found = matchItems(names, byName);
    for (const name of names) {
      const candidates = found.get(name) ?? [];
      // Every project has a security group `default`; an administrator sees them all.
      const own = byName
        .filter((item) => item['name'] === name && item['project_id'] === mine)
        .map((item) => String(item['id']));
      if (candidates.length > 1 && own.length > 0) found.set(name, own);
    }
    return new Map([...found, ...[...ids].map((id): [string, string[]] => [id, [id]])]);
  };
}
