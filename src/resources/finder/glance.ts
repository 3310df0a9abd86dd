import { isCloudError } from '../../clouds/errors.ts';
import type { Connection } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { listAll } from '../../clouds/paging.ts';
import { matchItems, UUID, type Lookup } from './lookup.ts';

/** Glance takes several ids or names as `in:a,b`; a name with a comma or a quote goes in quotes. */
const among = (values: readonly string[]): string =>
  `in:${values.map((value) => (/[,"\\]/.test(value) ? `"${value.replaceAll('"', String.raw`\"`)}"` : value)).join(',')}`;

async function list(connection: Connection, field: string, values: readonly string[]): Promise<ValueMap[]> {
  if (values.length === 0) return [];
  try {
    // Images that are shared but not accepted have to be asked for by id.
    const query = { [field]: values.length === 1 && field === 'name' ? values[0]! : among(values) };
    return [...(await listAll(connection, { service: 'image', path: '/images', key: 'images', query })).items];
  } catch (error) {
    if (isCloudError(error, 'BadRequest')) return [];
    throw error;
  }
}

export const glanceImages: Lookup = async (connection, values) => {
  const byId = await list(
    connection,
    'id',
    values.filter((value) => UUID.test(value)),
  );
  const ids = new Set(byId.map((item) => String(item['id'])));
  const names = values.filter((value) => !ids.has(value));
  const found = matchItems(names, await list(connection, 'name', names));
  return new Map([...found, ...[...ids].map((id): [string, string[]] => [id, [id]])]);
};
