import type { Kysely } from 'kysely';
import { comesAfter, ordered, orderOf } from './paging.ts';
import type { Database } from './schema.ts';
import { anyOf } from './stack-list.ts';
import type { EventFilter, Page } from './types.ts';

const SORTABLE = {
  at: { column: 'at', nullable: false },
  resourceType: { column: 'resource_type', nullable: false },
};

/** The events that the filter lets through, newest first unless the page sorts by `at` or `resourceType`. */
export function eventList(
  db: Kysely<Database>,
  filter: EventFilter,
  page: Page,
  marker?: Readonly<Record<string, unknown>>,
) {
  const order = orderOf(page, SORTABLE, []);
  let query = ordered(db.selectFrom('events').selectAll(), order);
  if (filter.rootId !== undefined) query = query.where('root_id', '=', filter.rootId);
  const lists = {
    stack_id: filter.stackIds,
    resource_name: filter.resourceNames,
    resource_type: filter.types,
    action: filter.actions,
    status: filter.statuses,
  };
  for (const [column, values] of Object.entries(lists)) {
    if (values !== undefined) query = query.where(anyOf(column, values));
  }
  if (marker !== undefined) query = query.where(comesAfter(order, marker));
  return page.limit === undefined ? query : query.limit(page.limit);
}
