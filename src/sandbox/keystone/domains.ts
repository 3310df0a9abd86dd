import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeDomain } from './cascade.ts';
import type { Directory } from './directory.ts';
import { conflict } from './faults.ts';
import { extras, flag, member, requiredText, text, texts } from './input.ts';
import { enforce, isAdmin, isSystemReader } from './policy.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { domainView } from './views.ts';

const KNOWN = ['id', 'name', 'description', 'enabled', 'tags', 'options', 'links'];

/** `/v3/domains`. */
export function addDomainRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/domains', (call) => list(directory, call))
    .route('POST', '/v3/domains', (call) => create(directory, call))
    .route('GET', '/v3/domains/:id', (call) => show(directory, call))
    .route('PATCH', '/v3/domains/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/domains/:id', (call) => remove(directory, call));
}

function list(directory: Directory, call: Call): Answer {
  enforce(call, 'list_domains', isAdmin(call), isSystemReader(call), call.caller.domainId !== undefined);
  const { domainId, isAdmin: admin } = call.caller;
  const visible = directory.domains.filter(({ id }) => admin || domainId === undefined || id === domainId);
  const shown = filtered(call, visible, ['enabled', 'name']).map((domain) => domainView(call, domain));
  return all(call, 'domains', shown);
}

function show(directory: Directory, call: Call): Answer {
  const id = call.param('id');
  const { projectDomainId, domainId } = call.caller;
  enforce(call, 'get_domain', isAdmin(call), isSystemReader(call), projectDomainId === id, domainId === id);
  return one('domain', domainView(call, directory.domain(id)));
}

function create(directory: Directory, call: Call): Answer {
  enforce(call, 'create_domain', isAdmin(call));
  const body = member(call, 'domain');
  const name = requiredText(body, 'name');
  nameIsFree(directory, name);
  const domain = directory.domains.put({
    id: text(body, 'explicit_domain_id') ?? directory.newId(),
    name,
    description: text(body, 'description') ?? '',
    enabled: flag(body, 'enabled') ?? true,
    tags: texts(body, 'tags') ?? [],
    extra: extras(body, [...KNOWN, 'explicit_domain_id']),
  });
  return one('domain', domainView(call, domain), 201);
}

function update(directory: Directory, call: Call): Answer {
  enforce(call, 'update_domain', isAdmin(call));
  const domain = directory.domain(call.param('id'));
  const body = member(call, 'domain');
  const name = text(body, 'name') ?? domain.name;
  if (name !== domain.name) nameIsFree(directory, name);
  const changed = directory.domains.put({
    ...domain,
    name,
    description: text(body, 'description') ?? domain.description,
    enabled: flag(body, 'enabled') ?? domain.enabled,
    tags: texts(body, 'tags') ?? domain.tags,
    extra: { ...domain.extra, ...extras(body, KNOWN) },
  });
  return one('domain', domainView(call, changed));
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_domain', isAdmin(call));
  const domain = directory.domain(call.param('id'));
  if (domain.enabled) throw new Fault(403, 'Cannot delete a domain that is enabled, please disable it first.');
  removeDomain(directory, domain.id);
  return EMPTY;
}

function nameIsFree(directory: Directory, name: string): void {
  if (directory.domainByName(name) === undefined) return;
  const rule = 'it is not permitted to have two projects acting as domains with the same name';
  throw conflict('project', `${rule}: ${name}`);
}
