import type { ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';

const MAX_LIMIT = 1000;

/** One page of a list of Nova's or Cinder's: what follows `marker`, at most `limit`. Throws a 400 {@link Fault} for a bad limit. */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  missing: (marker: string) => Fault,
): { readonly items: readonly T[]; readonly more: boolean } {
  const given = query.get('limit');
  if (given !== null && !/^[0-9]*$/.test(given)) {
    throw new Fault(
      400,
      `Invalid input for query parameters limit. Value: ${given}. '${given}' does not match '^[0-9]*$'`,
    );
  }
  const limit = Math.min(given ? Number(given) : MAX_LIMIT, MAX_LIMIT);
  const marker = query.get('marker');
  let from = 0;
  if (marker !== null && marker !== '') {
    const at = items.findIndex((item) => item.id === marker);
    if (at < 0) throw missing(marker);
    from = at + 1;
  }
  const page = items.slice(from, from + limit);
  return { items: page, more: page.length === limit && (given !== null || items.length > from + limit) };
}

/** The link to the next page, as both services write it; empty where there is none. */
export function nextLink(key: string, url: string, query: URLSearchParams, lastId: string | undefined): ValueMap {
  if (lastId === undefined) return {};
  const next = new URLSearchParams(query);
  next.set('marker', lastId);
  return { [`${key}_links`]: [{ rel: 'next', href: `${url}?${next.toString()}` }] };
}

/** `self` and `bookmark` links of something below a versioned endpoint. */
export function selfLinks(serviceUrl: string, version: string, path: string): ValueMap[] {
  return [
    { rel: 'self', href: `${serviceUrl}${version}${path}` },
    { rel: 'bookmark', href: `${serviceUrl}${path}` },
  ];
}
