import type { Connection } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { isNotFound } from '../../clouds/errors.ts';
import { listAll } from '../../clouds/paging.ts';
import { ResourceError } from '../contract.ts';
import { matchItems, UUID, type Lookup } from './lookup.ts';

/** Longer lists of values make addresses that some proxies refuse. */
const MOST_AT_ONCE = 50;

/** What is special about a kind of Neutron's objects. */
export interface NeutronOptions {
  /** Of several with a name, the project's own is meant. */
  readonly ownFirst?: boolean;
  /** Alias of the extension that has them; a Neutron without it knows no such path. */
  readonly extension?: string;
}

/** Neutron takes several values of a filter: first those that may be ids, then what is left as names. */
export function neutronObjects(path: string, key: string, { ownFirst, extension }: NeutronOptions = {}): Lookup {
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
    try {
      return (await Promise.all(pages)).flatMap(({ items }) => items);
    } catch (error) {
      if (extension === undefined || !isNotFound(error)) throw error;
      throw new ResourceError('EntityNotFound', `The neutron extension (${extension}) could not be found.`);
    }
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
