import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeUser } from './cascade.ts';
import { digest, type Directory } from './directory.ts';
import { conflict, required } from './faults.ts';
import { extras, flag, member, requiredText, text } from './input.ts';
import { enforce, inCallersDomain, isAdmin, isDomainReader, isSelf, isSystemReader } from './policy.ts';
import type { User } from './records.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { readOptions } from './useroptions.ts';
import { userView } from './views.ts';

const KNOWN = ['id', 'name', 'domain_id', 'enabled', 'password', 'default_project_id', 'options', 'links'];

/** `/v3/users`, and the change of one's own password. */
export function addUserRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/users', (call) => list(directory, call))
    .route('POST', '/v3/users', (call) => create(directory, call))
    .route('GET', '/v3/users/:id', (call) => show(directory, call))
    .route('PATCH', '/v3/users/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/users/:id', (call) => remove(directory, call))
    .route('POST', '/v3/users/:id/password', (call) => changePassword(directory, call), { auth: false });
}

function list(directory: Directory, call: Call): Answer {
  const domainId = call.query.get('domain_id') ?? call.caller.domainId;
  enforce(call, 'list_users', isAdmin(call), isSystemReader(call), isDomainReader(call, domainId));
  const users = inCallersDomain(call.caller, [...directory.users.values()]);
  const asked = filtered(call, users, ['domain_id', 'enabled', 'name']);
  return all(
    call,
    'users',
    asked.map((user) => userView(call, user)),
  );
}

function show(directory: Directory, call: Call): Answer {
  const id = call.param('id');
  const domainId = directory.users.get(id)?.domain_id;
  enforce(call, 'get_user', isAdmin(call), isSystemReader(call), isDomainReader(call, domainId), isSelf(call, id));
  return one('user', userView(call, directory.user(id)));
}

function create(directory: Directory, call: Call): Answer {
  enforce(call, 'create_user', isAdmin(call));
  const body = member(call, 'user');
  const name = requiredText(body, 'name');
  const domainId = text(body, 'domain_id') ?? call.caller.domainId ?? call.caller.projectDomainId ?? 'default';
  directory.domain(domainId);
  nameIsFree(directory, name, domainId);
  const salt = directory.newId();
  const user = directory.users.put({
    id: directory.newId(),
    name,
    domain_id: domainId,
    enabled: flag(body, 'enabled') ?? true,
    ...defaultProject(body),
    extra: extras(body, KNOWN),
    options: readOptions(body, {}),
    salt,
    ...passwordOf(body, salt),
    epoch: 0,
  });
  return one('user', userView(call, user), 201);
}

function update(directory: Directory, call: Call): Answer {
  enforce(call, 'update_user', isAdmin(call));
  const user = directory.user(call.param('id'));
  const body = member(call, 'user');
  const name = text(body, 'name') ?? user.name;
  if (name !== user.name) nameIsFree(directory, name, user.domain_id);
  const enabled = flag(body, 'enabled') ?? user.enabled;
  const changes = { name, enabled, ...defaultProject(body), ...passwordOf(body, user.salt) };
  const extra = { ...user.extra, ...extras(body, KNOWN) };
  const options = readOptions(body, user.options ?? {});
  const changed = directory.users.update(user.id, { ...changes, extra, options })!;
  if (changed.password !== user.password || (user.enabled && !enabled)) directory.voidTokens(changed);
  return one('user', { ...userView(call, changed), extra });
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_user', isAdmin(call));
  removeUser(directory, directory.user(call.param('id')).id);
  return EMPTY;
}

function changePassword(directory: Directory, call: Call): Answer {
  const body = member(call, 'user');
  const [original, fresh] = [text(body, 'original_password'), text(body, 'password')];
  if (original === undefined) throw required('original_password');
  if (fresh === undefined) throw required('password');
  const user = directory.user(call.param('id'));
  if (user.password !== digest(user.salt, original)) {
    throw new Fault(401, 'The request you have made requires authentication.');
  }
  directory.voidTokens(directory.users.update(user.id, { password: digest(user.salt, fresh) })!);
  return EMPTY;
}

function nameIsFree(directory: Directory, name: string, domainId: string): void {
  if (directory.userByName(name, domainId) === undefined) return;
  throw conflict('user', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
}

function defaultProject(body: ValueMap): Pick<User, 'default_project_id'> {
  const id = text(body, 'default_project_id');
  return id === undefined ? {} : { default_project_id: id };
}

function passwordOf(body: ValueMap, salt: string): Pick<User, 'password'> {
  const password = text(body, 'password');
  return password === undefined ? {} : { password: digest(salt, password) };
}
