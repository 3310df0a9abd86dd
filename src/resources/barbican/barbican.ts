/** What Barbican's resource types have in common: objects known by their whole address, and no time of creation to search by. */
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import type { ServiceClient } from '../../clouds/types.ts';
import { mapsAt, textOf } from '../access.ts';
import type { Context, Made } from '../contract.ts';
import { deleteAt, unlessGone } from '../patience.ts';

export interface Kind {
  /** Path of the collection, and key of its list. */
  readonly plural: 'secrets' | 'containers' | 'orders';
  /** Field with the address of an object. */
  readonly ref: 'secret_ref' | 'container_ref' | 'order_ref';
}

/** How much earlier than our clock's time Barbican may say that it made an object, in milliseconds. */
const CLOCK_ALLOWANCE_MS = 30_000;

export const barbican = (context: Context): ServiceClient => context.cloud.service('key-manager');

/** An object's id for Heat is its whole address; only the last part counts where the service is. */
export const lastPart = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

export const pathOf = ({ plural }: Kind, ref: string): string => `/${plural}/${lastPart(ref)}`;

/** Makes the object; its address. */
export async function store(context: Context, { plural, ref }: Kind, body: ValueMap): Promise<string> {
  const answer = await barbican(context).post(`/${plural}`, body, { signal: context.signal });
  return textOf(isMap(answer) ? answer : {}, ref) ?? '';
}

export async function show(context: Context, kind: Kind, ref: string | undefined): Promise<ValueMap | undefined> {
  if (ref === undefined) return undefined;
  const answer = await unlessGone(barbican(context).get(pathOf(kind, ref), { signal: context.signal }));
  return isMap(answer) ? answer : undefined;
}

export async function remove(context: Context, kind: Kind): Promise<void> {
  if (context.id !== undefined) await deleteAt(context, barbican(context), pathOf(kind, context.id));
}

/** The object of this name that an interrupted request made. `nameIn` finds the name in an item of the list. */
export async function findByName(
  context: Context,
  { plural, ref }: Kind,
  name: string,
  nameIn: (item: ValueMap) => string | undefined = (item) => textOf(item, 'name'),
): Promise<Made | undefined> {
  // Barbican lists the oldest first, a hundred at a time.
  for (let offset = 0; ; offset += 100) {
    const query = { limit: 100, offset, ...(plural === 'secrets' ? { name } : {}) };
    const answer = await barbican(context).get(`/${plural}`, { query, signal: context.signal });
    const items = mapsAt(isMap(answer) ? answer : {}, plural);
    for (const item of items) {
      const id = textOf(item, ref) ?? '';
      const created = Date.parse(`${textOf(item, 'created') ?? ''}Z`);
      const recent = name === context.physicalName || created >= context.intendedAt - CLOCK_ALLOWANCE_MS;
      if (nameIn(item) === name && recent && (await context.claim(id))) return { id };
    }
    const total = own(isMap(answer) ? answer : {}, 'total');
    if (items.length < 100 || typeof total !== 'number' || offset + items.length >= total) return undefined;
  }
}
