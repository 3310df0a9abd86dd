import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeGroup } from './cascade.ts';
import type { Directory } from './directory.ts';
import { conflict, notFound } from './faults.ts';
import { member, requiredText, text } from './input.ts';
import { enforce, inCallersDomain, isAdmin, isDomainReader, isSelf, isSystemReader } from './policy.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { groupView, userView } from './views.ts';

/** `/v3/groups` and who is in them. */
export function addGroupRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/groups', (call) => list(directory, call))
    .route('POST', '/v3/groups', (call) => create(directory, call))
    .route('GET', '/v3/groups/:id', (call) => show(directory, call))
    .route('PATCH', '/v3/groups/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/groups/:id', (call) => remove(directory, call))
    .route('GET', '/v3/groups/:id/users', (call) => people(directory, call))
    .route('GET', '/v3/groups/:id/users/:user', (call) => check(directory, call))
    .route('PUT', '/v3/groups/:id/users/:user', (call) => add(directory, call))
    .route('DELETE', '/v3/groups/:id/users/:user', (call) => take(directory, call))
    .route('GET', '/v3/users/:id/groups', (call) => groupsOfUser(directory, call));
}

function mayRead(call: Call, action: string, domainId: string | undefined): void {
  enforce(call, action, isAdmin(call), isSystemReader(call), isDomainReader(call, domainId));
}

function list(directory: Directory, call: Call): Answer {
  mayRead(call, 'list_groups', call.query.get('domain_id') ?? call.caller.domainId);
  const groups = filtered(call, inCallersDomain(call.caller, [...directory.groups.values()]), ['domain_id', 'name']);
  const shown = groups.map((group) => groupView(call, group));
  return all(call, 'groups', shown);
}

function show(directory: Directory, call: Call): Answer {
  mayRead(call, 'get_group', directory.groups.get(call.param('id'))?.domain_id);
  return one('group', groupView(call, directory.group(call.param('id'))));
}

function create(directory: Directory, call: Call): Answer {
  enforce(call, 'create_group', isAdmin(call));
  const body = member(call, 'group');
  const name = requiredText(body, 'name');
  const domain_id = text(body, 'domain_id') ?? call.caller.domainId ?? call.caller.projectDomainId ?? 'default';
  directory.domain(domain_id);
  nameIsFree(directory, name, domain_id);
  const group = { id: directory.newId(), name, domain_id, description: text(body, 'description') ?? '' };
  return one('group', groupView(call, directory.groups.put(group)), 201);
}

function update(directory: Directory, call: Call): Answer {
  enforce(call, 'update_group', isAdmin(call));
  const group = directory.group(call.param('id'));
  const body = member(call, 'group');
  const name = text(body, 'name') ?? group.name;
  if (name !== group.name) nameIsFree(directory, name, group.domain_id);
  const changed = directory.groups.put({ ...group, name, description: text(body, 'description') ?? group.description });
  return one('group', groupView(call, changed));
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_group', isAdmin(call));
  removeGroup(directory, directory.group(call.param('id')).id);
  return EMPTY;
}

function people(directory: Directory, call: Call): Answer {
  mayRead(call, 'list_users_in_group', directory.groups.get(call.param('id'))?.domain_id);
  const group = directory.group(call.param('id'));
  const places = directory.memberships.filter(({ group_id }) => group_id === group.id);
  const shown = places.map(({ user_id }) => userView(call, directory.user(user_id)));
  return all(call, 'users', shown);
}

function groupsOfUser(directory: Directory, call: Call): Answer {
  const id = call.param('id');
  const domainId = directory.users.get(id)?.domain_id;
  const allowed = [isAdmin(call), isSystemReader(call), isDomainReader(call, domainId), isSelf(call, id)];
  enforce(call, 'list_groups_for_user', ...allowed);
  const shown = filtered(call, directory.groupsOf(directory.user(id).id), ['name']).map((group) =>
    groupView(call, group),
  );
  return all(call, 'groups', shown);
}

function place(directory: Directory, call: Call): { id: string; group_id: string; user_id: string } {
  const user = directory.user(call.param('user'));
  const group = directory.group(call.param('id'));
  return { id: `${group.id}/${user.id}`, group_id: group.id, user_id: user.id };
}

function check(directory: Directory, call: Call): Answer {
  mayRead(call, 'check_user_in_group', directory.groups.get(call.param('id'))?.domain_id);
  return isThere(directory, call) ? EMPTY : absent(call);
}

function add(directory: Directory, call: Call): Answer {
  enforce(call, 'add_user_to_group', isAdmin(call));
  directory.memberships.put(place(directory, call));
  return EMPTY;
}

function take(directory: Directory, call: Call): Answer {
  enforce(call, 'remove_user_from_group', isAdmin(call));
  if (!directory.memberships.delete(place(directory, call).id)) absent(call);
  return EMPTY;
}

function isThere(directory: Directory, call: Call): boolean {
  return directory.memberships.has(place(directory, call).id);
}

function absent(call: Call): never {
  throw notFound(`user '${call.param('user')}' in group`, `'${call.param('id')}'`);
}

function nameIsFree(directory: Directory, name: string, domainId: string): void {
  const taken = directory.groups.find((group) => group.name === name && group.domain_id === domainId);
  if (taken) throw conflict('group', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
}
