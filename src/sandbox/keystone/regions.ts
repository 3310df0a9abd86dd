import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import type { Directory } from './directory.ts';
import { conflict, notFound } from './faults.ts';
import { member, text } from './input.ts';
import { enforce, isAdmin } from './policy.ts';
import type { Region } from './records.ts';
import { all, EMPTY, filtered, linked, one } from './render.ts';

/** `/v3/regions`, which everyone may read. */
export function addRegionRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/regions', (call) => list(directory, call))
    .route('POST', '/v3/regions', (call) => create(directory, call, undefined))
    .route('PUT', '/v3/regions/:id', (call) => create(directory, call, call.param('id')))
    .route('GET', '/v3/regions/:id', (call) =>
      one('region', linked(call, 'regions', find(directory, call.param('id')))),
    )
    .route('PATCH', '/v3/regions/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/regions/:id', (call) => remove(directory, call));
}

function list(directory: Directory, call: Call): Answer {
  const found = filtered(call, [...directory.regions.values()], ['parent_region_id']);
  const shown = found.map((region) => linked(call, 'regions', region));
  return all(call, 'regions', shown);
}

function find(directory: Directory, id: string): Region {
  const found = directory.regions.get(id);
  if (found === undefined) throw notFound('region', id);
  return found;
}

function create(directory: Directory, call: Call, given: string | undefined): Answer {
  enforce(call, 'create_region', isAdmin(call));
  const body = member(call, 'region');
  const id = given ?? text(body, 'id') ?? directory.newId();
  if (directory.regions.has(id)) throw conflict('region', `Duplicate ID, ${id}`);
  const parent = text(body, 'parent_region_id') ?? null;
  if (parent !== null) find(directory, parent);
  const fresh = { id, description: text(body, 'description') ?? '', parent_region_id: parent };
  return one('region', linked(call, 'regions', directory.regions.put(fresh)), 201);
}

function update(directory: Directory, call: Call): Answer {
  enforce(call, 'update_region', isAdmin(call));
  const region = find(directory, call.param('id'));
  const body = member(call, 'region');
  const parent = text(body, 'parent_region_id') ?? region.parent_region_id;
  if (parent !== null) find(directory, parent);
  const changes = { description: text(body, 'description') ?? region.description, parent_region_id: parent };
  return one('region', linked(call, 'regions', directory.regions.put({ ...region, ...changes })));
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_region', isAdmin(call));
  const { id } = find(directory, call.param('id'));
  if (directory.endpoints.find(({ region_id }) => region_id === id)) {
    throw new Fault(403, `Unable to delete region ${id} because it or its child regions have associated endpoints.`);
  }
  directory.regions.delete(id);
  return EMPTY;
}
