/** Listings in a total order, continued after a marker. */
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import type { Page } from './types.ts';

/** One column of the order. NULL counts as the smallest value, on every database. */
export interface Order {
  readonly column: string;
  readonly nullable: boolean;
  readonly descending: boolean;
}

/**
 * The order that a page asks for, made total by `seq`. Keys outside `sortable` are ignored, as Heat ignores them.
 * `seq` goes the way of the last key; with no key at all, `fallback` holds, newest first.
 */
export function orderOf(
  page: Page,
  sortable: Readonly<Record<string, Omit<Order, 'descending'>>>,
  fallback: readonly Order[],
): Order[] {
  const asked = (page.sort ?? []).flatMap(({ key, descending }) =>
    Object.hasOwn(sortable, key) ? [{ ...sortable[key]!, descending }] : [],
  );
  const order = asked.length > 0 ? asked : fallback;
  return [...order, { column: 'seq', nullable: false, descending: order.at(-1)?.descending ?? true }];
}

/** The query in that order. */
export function ordered<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  order: readonly Order[],
): SelectQueryBuilder<DB, Table, Row> {
  return order.reduce((sorted, by) => sorted.orderBy(term(by), by.descending ? 'desc' : 'asc'), query);
}

/** Holds for the rows that come after `marker` in that order. */
export function comesAfter(order: readonly Order[], marker: Readonly<Record<string, unknown>>): RawBuilder<SqlBool> {
  const cases = order.map((by, index) => {
    const equal = order.slice(0, index).map((before) => sql`${term(before)} = ${valueOf(before, marker)}`);
    const beyond = sql`${term(by)} ${by.descending ? sql`<` : sql`>`} ${valueOf(by, marker)}`;
    return sql`(${sql.join([...equal, beyond], sql` and `)})`;
  });
  return sql<SqlBool>`(${sql.join(cases, sql` or `)})`;
}

// All nullable columns that can be sorted by are times, so nothing real is below -1.
const term = ({ column, nullable }: Order): RawBuilder<unknown> =>
  nullable ? sql`coalesce(${sql.ref(column)}, -1)` : sql`${sql.ref(column)}`;
const valueOf = ({ column, nullable }: Order, row: Readonly<Record<string, unknown>>): unknown =>
  nullable ? (row[column] ?? -1) : row[column];
