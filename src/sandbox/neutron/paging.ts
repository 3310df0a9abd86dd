import { str } from '../wire/python.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { badRequest } from './faults.ts';

/** Sorts by the `sort_key`s of a query. Throws a 400 fault where keys and directions do not pair up. */
export function sorted(views: ValueMap[], query: URLSearchParams, known: ReadonlySet<string>): ValueMap[] {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  if (keys.length !== directions.length) throw badRequest('The number of sort_keys and sort_dirs must be same');
  const strange = keys.filter((key) => !known.has(key));
  if (strange.length > 0)
    throw badRequest(`[${strange.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`);
  const bad = directions.filter((direction) => direction !== 'asc' && direction !== 'desc');
  if (bad.length > 0)
    throw badRequest(
      `[${bad.map((way) => `'${way}'`).join(', ')}] is invalid value for sort_dirs, valid value is '['asc', 'desc']'`,
    );
  if (keys.length === 0) return views;
  return [...views].sort((a, b) => {
    for (const [i, key] of keys.entries()) {
      const order = compare(a[key], b[key]);
      if (order !== 0) return directions[i] === 'desc' ? -order : order;
    }
    return compare(a['id'], b['id']);
  });
}

function compare(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [str(a), str(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One page of a list and the links to its neighbours, as `limit`, `marker` and `page_reverse` ask for. */
export function page(
  views: readonly ValueMap[],
  query: URLSearchParams,
  url: string,
): { items: readonly ValueMap[]; links: ValueMap[] } {
  const limit = limitOf(query);
  const marker = query.get('marker');
  const reverse = query.get('page_reverse')?.toLowerCase() === 'true';
  const at = marker === null ? -1 : views.findIndex((view) => view['id'] === marker);
  let [from, to] = [0, views.length];
  if (reverse) {
    to = at >= 0 ? at : views.length;
    from = limit === undefined ? 0 : Math.max(0, to - limit);
  } else {
    from = at + 1;
    to = limit === undefined ? views.length : Math.min(views.length, from + limit);
  }
  const items = views.slice(from, to);
  if (limit === undefined) return { items, links: [] };
  const links: ValueMap[] = [];
  const link = (rel: string, edge: ValueMap | undefined, back: boolean): void => {
    const next = new URLSearchParams(query);
    next.delete('page_reverse');
    next.delete('marker');
    if (edge) next.set('marker', str(edge['id']));
    if (back) next.set('page_reverse', 'True');
    links.push({ rel, href: `${url}?${next.toString()}` });
  };
  if (reverse || items.length === limit) link('next', items.at(-1), false);
  if (items.length > 0 && (!reverse || from > 0)) link('previous', items[0], true);
  return { items, links };
}

function limitOf(query: URLSearchParams): number | undefined {
  const given = query.get('limit');
  if (given === null) return undefined;
  if (!/^-?\d+$/.test(given) || Number(given) < 0) {
    throw badRequest(`Invalid input for limit. Reason: '${given}' is not an integer, or is below 0`);
  }
  return Number(given) === 0 ? undefined : Number(given);
}
