import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** A page of a list with links to its neighbours (barbican/common/hrefs.py). A limit or offset that cannot be read counts as not given. */
export function page<T>(call: Call, key: string, items: readonly T[], show: (item: T) => unknown): Answer {
  const limit = Math.min(numberOf(call, 'limit', 1) ?? DEFAULT_LIMIT, MAX_LIMIT);
  const offset = numberOf(call, 'offset', 0) ?? 0;
  const link = (from: number): string => `${call.serviceUrl}${call.path}?limit=${limit}&offset=${from}`;
  const body: Record<string, unknown> = { [key]: items.slice(offset, offset + limit).map(show) };
  if (offset > 0 && items.length > 0) body['previous'] = link(Math.max(offset - limit, 0));
  if (offset + limit < items.length) body['next'] = link(offset + limit);
  return { status: 200, body: { ...body, total: items.length } };
}

function numberOf(call: Call, name: string, least: number): number | undefined {
  const text = call.query.get(name);
  if (text === null || !/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least ? value : undefined;
}
