import type { Call } from '../kernel/call.ts';
import type { Service } from '../kernel/service.ts';
import type { Collection } from '../kernel/state.ts';
import { badRequest, disallowed, notFound } from './faults.ts';
import type { Standard } from './items.ts';
import { isOwned, seek, type Kind } from './kind.ts';

const MAX_LENGTH = 255;

/** Adds the tag routes of a kind: list, replace, clear, and one tag at a time. */
export function addTags<T extends Standard>(service: Service, kind: Kind<T>): void {
  const path = `/v2.0/${kind.path ?? kind.many}/:id/tags`;
  const put = (item: T, tags: readonly string[]): void => {
    (kind.items as unknown as Collection<Standard>).put({ ...item, tags });
  };
  service.route('GET', path, (call) => ({
    status: 200,
    body: { tags: [...seek(kind, call.param('id'), call.caller).tags] },
  }));
  service.route('PUT', path, (call) => {
    const tags = read(call);
    put(mine(kind, call), tags);
    return { status: 200, body: { tags } };
  });
  service.route('DELETE', path, (call) => {
    put(mine(kind, call), []);
    return { status: 204 };
  });
  service.route('GET', `${path}/:tag`, (call) => {
    requireTag(seek(kind, call.param('id'), call.caller), call.param('tag'));
    return { status: 204 };
  });
  service.route('PUT', `${path}/:tag`, (call) => {
    const item = mine(kind, call);
    const tag = check(call.param('tag'));
    if (!item.tags.includes(tag)) put(item, [...item.tags, tag]);
    return { status: 201, body: null };
  });
  service.route('DELETE', `${path}/:tag`, (call) => {
    const item = mine(kind, call);
    const tag = requireTag(item, call.param('tag'));
    put(
      item,
      item.tags.filter((one) => one !== tag),
    );
    return { status: 204 };
  });
}

function mine<T extends Standard>(kind: Kind<T>, call: Call): T {
  const item = seek(kind, call.param('id'), call.caller);
  if (!isOwned(kind, item, call.caller)) throw disallowed(`rule:update_${kind.path ?? kind.many}_tags`);
  return item;
}

function requireTag(item: Standard, tag: string): string {
  if (item.tags.includes(tag)) return tag;
  throw notFound('TagNotFound', `Tag ${tag} could not be found.`);
}

function read(call: Call): string[] {
  const tags = call.body()['tags'];
  if (!Array.isArray(tags)) throw badRequest('Invalid input for tags. Reason: Invalid tags body.');
  return [...new Set(tags.map(check))];
}

function check(tag: unknown): string {
  if (typeof tag === 'string' && tag.length <= MAX_LENGTH && tag.length > 0) return tag;
  throw badRequest(`Invalid input for tags. Reason: '${String(tag)}' is not a valid tag.`);
}
