/** What lists have in common. */
import { UnknownMarker, type Page } from '../../storage/types.ts';
import { ApiFault } from '../faults/fault.ts';
import type { Query } from '../http/query.ts';

/**
 * The order that `sort_keys` and `sort_dir` ask for, by the names in `keys`; ascending unless told otherwise.
 * A direction alone is that of the first of `keys`, the time. Throws ValueError on another direction than asc and desc.
 */
export function readSort(query: Query, keys: ReadonlyMap<string, string>): NonNullable<Page['sort']> | undefined {
  const direction = query.text('sort_dir');
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc') {
    throw new ApiFault('ValueError', `Unknown sort direction "${direction}", must be one of: asc, desc`);
  }
  const known = (query.texts('sort_keys') ?? []).flatMap((key) => keys.get(key) ?? []);
  if (known.length === 0) {
    if (direction === undefined) return undefined;
    known.push(...[...keys.values()].slice(0, 1));
  }
  return known.map((key) => ({ key, descending: direction === 'desc' }));
}

const STATUSES = ['COMPLETE', 'FAILED', 'IN_PROGRESS'];

/** Tells apart what `CREATE_FAILED` says of action and status; words that name no status are dropped (Heat: `_parse_object_status`). */
export function splitStatuses(
  texts: readonly string[] | undefined,
): { statuses: string[]; actions?: string[] } | undefined {
  if (texts === undefined) return undefined;
  const statuses = new Set<string>();
  const actions = new Set<string>();
  for (const text of texts) {
    const status = STATUSES.find((word) => text.endsWith(word));
    if (status === undefined) continue;
    statuses.add(status);
    const action = text.slice(0, -status.length - 1);
    if (action !== '') actions.add(action);
  }
  return { statuses: [...statuses], ...(actions.size === 0 ? {} : { actions: [...actions] }) };
}

/** Lists from the beginning where the marker is not known, as Heat does. */
export async function fromMarker<T>(page: Page, list: (page: Page) => Promise<T[]>): Promise<T[]> {
  if (page.limit === 0) return [];
  try {
    return await list(page);
  } catch (error) {
    if (!(error instanceof UnknownMarker)) throw error;
    const { marker: _unknown, ...rest } = page;
    return await list(rest);
  }
}
