import { isMap } from '../../expressions/values.ts';
import type { Connection } from '../../clouds/types.ts';
import { mapAt, textOf } from '../access.ts';
import { unlessGone } from '../patience.ts';
import { listAll } from '../../clouds/paging.ts';
import type { Lookup } from './lookup.ts';

async function idsOf(
  connection: Connection,
  plural: string,
  singular: string,
  value: string,
  domain?: string,
): Promise<string[]> {
  if (value === '') return [];
  const answer = await unlessGone(connection.service('identity').get(`/${plural}/${encodeURIComponent(value)}`));
  const id = textOf(isMap(answer) ? mapAt(answer, singular) : {}, 'id');
  if (id !== undefined) return [id];
  const query = { name: value, ...(domain === undefined ? {} : { domain_id: domain }) };
  const { items } = await listAll(connection, { service: 'identity', path: `/${plural}`, key: plural, query });
  return items.filter((item) => item['name'] === value).map((item) => String(item['id']));
}

/** By id, else by name. Keystone lets few people list these, so each is asked for alone. */
export function byKeystone(plural: string, singular: string): Lookup {
  return async (connection, values) =>
    new Map(
      await Promise.all(
        values.map(async (value) => [value, await idsOf(connection, plural, singular, value)] as const),
      ),
    );
}

/** The same for what belongs to a domain, which may follow the name: `name{domain}`. The first match is taken, as Heat does. */
export function inDomain(plural: string, singular: string): Lookup {
  const find = async (connection: Connection, value: string): Promise<string[]> => {
    const [, name = value, domain] = /^(.*)\{(.*?)\}$/.exec(value) ?? [];
    if (domain === undefined) return (await idsOf(connection, plural, singular, name)).slice(0, 1);
    const [domainId] = await idsOf(connection, 'domains', 'domain', domain);
    return domainId === undefined ? [] : (await idsOf(connection, plural, singular, name, domainId)).slice(0, 1);
  };
  return async (connection, values) =>
    new Map(await Promise.all(values.map(async (value) => [value, await find(connection, value)] as const)));
}
