import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import type { Directory } from './directory.ts';
import { missing, notFound, required } from './faults.ts';
import { flag, member, requiredText, text } from './input.ts';
import { enforce, isAdmin, isSystemReader } from './policy.ts';
import type { CatalogService, Endpoint } from './records.ts';
import { all, EMPTY, filtered, linked, one } from './render.ts';
import { endpointView } from './views.ts';

/** `/v3/services` and `/v3/endpoints`: what the catalog is made of. */
export function addCatalogRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/services', (call) => listServices(directory, call))
    .route('POST', '/v3/services', (call) => createService(directory, call))
    .route('GET', '/v3/services/:id', (call) => one('service', linked(call, 'services', findService(directory, call))))
    .route('PATCH', '/v3/services/:id', (call) => updateService(directory, call))
    .route('DELETE', '/v3/services/:id', (call) => removeService(directory, call))
    .route('GET', '/v3/endpoints', (call) => listEndpoints(directory, call))
    .route('POST', '/v3/endpoints', (call) => createEndpoint(directory, call))
    .route('GET', '/v3/endpoints/:id', (call) => one('endpoint', endpointView(call, findEndpoint(directory, call))))
    .route('PATCH', '/v3/endpoints/:id', (call) => updateEndpoint(directory, call))
    .route('DELETE', '/v3/endpoints/:id', (call) => removeEndpoint(directory, call));
}

function listServices(directory: Directory, call: Call): Answer {
  enforce(call, 'list_services', isAdmin(call), isSystemReader(call));
  const found = filtered(call, [...directory.services.values()], ['type', 'name']);
  const shown = found.map((service) => linked(call, 'services', service));
  return all(call, 'services', shown);
}

function findService(directory: Directory, call: Call): CatalogService {
  enforce(call, 'get_service', isAdmin(call), isSystemReader(call));
  const found = directory.services.get(call.param('id'));
  if (found === undefined) throw notFound('service', call.param('id'));
  return found;
}

function createService(directory: Directory, call: Call): Answer {
  enforce(call, 'create_service', isAdmin(call));
  const body = member(call, 'service');
  const type = requiredText(body, 'type');
  const fresh = { id: directory.newId(), type, enabled: flag(body, 'enabled') ?? true, ...wording(body) };
  return one('service', linked(call, 'services', directory.services.put(fresh)), 201);
}

function updateService(directory: Directory, call: Call): Answer {
  enforce(call, 'update_service', isAdmin(call));
  const found = findService(directory, call);
  const body = member(call, 'service');
  const changes = { type: text(body, 'type') ?? found.type, enabled: flag(body, 'enabled') ?? found.enabled };
  return one('service', linked(call, 'services', directory.services.put({ ...found, ...changes, ...wording(body) })));
}

function wording(body: ValueMap): Pick<CatalogService, 'name' | 'description'> {
  const [name, description] = [text(body, 'name'), text(body, 'description')];
  return { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
}

function removeService(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_service', isAdmin(call));
  const { id } = findService(directory, call);
  for (const endpoint of directory.endpoints.filter(({ service_id }) => service_id === id)) {
    directory.endpoints.delete(endpoint.id);
  }
  directory.services.delete(id);
  return EMPTY;
}

function listEndpoints(directory: Directory, call: Call): Answer {
  enforce(call, 'list_endpoints', isAdmin(call), isSystemReader(call));
  const found = filtered(call, [...directory.endpoints.values()], ['interface', 'service_id', 'region_id']);
  const shown = found.map((endpoint) => endpointView(call, endpoint));
  return all(call, 'endpoints', shown);
}

function findEndpoint(directory: Directory, call: Call): Endpoint {
  enforce(call, 'get_endpoint', isAdmin(call), isSystemReader(call));
  const found = directory.endpoints.get(call.param('id'));
  if (found === undefined) throw notFound('endpoint', call.param('id'));
  return found;
}

function createEndpoint(directory: Directory, call: Call): Answer {
  enforce(call, 'create_endpoint', isAdmin(call));
  const body = member(call, 'endpoint');
  const [serviceId, url] = [requiredText(body, 'service_id'), requiredText(body, 'url')];
  if (!directory.services.has(serviceId)) throw absentIn('service');
  const endpoint = directory.endpoints.put({
    id: directory.newId(),
    service_id: serviceId,
    interface: readInterface(body),
    region_id: readRegion(directory, body) ?? null,
    url,
    enabled: flag(body, 'enabled') ?? true,
    ...(typeof body['name'] === 'string' ? { name: body['name'] } : {}),
  });
  return one('endpoint', endpointView(call, endpoint), 201);
}

function updateEndpoint(directory: Directory, call: Call): Answer {
  enforce(call, 'update_endpoint', isAdmin(call));
  const found = findEndpoint(directory, call);
  const body = member(call, 'endpoint');
  const changed = directory.endpoints.put({
    ...found,
    service_id: text(body, 'service_id') ?? found.service_id,
    interface: body['interface'] === undefined ? found.interface : readInterface(body),
    region_id: readRegion(directory, body) ?? found.region_id,
    url: text(body, 'url') ?? found.url,
    enabled: flag(body, 'enabled') ?? found.enabled,
    ...(typeof body['name'] === 'string' ? { name: body['name'] } : {}),
  });
  return one('endpoint', endpointView(call, changed));
}

function readInterface(body: ValueMap): Endpoint['interface'] {
  const face = text(body, 'interface');
  if (face === undefined) throw required('interface');
  if (face === 'public' || face === 'internal' || face === 'admin') return face;
  throw new Fault(400, `Invalid input for field 'interface': '${face}' is not one of ['admin', 'internal', 'public']`);
}

function absentIn(table: 'service' | 'region'): Fault {
  return missing(`endpoint ${table}_id`, `${table} table`);
}

/** A region that is named the old way (`region`) is made where there is none of the name. */
function readRegion(directory: Directory, body: ValueMap): string | undefined {
  const [id, old] = [text(body, 'region_id'), text(body, 'region')];
  if (id !== undefined && !directory.regions.has(id)) throw absentIn('region');
  if (id === undefined && old !== undefined && !directory.regions.has(old)) {
    directory.regions.put({ id: old, description: '', parent_region_id: null });
  }
  return id ?? old;
}

function removeEndpoint(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_endpoint', isAdmin(call));
  directory.endpoints.delete(findEndpoint(directory, call).id);
  return EMPTY;
}
