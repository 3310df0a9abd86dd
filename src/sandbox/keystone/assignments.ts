import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import type { Directory } from './directory.ts';
import { enforce, isAdmin, isSystemReader } from './policy.ts';
import type { Grant } from './records.ts';
import { all } from './render.ts';

/** `GET /v3/role_assignments`: who has which role where, as granted or in effect. */
export function addAssignmentRoutes(service: Service, directory: Directory): void {
  service.route('GET', '/v3/role_assignments', (call) => list(directory, call));
}

interface Assignment {
  readonly grant: Grant;
  readonly userId?: string;
  readonly groupId?: string;
  readonly roleId: string;
}

function list(directory: Directory, call: Call): Answer {
  const { caller } = call;
  const ofDomain = caller.domainId !== undefined && caller.roles.includes('reader');
  enforce(call, 'list_role_assignments', isAdmin(call), isSystemReader(call), ofDomain);
  const effective = isSet(call, 'effective');
  const granted = [...directory.grants.values()];
  const assigned = effective ? granted.flatMap((grant) => inEffect(directory, grant)) : granted.map(plain);
  const wanted = assigned.filter((one) => matches(directory, call, one));
  const names = isSet(call, 'include_names');
  const shown = wanted.map((one) => view(directory, call, one, names));
  return all(call, 'role_assignments', shown);
}

function plain(grant: Grant): Assignment {
  const actor = grant.actor === 'user' ? { userId: grant.actorId } : { groupId: grant.actorId };
  return { grant, ...actor, roleId: grant.roleId };
}

/** A grant to a group is in effect for each of its people, and each role brings those it implies. */
function inEffect(directory: Directory, grant: Grant): Assignment[] {
  const people = directory.memberships
    .filter(({ group_id }) => group_id === grant.actorId)
    .map(({ user_id }) => user_id);
  const userIds = grant.actor === 'user' ? [grant.actorId] : people;
  const roleIds = directory.withImplied([grant.roleId]);
  return userIds.flatMap((userId) => roleIds.map((roleId) => ({ grant, userId, roleId })));
}

function matches(directory: Directory, call: Call, { grant, userId, groupId, roleId }: Assignment): boolean {
  const wanted = (name: string): string | undefined => call.query.get(name) ?? undefined;
  const { scope, target } = grant;
  const pairs: [string | undefined, string | undefined][] = [
    [wanted('user.id'), userId],
    [wanted('group.id'), groupId],
    [wanted('role.id'), roleId],
    [wanted('scope.project.id'), scope === 'project' ? target : undefined],
    [wanted('scope.domain.id'), scope === 'domain' ? target : undefined],
  ];
  if (wanted('scope.system') !== undefined && scope !== 'system') return false;
  const { domainId, isAdmin: admin } = call.caller;
  const domain = scope === 'project' ? directory.projects.get(target)?.domain_id : target;
  if (domainId !== undefined && !admin && domain !== domainId) return false;
  return pairs.every(([asked, has]) => asked === undefined || asked === has);
}

function isSet(call: Call, name: string): boolean {
  const value = call.query.get(name);
  return value !== null && !/^(0|false)$/i.test(value);
}

function view(directory: Directory, call: Call, one: Assignment, names: boolean): Record<string, unknown> {
  const { grant, userId, groupId, roleId } = one;
  const where = grant.scope === 'system' ? 'system' : `${grant.scope}s/${grant.target}`;
  const base = `${call.serviceUrl}/v3`;
  const links: Record<string, string> = {
    assignment: `${base}/${where}/${grant.actor}s/${grant.actorId}/roles/${grant.roleId}`,
  };
  if (roleId !== grant.roleId) links['prior_role'] = `${base}/prior_role/${roleId}/implies/${grant.roleId}`;
  if (grant.actor === 'group' && userId !== undefined)
    links['membership'] = `${base}/groups/${grant.actorId}/users/${userId}`;
  return {
    links,
    scope: scopeView(directory, grant, names),
    ...(userId !== undefined && { user: named(directory, names, directory.user(userId)) }),
    ...(groupId !== undefined && { group: named(directory, names, directory.group(groupId)) }),
    role: names ? { id: roleId, name: directory.role(roleId).name } : { id: roleId },
  };
}

function scopeView(directory: Directory, { scope, target }: Grant, names: boolean): Record<string, unknown> {
  if (scope === 'system') return { system: { all: true } };
  if (scope === 'project') return { project: named(directory, names, directory.project(target)) };
  return { domain: names ? { id: target, name: directory.domain(target).name } : { id: target } };
}

function named(directory: Directory, names: boolean, record: { id: string; name: string; domain_id: string }): object {
  if (!names) return { id: record.id };
  const domain = { id: record.domain_id, name: directory.domain(record.domain_id).name };
  return { id: record.id, name: record.name, domain };
}
