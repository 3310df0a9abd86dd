/** What the query of a stack list asks for (Heat: `StackController._index` and `engine/api.translate_filters`). */
import type { Requester } from '../../orchestration/types.ts';
import type { Page, StackFilter, Status, Action } from '../../storage/types.ts';
import { badRequest } from '../faults/fault.ts';
import type { Query } from '../http/query.ts';
import { readBool, readInt, readTags } from '../http/scalars.ts';
import { readSort, splitStatuses } from './paging.ts';

/** The filter; undefined when nothing can pass it. Admins see the stacks of every project. Throws HTTPBadRequest. */
export function readStackFilter(query: Query, who: Requester): StackFilter | undefined {
  const projects = who.isAdmin ? query.texts('tenant') : [who.projectId];
  if (projects !== undefined && projects.length > 1) throw badRequest('tenant may be given once only');
  if (!who.isAdmin && query.texts('tenant')?.includes(who.projectId) === false) return undefined;

  const split = splitStatuses(either(query, 'status', 'stack_status'));
  const actions = merged(either(query, 'action', 'stack_action'), split?.actions);
  const rollback = query.text('disable_rollback');
  const timeout = query.text('timeout_mins');
  const filter = defined({
    ids: query.texts('id'),
    names: either(query, 'name', 'stack_name'),
    statuses: split?.statuses as Status[] | undefined,
    actions: actions as Action[] | undefined,
    reasons: query.texts('stack_status_reason'),
    usernames: either(query, 'username', 'stack_owner'),
    parentIds: either(query, 'owner_id', 'parent'),
    stackUserProjectIds: query.texts('stack_user_project_id'),
    disableRollback: rollback === undefined ? undefined : readBool('disable_rollback', rollback, badRequest),
    timeoutMins: timeout === undefined ? undefined : readInt('timeout_mins', timeout),
    tags: tags(query, 'tags'),
    tagsAny: tags(query, 'tags_any'),
    notTags: tags(query, 'not_tags'),
    notTagsAny: tags(query, 'not_tags_any'),
    deleted: query.bool('show_deleted'),
    nested: query.bool('show_nested'),
  });
  // Undefined, not left out: that is how an admin asks for every project.
  return { ...filter, projectId: projects?.[0] };
}

const SORT_KEYS: ReadonlyMap<string, string> = new Map([
  ['creation_time', 'createdAt'],
  ['stack_name', 'name'],
  ['stack_status', 'status'],
  ['updated_time', 'updatedAt'],
]);

/** The page; other sort keys than Heat's four are ignored as Heat ignores them. Throws HTTPBadRequest. */
export function readStackPage(query: Query): Page {
  return defined({ limit: query.int('limit'), marker: query.text('marker'), sort: readSort(query, SORT_KEYS) });
}

function tags(query: Query, key: string): string[] | undefined {
  const text = query.text(key);
  return text === undefined ? undefined : readTags(text);
}

function either(query: Query, a: string, b: string): string[] | undefined {
  return merged(query.texts(a), query.texts(b));
}

function merged(a: readonly string[] | undefined, b: readonly string[] | undefined): string[] | undefined {
  return a === undefined && b === undefined ? undefined : [...(a ?? []), ...(b ?? [])];
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
