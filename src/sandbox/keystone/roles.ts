import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeRole } from './cascade.ts';
import type { Directory } from './directory.ts';
import { conflict } from './faults.ts';
import { member, requiredText, text } from './input.ts';
import { enforce, isAdmin, isSystemReader } from './policy.ts';
import type { Role } from './records.ts';
import { all, EMPTY, filtered, one, selfLink } from './render.ts';
import { roleView } from './views.ts';

/** `/v3/roles`, and which role implies which. */
export function addRoleRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/roles', (call) => list(directory, call))
    .route('POST', '/v3/roles', (call) => create(directory, call))
    .route('GET', '/v3/roles/:id', (call) => show(directory, call))
    .route('PATCH', '/v3/roles/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/roles/:id', (call) => remove(directory, call))
    .route('GET', '/v3/role_inferences', (call) => inferences(directory, call))
    .route('GET', '/v3/roles/:id/implies', (call) => implies(directory, call))
    .route('GET', '/v3/roles/:id/implies/:implied', (call) => showImplied(directory, call))
    .route('PUT', '/v3/roles/:id/implies/:implied', (call) => imply(directory, call))
    .route('DELETE', '/v3/roles/:id/implies/:implied', (call) => takeBack(directory, call));
}

function list(directory: Directory, call: Call): Answer {
  enforce(call, 'list_roles', isAdmin(call), isSystemReader(call));
  const domainId = call.query.get('domain_id');
  const roles = directory.roles.filter((role) => role.domain_id === domainId);
  const shown = filtered(call, roles, ['name']).map((role) => roleView(call, role));
  return all(call, 'roles', shown);
}

function show(directory: Directory, call: Call): Answer {
  enforce(call, 'get_role', isAdmin(call), isSystemReader(call));
  return one('role', roleView(call, directory.role(call.param('id'))));
}

function create(directory: Directory, call: Call): Answer {
  enforce(call, 'create_role', isAdmin(call));
  const body = member(call, 'role');
  const name = requiredText(body, 'name');
  const domain_id = text(body, 'domain_id') ?? null;
  nameIsFree(directory, name, domain_id);
  const description = text(body, 'description') ?? null;
  const role = directory.roles.put({ id: directory.newId(), name, domain_id, description, options: optionsOf(body) });
  return one('role', roleView(call, role), 201);
}

function update(directory: Directory, call: Call): Answer {
  enforce(call, 'update_role', isAdmin(call));
  const role = directory.role(call.param('id'));
  const body = member(call, 'role');
  const options = { ...role.options, ...optionsOf(body) };
  if (isImmutable(role) && options['immutable'] !== false) throw refuse('update', role);
  const name = text(body, 'name') ?? role.name;
  if (name !== role.name) nameIsFree(directory, name, role.domain_id);
  const changed = directory.roles.put({
    ...role,
    name,
    description: text(body, 'description') ?? role.description,
    options,
  });
  return one('role', roleView(call, changed));
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_role', isAdmin(call));
  const role = directory.role(call.param('id'));
  if (isImmutable(role)) throw refuse('delete', role);
  removeRole(directory, role.id);
  return EMPTY;
}

function inferences(directory: Directory, call: Call): Answer {
  enforce(call, 'list_role_inference_rules', isAdmin(call), isSystemReader(call));
  const priors = new Set([...directory.implications.values()].map(({ prior }) => prior));
  return { status: 200, body: { role_inferences: [...priors].map((id) => inference(directory, call, id)) } };
}

function implies(directory: Directory, call: Call): Answer {
  enforce(call, 'list_implied_roles', isAdmin(call), isSystemReader(call));
  return { status: 200, body: { role_inference: inference(directory, call, directory.role(call.param('id')).id) } };
}

function inference(directory: Directory, call: Call, prior: string): Record<string, unknown> {
  const implied = directory.implications.filter((one) => one.prior === prior);
  return {
    prior_role: brief(directory, call, prior),
    implies: implied.map((one) => brief(directory, call, one.implied)),
  };
}

function brief(directory: Directory, call: Call, id: string): Record<string, unknown> {
  return { id, links: { self: selfLink(call, 'roles', id) }, name: directory.role(id).name };
}

function pair(directory: Directory, call: Call): { id: string; prior: string; implied: string } {
  const [prior, implied] = [directory.role(call.param('id')).id, directory.role(call.param('implied')).id];
  return { id: `${prior}/${implied}`, prior, implied };
}

function pairView(directory: Directory, call: Call, status: number): Answer {
  const { prior, implied } = pair(directory, call);
  const rule = { prior_role: brief(directory, call, prior), implies: brief(directory, call, implied) };
  return { status, body: { role_inference: rule } };
}

function showImplied(directory: Directory, call: Call): Answer {
  enforce(call, 'get_implied_role', isAdmin(call), isSystemReader(call));
  if (!directory.implications.has(pair(directory, call).id)) throw noPair(call);
  return pairView(directory, call, 200);
}

function imply(directory: Directory, call: Call): Answer {
  enforce(call, 'create_implied_role', isAdmin(call));
  const rule = pair(directory, call);
  if (directory.role(rule.implied).name === 'admin') {
    throw new Fault(403, `${rule.implied} cannot be an implied roles`);
  }
  directory.implications.put(rule);
  return pairView(directory, call, 201);
}

function takeBack(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_implied_role', isAdmin(call));
  if (!directory.implications.delete(pair(directory, call).id)) throw noPair(call);
  return EMPTY;
}

function noPair(call: Call): Fault {
  return new Fault(404, `${call.param('id')} does not imply ${call.param('implied')}.`);
}

function nameIsFree(directory: Directory, name: string, domainId: string | null): void {
  if (directory.roleByName(name, domainId)) throw conflict('role', `Duplicate entry found with name ${name}`);
}

function optionsOf(body: ValueMap): ValueMap {
  return isMap(body['options']) ? body['options'] : {};
}

function isImmutable(role: Role): boolean {
  return role.options['immutable'] === true;
}

function refuse(verb: string, role: Role): Fault {
  const how = 'Set resource option "immutable" to false first.';
  return new Fault(403, `Unable to ${verb} immutable role resource: \`${role.id}. ${how}`);
}
