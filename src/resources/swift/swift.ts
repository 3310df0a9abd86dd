/** What the types that are containers have in common. */
import { isConflict } from '../../clouds/errors.ts';
import { path } from '../../clouds/path.ts';
import { listContainer } from '../../clouds/services/swift.ts';
import type { ServiceClient } from '../../clouds/types.ts';
import { writeJson } from '../../expressions/json.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { ResourceError, type Context } from '../contract.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { actionNotSupported } from '../words.ts';

/** Objects that are listed, and then removed, in one go. */
const PAGE = 500;
/** Objects that are removed at a time. */
const AT_A_TIME = 8;

export type Headers = Readonly<Record<string, string>>;

export const swift = (context: Context): ServiceClient => context.cloud.service('object-store');

/** Makes a container, or sets headers of the one of that name: it is known by its name, so that a second time does no harm. */
export async function putContainer(context: Context, name: string, headers: Headers): Promise<void> {
  await swift(context).raw('PUT', path`/${name}`, undefined, { headers, signal: context.signal });
}

/** What the store says of the container, by header; undefined where it is gone. */
export async function headContainer(context: Context): Promise<ValueMap | undefined> {
  if (context.id === undefined) return undefined;
  const answer = await unlessGone(
    swift(context).raw('HEAD', path`/${context.id}`, undefined, { signal: context.signal }),
  );
  return answer && { ...answer.headers };
}

/**
 * Removes the container. One that is not empty loses its objects first, where that is wanted; else throws ResourceError
 * ResourceActionNotSupported with these words.
 */
export async function removeContainer(context: Context, full: string, purge = false): Promise<void> {
  if (context.id === undefined) return;
  const container = path`/${context.id}`;
  try {
    await unlessGone(swift(context).delete(container, { signal: context.signal }));
  } catch (error) {
    if (!isConflict(error)) throw error;
    if (purge) await empty(context, context.id);
    else if (await holdsSomething(context, context.id)) throw actionNotSupported(full);
    // The store counts what it holds now and then only.
    await deleteAt(context, swift(context), container);
  }
}

async function holdsSomething(context: Context, id: string): Promise<boolean> {
  const listing = await unlessGone(listContainer(context.cloud, id, 0));
  return listing !== undefined && listing.names.length > 0;
}

async function empty(context: Context, id: string): Promise<void> {
  for (;;) {
    const names = (await unlessGone(listContainer(context.cloud, id, PAGE)))?.names ?? [];
    if (names.length === 0) return;
    for (let at = 0; at < names.length; at += AT_A_TIME) {
      const some = names.slice(at, at + AT_A_TIME);
      await Promise.all(some.map((name) => deleteAt(context, swift(context), path`/${id}/${name}`)));
    }
  }
}

/** Address of the account, without a slash at its end. */
export async function accountUrl(context: Context): Promise<URL> {
  return new URL((await swift(context).endpoint()).replace(/\/+$/, ''));
}

/** Address of the container. */
export async function containerUrl(context: Context): Promise<string> {
  return `${(await accountUrl(context)).href}/${context.id ?? ''}`;
}

/** Entries as headers whose names begin alike. Throws ResourceError Invalid for what cannot stand in one. */
export function prefixed(prefix: string, entries: Readonly<Record<string, Value>>): Headers {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [prefix + token(key), line(key, value)]));
}

function token(key: string): string {
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(key)) return key;
  throw new ResourceError('Invalid', `'${key}' cannot be part of a header's name`);
}

// Headers are bytes: what is not ASCII goes as UTF-8, one character for each byte.
function line(key: string, value: Value): string {
  const text = typeof value === 'string' ? value : writeJson(value);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) {
    throw new ResourceError('Invalid', `The value of '${key}' cannot be that of a header: it is more than one line`);
  }
  return Buffer.from(text).toString('latin1');
}
