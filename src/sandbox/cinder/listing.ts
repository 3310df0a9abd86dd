import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';

/** True where an admin asks to see every project's; others are not refused but see their own. */
export function allTenants(call: Call): boolean {
  const asked = call.query.get('all_tenants') ?? call.query.get('all_projects');
  return call.caller.isAdmin && asked !== null && ['1', 'true', 't', ''].includes(asked.toLowerCase());
}

/** The test that the filters of a query make; what is no filter is ignored, as Cinder does. `name~` finds parts. */
export function matches(query: URLSearchParams, filters: readonly string[]): (item: ValueMap) => boolean {
  const tests: ((item: ValueMap) => boolean)[] = [];
  for (const [key, wanted] of query) {
    const like = key.endsWith('~');
    const name = like ? key.slice(0, -1) : key;
    if (!filters.includes(name)) continue;
    if (name === 'metadata') tests.push(metadataTest(wanted));
    else if (like) tests.push((item) => textOf(item[name]).includes(wanted));
    else tests.push((item) => textOf(item[name]).toLowerCase() === wanted.toLowerCase() && item[name] !== null);
  }
  return (item) => tests.every((test) => test(item));
}

function textOf(value: Value | undefined): string {
  return value === null || value === undefined ? '' : str(value);
}

function metadataTest(text: string): (item: ValueMap) => boolean {
  let wanted: unknown;
  try {
    wanted = JSON.parse(text.replaceAll("u'", "'").replaceAll("'", '"'));
  } catch {
    throw new Fault(400, 'Invalid input received: Invalid metadata filter');
  }
  const pairs = Object.entries(isMap(wanted) ? wanted : {});
  return (item) => {
    const metadata = item['metadata'];
    return isMap(metadata) && pairs.every(([key, value]) => metadata[key] === value);
  };
}

const SORT_KEYS = ['id', 'name', 'status', 'size', 'created_at', 'updated_at', 'availability_zone', 'host', 'bootable'];

/** Sorts as `sort=name:asc,size` or the older `sort_key` and `sort_dir` ask; newest first where they ask for nothing. */
export function sortItems<T extends { readonly id: string; readonly created_at: number }>(
  items: readonly T[],
  query: URLSearchParams,
): T[] {
  const newest = items.toReversed();
  const sort = query.get('sort');
  const key = query.get('sort_key');
  if (sort === null && key === null) return newest.toSorted((a, b) => b.created_at - a.created_at);
  const orders = (sort ?? `${key}:${query.get('sort_dir') ?? 'desc'}`).split(',').map((part) => {
    const [name = '', direction = 'desc'] = part.trim().split(':');
    const known = SORT_KEYS.includes(name);
    if (!known) throw new Fault(400, `Invalid input received: Sort key supplied is invalid: ${name}`);
    if (direction !== 'asc' && direction !== 'desc') {
      throw new Fault(400, `Invalid input received: Unknown sort direction, must be 'desc' or 'asc'.`);
    }
    return { name: name as keyof T, sign: direction === 'asc' ? 1 : -1 };
  });
  return newest.toSorted((a, b) => {
    for (const { name, sign } of orders) {
      const [left, right] = [a[name] ?? '', b[name] ?? ''];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}
