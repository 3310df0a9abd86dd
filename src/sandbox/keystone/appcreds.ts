import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { digest, type Directory } from './directory.ts';
import { conflict, expired, forbidden, notFound, required, unknownRole, wrongType } from './faults.ts';
import { flag, member, requiredText, text, timestamp } from './input.ts';
import { isDelegated } from './login.ts';
import { enforce, isAdmin, isSelf, isSystemReader } from './policy.ts';
import type { ApplicationCredential } from './records.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { applicationCredentialView } from './views.ts';

const SECRET_BYTES = 64;

/** `/v3/users/{id}/application_credentials`. */
export function addApplicationCredentialRoutes(service: Service, directory: Directory): void {
  const path = '/v3/users/:user/application_credentials';
  service
    .route('GET', path, (call) => list(directory, call))
    .route('POST', path, (call) => create(directory, call))
    .route('GET', `${path}/:id`, (call) => show(directory, call))
    .route('DELETE', `${path}/:id`, (call) => remove(directory, call));
}

/** No way from a delegation to a credential that outlives it; only an unrestricted application credential may. */
function refuseDelegated(directory: Directory, call: Call, writes: boolean): void {
  const { methods, trustId, applicationCredentialId } = call.caller;
  if (applicationCredentialId !== undefined) {
    const own = directory.applicationCredentials.get(applicationCredentialId);
    if (!writes || own?.unrestricted === true) return;
    const method = "Using method 'application_credential'";
    throw forbidden(`${method} is not allowed for managing additional application credentials.`);
  }
  if (trustId !== undefined || isDelegated(methods)) throw forbidden();
}

function list(directory: Directory, call: Call): Answer {
  const userId = call.param('user');
  enforce(call, 'list_application_credentials', isAdmin(call), isSystemReader(call), isSelf(call, userId));
  refuseDelegated(directory, call, false);
  const own = directory.applicationCredentials.filter(({ user_id }) => user_id === userId);
  const shown = filtered(call, own, ['name']).map((credential) => view(directory, call, credential));
  return all(call, 'application_credentials', shown);
}

function find(directory: Directory, call: Call): ApplicationCredential {
  const found = directory.applicationCredentials.get(call.param('id'));
  if (found === undefined) throw notFound('Application Credential', call.param('id'));
  return found;
}

/** Whose it is says the credential itself, not the path. */
function ownerOf(directory: Directory, call: Call): string {
  return directory.applicationCredentials.get(call.param('id'))?.user_id ?? call.param('user');
}

function show(directory: Directory, call: Call): Answer {
  const allowed = [isAdmin(call), isSystemReader(call), isSelf(call, ownerOf(directory, call))];
  enforce(call, 'get_application_credential', ...allowed);
  refuseDelegated(directory, call, false);
  return one('application_credential', view(directory, call, find(directory, call)));
}

function remove(directory: Directory, call: Call): Answer {
  enforce(call, 'delete_application_credential', isAdmin(call), isSelf(call, ownerOf(directory, call)));
  refuseDelegated(directory, call, true);
  directory.applicationCredentials.delete(find(directory, call).id);
  return EMPTY;
}

function create(directory: Directory, call: Call): Answer {
  const userId = call.param('user');
  enforce(call, 'create_application_credential', isSelf(call, userId));
  const body = member(call, 'application_credential');
  const name = requiredText(body, 'name');
  refuseDelegated(directory, call, true);
  const { projectId } = call.caller;
  if (projectId === undefined) throw required('project_id');
  const roleIds = readRoles(directory, call, body);
  const expiresAt = timestamp(body, 'expires_at');
  if (expiresAt !== null && expiresAt <= directory.kernel.clock.now()) throw expired();
  if (directory.applicationCredentials.find((one) => one.user_id === userId && one.name === name)) {
    throw conflict('application_credential', `Duplicate entry found with name ${name}`);
  }
  const secret = text(body, 'secret') ?? randomSecret(directory);
  const salt = directory.newId();
  const rules = Array.isArray(body['access_rules']) ? body['access_rules'].filter(isMap) : [];
  const credential = directory.applicationCredentials.put({
    id: directory.newId(),
    name,
    description: text(body, 'description') ?? null,
    user_id: userId,
    project_id: projectId,
    expiresAt,
    unrestricted: flag(body, 'unrestricted') ?? null,
    roleIds,
    accessRules: rules.map((rule) => ({ id: directory.newId(), ...rule })),
    salt,
    secret: digest(salt, secret),
  });
  return one('application_credential', { ...view(directory, call, credential), secret }, 201);
}

/** The roles that are asked for, or all of the token's; never one that the token does not have. */
function readRoles(directory: Directory, call: Call, body: ValueMap): string[] {
  const own = call.caller.roles.flatMap((name) => directory.roleByName(name)?.id ?? []);
  const asked = body['roles'];
  if (asked === undefined || asked === null) return own;
  if (!Array.isArray(asked)) throw wrongType('roles', asked, 'array');
  if (asked.length === 0) return own;
  return asked.map((role) => {
    if (!isMap(role)) throw wrongType('roles', role, 'object');
    const [id, name] = [text(role, 'id'), text(role, 'name')];
    const found = id === undefined ? directory.roleByName(name ?? '') : directory.roles.get(id);
    if (found === undefined && id === undefined) throw unknownRole(name ?? '');
    if (found === undefined || !own.includes(found.id)) {
      const detail = 'Cannot create an application credential with unassigned role';
      throw new Fault(400, `Invalid application credential: ${detail}`);
    }
    return found.id;
  });
}

function randomSecret(directory: Directory): string {
  const bytes = Array.from({ length: SECRET_BYTES }, () => directory.kernel.random.integer(256));
  return Buffer.from(bytes).toString('base64url');
}

function view(directory: Directory, call: Call, credential: ApplicationCredential): Record<string, unknown> {
  const roles = credential.roleIds.flatMap((id) => directory.roles.get(id) ?? []);
  return applicationCredentialView(call, credential, roles);
}
