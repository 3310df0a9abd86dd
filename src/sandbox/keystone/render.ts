import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';

/** A record with `links.self`, as Keystone shows it under `/v3/{collection}`. */
export function linked<T extends { readonly id: string }>(
  call: Call,
  collection: string,
  record: T,
): Record<string, unknown> {
  return { ...record, links: { self: selfLink(call, collection, record.id) } };
}

/** Address of one record. */
export function selfLink(call: Call, collection: string, id: string): string {
  return `${call.serviceUrl}/v3/${collection}/${id}`;
}

/** One record under its key. */
export function one(key: string, record: unknown, status = 200): Answer {
  return { status, body: { [key]: record } };
}

/** A whole collection; Keystone does not page. */
export function all(call: Call, key: string, records: readonly unknown[]): Answer {
  const search = call.query.toString().replaceAll(/=(?=&|$)/g, '');
  const self = `${call.serviceUrl}${call.path}${search && `?${search}`}`;
  return { status: 200, body: { [key]: records, links: { next: null, self, previous: null } } };
}

/** 204 without a body. */
export const EMPTY: Answer = { status: 204 };

/**
 * Keeps the records that the query asks for: `name=x`, `enabled` (present: true), `name__contains=x` and the other
 * comparators of keystone/server/flask/common.py.
 */
export function filtered<T extends object>(call: Call, records: readonly T[], names: readonly string[]): T[] {
  const tests: ((record: T) => boolean)[] = [];
  for (const [key, wanted] of call.query) {
    const [name = '', comparator] = key.split('__');
    if (names.includes(name))
      tests.push((record) => matches((record as Record<string, unknown>)[name], wanted, comparator));
  }
  return records.filter((record) => tests.every((test) => test(record)));
}

function matches(value: unknown, wanted: string, comparator: string | undefined): boolean {
  if (typeof value === 'boolean') return value === !/^(0|false|no|off|f|n)$/i.test(wanted);
  const text = value === null || value === undefined ? '' : String(value);
  const ignoringCase = [text.toLowerCase(), wanted.toLowerCase()] as const;
  switch (comparator) {
    case 'contains':
      return text.includes(wanted);
    case 'icontains':
      return ignoringCase[0].includes(ignoringCase[1]);
    case 'startswith':
      return text.startsWith(wanted);
    case 'endswith':
      return text.endsWith(wanted);
    case 'iexact':
      return ignoringCase[0] === ignoringCase[1];
    default:
      return text === wanted;
  }
}
