/** Finds the object that an interrupted request has made, and never takes another's for it. */
import { equal, own, type ValueMap } from '../expressions/values.ts';
import { listAll } from '../clouds/paging.ts';
import type { Collection } from '../clouds/types.ts';
import type { Context } from './contract.ts';

export interface Wanted {
  readonly collection: Collection;
  /** The request that may have been served. */
  readonly body: ValueMap;
  readonly name: string | false;
  readonly mark: string | undefined;
  /** The list can be narrowed to a name or mark. */
  readonly searchable: boolean;
  readonly identify: readonly string[];
  /** Field with the time of creation; false where the service does not tell. */
  readonly created: string | false;
}

/** How much earlier than our clock's time a cloud may say that it made the object, in milliseconds. */
const CLOCK_ALLOWANCE_MS = 30_000;

/**
 * The object that this request made. It is known by the physical name in its name or mark, which nothing else has. Where the
 * template names the object it must carry that name and the identifying fields of the request, be no older than the intent, and
 * be no other resource's.
 */
export async function findMade(context: Context, wanted: Wanted): Promise<ValueMap | undefined> {
  const items = await list(context, wanted);
  const telling = [wanted.mark, wanted.name === false ? undefined : wanted.name].filter(
    (field) => field !== undefined && own(wanted.body, field) === context.physicalName,
  );
  const matches = items.filter((item) => {
    if (telling.length > 0) return telling.every((field) => own(item, field!) === context.physicalName);
    return isNew(context, item, wanted) && isAlike(item, wanted);
  });
  const age = (item: ValueMap): string => String((wanted.created !== false && own(item, wanted.created)) || '');
  for (const match of matches.toSorted((a, b) => age(a).localeCompare(age(b)))) {
    if (await context.claim(idIn(match, wanted))) return match;
  }
  return undefined;
}

/** Key in the resource's data for the ids that {@link rememberOthers} found. */
const OTHERS = 'others';

/**
 * Notes which objects look like ours before ours is made. Needed where the service does not tell when an object was made: then
 * only what was not there before can be ours.
 */
export async function rememberOthers(context: Context, wanted: Wanted): Promise<void> {
  if (wanted.name !== false && own(wanted.body, wanted.name) === context.physicalName) return;
  const others = (await list(context, wanted))
    .filter((item) => isAlike(item, wanted))
    .map((item) => idIn(item, wanted));
  await context.save({ data: { [OTHERS]: others } });
}

const idIn = (item: ValueMap, { collection }: Wanted): string => String(item[collection.id ?? 'id']);

async function list(
  context: Context,
  { collection, body, name, mark, searchable }: Wanted,
): Promise<readonly ValueMap[]> {
  const field = name === false ? mark : name;
  const text = field === undefined || !searchable ? undefined : own(body, field);
  const query = typeof text === 'string' ? { [field!]: nameFilter(collection, text) } : {};
  const listing = { ...collection, query: { ...collection.query, ...query }, signal: context.signal };
  return (await listAll(context.cloud, listing)).items;
}

/** Nova takes a regular expression where the other services compare. */
function nameFilter(collection: Collection, name: string): string {
  return collection.service === 'compute' ? `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$` : name;
}

function isNew(context: Context, item: ValueMap, wanted: Wanted): boolean {
  if (wanted.created === false) {
    // Without a note the request was never sent.
    const others = own(context.data, OTHERS);
    return Array.isArray(others) && !others.includes(idIn(item, wanted));
  }
  const text = own(item, wanted.created);
  if (typeof text !== 'string') return false;
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return time >= context.intendedAt - CLOCK_ALLOWANCE_MS;
}

function isAlike(item: ValueMap, { body, name, identify }: Wanted): boolean {
  return [...(name === false ? [] : [name]), ...identify].every((field) =>
    equal(own(item, field) ?? null, own(body, field) ?? null),
  );
}
