import { sql, type ExpressionBuilder, type Kysely, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { comesAfter, ordered, orderOf, type Order } from './paging.ts';
import type { Database } from './schema.ts';
import type { Page, StackFilter } from './types.ts';

const SORTABLE = {
  name: { column: 'name', nullable: false },
  status: { column: 'status', nullable: false },
  createdAt: { column: 'created_at', nullable: false },
  updatedAt: { column: 'updated_at', nullable: true },
};
const NEWEST_FIRST: readonly Order[] = [{ column: 'created_at', nullable: false, descending: true }];

/**
 * The stacks of a list, in Heat's order: newest first, `seq` where the rest is equal.
 * A list of ids, names … that is empty lets nothing through; an empty list of tags does not filter.
 */
export function stackList(
  db: Kysely<Database>,
  filter: StackFilter,
  page: Page,
  marker?: Readonly<Record<string, unknown>>,
) {
  const order = orderOf(page, SORTABLE, NEWEST_FIRST);
  let query = ordered(filtered(db.selectFrom('stacks'), filter).selectAll(), order);
  if (marker !== undefined) query = query.where(comesAfter(order, marker));
  return page.limit === undefined ? query : query.limit(page.limit);
}

/** How many stacks the filter lets through, as `total`. */
export function stackCount(db: Kysely<Database>, filter: StackFilter) {
  return filtered(db.selectFrom('stacks'), filter).select((eb) => eb.fn.countAll<number>().as('total'));
}

type StackQuery = SelectQueryBuilder<Database, 'stacks', object>;

function filtered(query: StackQuery, filter: StackFilter): StackQuery {
  if (filter.deleted !== true) query = query.where('deleted_at', 'is', null);
  if (filter.nested !== true) query = query.where('parent_id', 'is', null);
  if (filter.projectId !== undefined) query = query.where('project_id', '=', filter.projectId);
  if (filter.timeoutMins !== undefined) query = query.where('timeout_mins', '=', filter.timeoutMins);
  if (filter.disableRollback !== undefined) {
    query = query.where('disable_rollback', '=', filter.disableRollback ? 1 : 0);
  }
  const lists = {
    id: filter.ids,
    name: filter.names,
    status: filter.statuses,
    action: filter.actions,
    reason: filter.reasons,
    username: filter.usernames,
    parent_id: filter.parentIds,
    stack_user_project_id: filter.stackUserProjectIds,
  };
  for (const [column, values] of Object.entries(lists)) {
    if (values !== undefined) query = query.where(anyOf(column, values));
  }
  return byTags(query, filter);
}

function byTags(query: StackQuery, { tags, tagsAny, notTags, notTagsAny }: StackFilter): StackQuery {
  for (const tag of tags ?? []) query = query.where((eb) => tagged(eb, [tag]));
  if (tagsAny?.length) query = query.where((eb) => tagged(eb, tagsAny));
  if (notTags?.length) query = query.where((eb) => eb.not(eb.and(notTags.map((tag) => tagged(eb, [tag])))));
  if (notTagsAny?.length) query = query.where((eb) => eb.not(tagged(eb, notTagsAny)));
  return query;
}

function tagged(eb: ExpressionBuilder<Database, 'stacks'>, tags: readonly string[]) {
  return eb.exists(
    eb
      .selectFrom('stack_tags')
      .select('tag')
      .whereRef('stack_tags.stack_id', '=', 'stacks.id')
      .where('stack_tags.tag', 'in', tags),
  );
}

/** `column in (values)`; false where there are none, which SQL cannot write as a list. */
export function anyOf(column: string, values: readonly string[]) {
  return values.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${sql.ref(column)} in (${sql.join([...values])})`;
}
