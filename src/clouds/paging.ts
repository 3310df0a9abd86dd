import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import { CloudError, isCloudError, isNotFound } from './errors.ts';
import type { Connection, RequestOptions } from './types.ts';

/** What is listed. */
export interface Listing {
  /** Catalog type of the service. */
  readonly service: string;
  readonly path: string;
  /** Key of the list in the answer. */
  readonly key: string;
  readonly query?: RequestOptions['query'];
  readonly headers?: RequestOptions['headers'];
  readonly microversion?: string | undefined;
  readonly signal?: AbortSignal;
}

/** A whole collection, and how many requests it took. */
export interface Listed {
  readonly items: readonly ValueMap[];
  readonly pages: number;
}

const MOST_PAGES = 1_000;

/**
 * Lists a collection to its end, however the service pages it. Throws CloudError, `UnexpectedAnswer` also when the answer holds no
 * such list or the pages never end.
 */
export async function listAll(connection: Pick<Connection, 'cloud' | 'service'>, listing: Listing): Promise<Listed> {
  const service = connection.service(listing.service);
  const unexpected = (message: string): CloudError =>
    new CloudError(message, { cloud: connection.cloud.name, service: listing.service, code: 'UnexpectedAnswer' });
  const items: ValueMap[] = [];
  const asked = new Set<string>();
  let query = listing.query;
  for (let pages = 1; ; pages++) {
    const options = {
      ...(query !== undefined && { query }),
      ...(listing.headers !== undefined && { headers: listing.headers }),
      ...(listing.microversion !== undefined && { microversion: listing.microversion }),
      ...(listing.signal !== undefined && { signal: listing.signal }),
    };
    const body = await service.get(listing.path, options).catch((error: unknown) => {
      // Services that page by marker refuse one whose item has been deleted since.
      const markerGone = pages > 1 && (isNotFound(error) || isCloudError(error, 'BadRequest'));
      throw markerGone ? unexpected(`The list of ${listing.key} changed while it was read`) : error;
    });
    const page = isMap(body) ? own(body, listing.key) : undefined;
    if (!Array.isArray(page)) throw unexpected(`The service did not answer with a list of ${listing.key}`);
    for (const item of page) if (isMap(item)) items.push(item);
    const next = page.length === 0 ? undefined : nextQuery(body as ValueMap, listing.key);
    if (next === undefined) return { items, pages };
    if (asked.has(next) || pages === MOST_PAGES) throw unexpected(`The list of ${listing.key} never ends`);
    asked.add(next);
    query = merge(listing.query, new URLSearchParams(next));
  }
}

/**
 * The query that leads to the next page, or undefined on the last one: Nova's, Cinder's and Neutron's `servers_links`, Keystone's
 * and Octavia's `links`, Glance's, Barbican's and Mistral's `next`. Of the link only the query counts, for behind a proxy the rest
 * often names an inner address.
 */
export function nextQuery(body: ValueMap, key: string): string | undefined {
  const links = own(body, `${key}_links`) ?? own(body, 'links');
  const href = linked(links) ?? own(body, 'next');
  if (typeof href !== 'string' || href === '') return undefined;
  const at = href.indexOf('?');
  return at < 0 ? undefined : href.slice(at + 1).replace(/#.*$/, '');
}

function linked(links: Value | undefined): Value | undefined {
  if (isMap(links)) return own(links, 'next');
  const next = (Array.isArray(links) ? links : []).filter(isMap).find((link) => own(link, 'rel') === 'next');
  return next && own(next, 'href');
}

function merge(query: RequestOptions['query'], next: URLSearchParams): Record<string, string | readonly string[]> {
  const merged: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) merged[key] = Array.isArray(value) ? (value as readonly string[]) : String(value);
  }
  for (const key of next.keys()) merged[key] = next.getAll(key);
  return merged;
}
