/** Ways to look many values of one kind up at once. */
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { listAll } from '../../clouds/paging.ts';
import type { Connection, RequestOptions } from '../../clouds/types.ts';
import { mapAt, textOf } from '../access.ts';
import { unlessGone } from '../patience.ts';

/** The ids that fit each value: one where all is well. A value that is not in the answer fits nothing. */
export type Lookup = (
  connection: Connection,
  values: readonly string[],
) => Promise<ReadonlyMap<string, readonly string[]>>;

export const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Those of the items that each value is the id or the name of. An id counts before names do. */
export function matchItems(values: readonly string[], items: readonly ValueMap[], id = 'id'): Map<string, string[]> {
  const byId = new Set(items.map((item) => String(item[id])));
  const byName = Map.groupBy(items, (item) => String(item['name']));
  return new Map(
    values.map((value) => [
      value,
      byId.has(value) ? [value] : (byName.get(value) ?? []).map((item) => String(item[id])),
    ]),
  );
}

/** Lists everything there is: for kinds of which there are few. */
export function byList(options: {
  readonly service: string;
  readonly path: string;
  readonly key: string;
  readonly query?: RequestOptions['query'];
  /** Key around each item. */
  readonly envelope?: string;
  readonly id?: string;
  /** The first of several will do. */
  readonly first?: boolean;
}): Lookup {
  const { service, path, key, query, envelope, id, first } = options;
  return async (connection, values) => {
    const { items: listed } = await listAll(connection, {
      service,
      path,
      key,
      ...(query === undefined ? {} : { query }),
    });
    const items = envelope === undefined ? listed : listed.map((item) => mapAt(item, envelope));
    const found = matchItems(values, items, id);
    return first ? new Map([...found].map(([value, ids]) => [value, ids.slice(0, 1)])) : found;
  };
}

/** What cannot be one segment of a path: services that decode a slash take it for another resource, and Mistral fails of it. */
const NO_ID = /^\.{0,2}$|\//;

/** Asks for each by its id, or by whatever the service takes for one. What is no id at all is not asked for. */
export function byShow(options: {
  readonly service: string;
  readonly path: string;
  /** Key around the object; absent where the answer is the object. */
  readonly key?: string;
  /** Objects are known by their address, which this field holds. */
  readonly ref?: string;
}): Lookup {
  const { service, path, key, ref } = options;
  return async (connection, values) => {
    const show = async (value: string): Promise<[string, string[]]> => {
      const id = ref === undefined ? value : value.slice(value.lastIndexOf('/') + 1);
      if (NO_ID.test(id)) return [value, []];
      const answer = await unlessGone(connection.service(service).get(`${path}/${encodeURIComponent(id)}`));
      if (!isMap(answer)) return [value, []];
      const shown = key === undefined ? answer : mapAt(answer, key);
      return [value, [ref === undefined ? (textOf(shown, 'id') ?? value) : String(own(shown, ref) ?? value)]];
    };
    return new Map(await Promise.all(values.map(show)));
  };
}
