import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { grantId, type Directory } from './directory.ts';
import { notFound } from './faults.ts';
import { enforce, isAdmin, isSystemReader } from './policy.ts';
import type { ActorKind, Grant, ScopeKind } from './records.ts';
import { all, EMPTY } from './render.ts';
import { roleView } from './views.ts';

const SCOPES = { project: '/v3/projects/:target', domain: '/v3/domains/:target', system: '/v3/system' } as const;
const ACTORS = { user: 'users', group: 'groups' } as const;

/** Role grants: `/v3/projects/{id}/users/{id}/roles/{id}` and the same for domains, the system and groups. */
export function addGrantRoutes(service: Service, directory: Directory): void {
  for (const [scope, prefix] of Object.entries(SCOPES) as [ScopeKind, string][]) {
    for (const [actor, plural] of Object.entries(ACTORS) as [ActorKind, string][]) {
      const roles = `${prefix}/${plural}/:actor/roles`;
      service
        .route('GET', roles, (call) => list(directory, call, scope, actor))
        .route('GET', `${roles}/:role`, (call) => check(directory, call, scope, actor))
        .route('PUT', `${roles}/:role`, (call) => give(directory, call, scope, actor))
        .route('DELETE', `${roles}/:role`, (call) => take(directory, call, scope, actor));
    }
  }
}

/** Who may: an admin anywhere, or one whose token is scoped to the domain that both ends are in. */
function mayWrite(directory: Directory, call: Call, action: string, role = 'admin'): void {
  const { domainId, roles } = call.caller;
  const inDomain =
    domainId !== undefined && roles.includes(role) && domainsOf(directory, call).every((id) => id === domainId);
  enforce(call, action, isAdmin(call), role === 'reader' && isSystemReader(call), inDomain);
}

function domainsOf(directory: Directory, call: Call): (string | undefined)[] {
  const { target = '', actor = '' } = call.params;
  const actorDomain = directory.users.get(actor)?.domain_id ?? directory.groups.get(actor)?.domain_id;
  return [directory.projects.get(target)?.domain_id ?? target, actorDomain];
}

function read(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): Omit<Grant, 'id' | 'roleId'> {
  const target = scope === 'system' ? 'all' : call.param('target');
  const actorId = call.param('actor');
  if (actor === 'user') directory.user(actorId);
  else directory.group(actorId);
  if (scope === 'project') directory.project(target);
  if (scope === 'domain') directory.domain(target);
  return { scope, target, actor, actorId };
}

function list(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): Answer {
  mayWrite(directory, call, 'list_grants', 'reader');
  const wanted = read(directory, call, scope, actor);
  const granted = directory
    .grantsOf(wanted.actorId)
    .filter((one) => one.scope === scope && one.target === wanted.target);
  const shown = granted.map(({ roleId }) => roleView(call, directory.role(roleId)));
  return all(call, 'roles', shown);
}

function check(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): Answer {
  mayWrite(directory, call, 'check_grant', 'reader');
  if (!directory.grants.has(idOf(directory, call, scope, actor))) throw absent(call);
  return EMPTY;
}

function give(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): Answer {
  mayWrite(directory, call, 'create_grant');
  const roleId = directory.role(call.param('role')).id;
  directory.grant({ ...read(directory, call, scope, actor), roleId });
  return EMPTY;
}

function take(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): Answer {
  mayWrite(directory, call, 'revoke_grant');
  if (!directory.grants.delete(idOf(directory, call, scope, actor))) throw absent(call);
  return EMPTY;
}

function idOf(directory: Directory, call: Call, scope: ScopeKind, actor: ActorKind): string {
  return grantId({ ...read(directory, call, scope, actor), roleId: directory.role(call.param('role')).id });
}

function absent(call: Call): Error {
  const { target = 'system', actor, role } = call.params;
  return notFound(
    'role assignment with role',
    `${role}, user or group: ${actor}, project, domain, or system: ${target}`,
  );
}
