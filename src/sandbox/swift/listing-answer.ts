import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import { INFO } from './info.ts';
import { listed, type Entry } from './listing.ts';
import type { Headers } from './records.ts';
import { refuse, refuseSaying } from './refusal.ts';
import { isTrue } from './truth.ts';

/** As many entries as one answer may have, of a container or an account. */
const { container_listing_limit: MOST } = INFO.swift;

/** A listing of items as the request wants it: names as lines, or JSON in which `show` says what there is of an item. */
export function listingAnswer<T extends { readonly name: string }>(
  call: Call,
  items: readonly T[],
  headers: Headers,
  show: (item: T) => unknown,
): Answer {
  const entries = listed(items, { ...markers(call.query), limit: limitOf(call.query) });
  const type = typeOf(call);
  const all = { ...headers, 'content-type': `${type}; charset=utf-8`, ...vary(call) };
  if (type === 'application/json') {
    const body = entries.map((entry) => ('subdir' in entry ? entry : show(entry.item)));
    return { status: 200, headers: all, body };
  }
  if (entries.length === 0) return { status: 204, headers: all };
  return { status: 200, headers: all, body: entries.map((entry) => `${nameOf(entry)}\n`).join('') };
}

/** The answer to a HEAD: what a listing says before its entries. */
export function listingHead(call: Call, headers: Headers): Answer {
  return { status: 204, headers: { ...headers, 'content-type': `${typeOf(call)}; charset=utf-8`, ...vary(call) } };
}

function markers(query: URLSearchParams) {
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    marker: query.get('marker') ?? '',
    endMarker: query.get('end_marker') ?? '',
    reverse: isTrue(query.get('reverse')),
  };
}

function limitOf(query: URLSearchParams): number {
  const given = query.get('limit') ?? '';
  if (!/^\d+$/.test(given)) return MOST;
  if (Number(given) > MOST) throw refuseSaying(412, `Maximum limit is ${MOST}`, 'html');
  return Number(given);
}

// Swift also writes XML, which none of OpenStack's own clients asks for.
function typeOf({ query, headers }: Call): 'text/plain' | 'application/json' {
  const accepted = headers['accept'] ?? '*/*';
  const format = query.get('format') ?? (/\*\/\*|text\/(plain|\*)/.test(accepted) ? 'plain' : accepted);
  if (/^json$|application\/(json|\*)/.test(format)) return 'application/json';
  if (/^xml$|\//.test(format)) throw refuse(406);
  return 'text/plain';
}

function vary({ query }: Call): Headers {
  return query.has('format') ? {} : { vary: 'Accept' };
}

function nameOf<T extends { readonly name: string }>(entry: Entry<T>): string {
  return 'subdir' in entry ? entry.subdir : entry.item.name;
}
