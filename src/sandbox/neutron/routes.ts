import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { changes, creation, envelopes, ownerOf } from './body.ts';
import { disallowed } from './faults.ts';
import { filterOf } from './filters.ts';
import type { Owned } from './items.ts';
import { isOwned, isVisible, seek, type Kind } from './kind.ts';
import { page, sorted } from './paging.ts';
import { enforceQuota } from './quotas.ts';
import { project, show } from './view.ts';
import type { World } from './world.ts';

const COMMON_FIELDS = ['id', 'tenant_id', 'project_id'];
const STANDARD_FIELDS = ['description', 'revision_number', 'created_at', 'updated_at'];

/** Adds the routes of a kind: list, show, create (one or many), update, delete. */
export function addKind<T extends Owned>(service: Service, world: World, kind: Kind<T>): void {
  const path = `/v2.0/${kind.path ?? kind.many}`;
  service.route('GET', path, (call) => list(kind, path, call));
  service.route('GET', `${path}/:id`, (call) => {
    const item = seek(kind, call.param('id'), call.caller);
    return { status: 200, body: { [kind.one]: project(show(kind, item, call.caller), call.query) } };
  });
  if (kind.create) service.route('POST', path, (call) => create(world, kind, call));
  if (kind.update) service.route('PUT', `${path}/:id`, (call) => update(kind, call));
  if (kind.remove) service.route('DELETE', `${path}/:id`, (call) => remove(kind, call));
}

function list<T extends Owned>(kind: Kind<T>, path: string, call: Call): Answer {
  const { caller, query } = call;
  kind.prepare?.(caller);
  const known = new Set([...Object.keys(kind.attributes), ...COMMON_FIELDS, ...STANDARD_FIELDS]);
  const passes = filterOf(query, known);
  const candidates = narrowed(kind, query) ?? kind.items.values();
  const views: ValueMap[] = [];
  for (const item of candidates) {
    if (!isVisible(kind, item, caller)) continue;
    const view = show(kind, item, caller);
    if (passes(view)) views.push(view);
  }
  const { items, links } = page(sorted(views, query, known), query, call.serviceUrl + path);
  const body: ValueMap = { [kind.many]: items.map((view) => project(view, query)) };
  if (links.length > 0) body[`${kind.many}_links`] = links;
  return { status: 200, body };
}

function narrowed<T extends Owned>(kind: Kind<T>, query: URLSearchParams): T[] | undefined {
  const ids = query.getAll('id');
  if (ids.length === 0) return kind.narrow?.(query);
  return ids.map((id) => kind.items.get(id)).filter((item) => item !== undefined);
}

function create<T extends Owned>(world: World, kind: Kind<T>, call: Call): Answer {
  const { bulk, all } = envelopes(kind, call.body());
  const made: Value[] = all.map((given) => {
    const values = creation(kind, given, call.caller);
    const owner = ownerOf(kind, given, call.caller);
    if (kind.quota !== undefined) enforceQuota(world, kind.quota, kind.items, owner);
    return show(kind, kind.create!(values, owner, call), call.caller);
  });
  return { status: 201, body: bulk ? { [kind.many]: made } : { [kind.one]: made[0]! } };
}

function update<T extends Owned>(kind: Kind<T>, call: Call): Answer {
  const item = seek(kind, call.param('id'), call.caller);
  const { all } = envelopes(kind, call.body());
  const values = changes(kind, all[0]!, call.caller);
  if (!isOwned(kind, item, call.caller)) throw disallowed(`rule:update_${kind.one}`);
  const after = kind.update!(item, values, call);
  return { status: 200, body: { [kind.one]: show(kind, after, call.caller) } };
}

function remove<T extends Owned>(kind: Kind<T>, call: Call): Answer {
  const item = seek(kind, call.param('id'), call.caller);
  if (!isOwned(kind, item, call.caller)) throw disallowed(`rule:delete_${kind.one}`);
  kind.remove!(item, call);
  return { status: 204 };
}
