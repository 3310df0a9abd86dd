import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { removeTrust } from './cascade.ts';
import type { Directory } from './directory.ts';
import { expired, forbidden, notFound, required, unknownRole, wrongType } from './faults.ts';
import { flag, member, text, timestamp } from './input.ts';
import { isDelegated } from './login.ts';
import { enforce, isAdmin, isSelf, isSystemReader } from './policy.ts';
import type { Trust } from './records.ts';
import { all, EMPTY, one } from './render.ts';
import { isSpent } from './scope.ts';
import { roleView, trustView } from './views.ts';

/** `/v3/OS-TRUST/trusts`. */
export function addTrustRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/OS-TRUST/trusts', (call) => list(directory, call))
    .route('POST', '/v3/OS-TRUST/trusts', (call) => create(directory, call))
    .route('GET', '/v3/OS-TRUST/trusts/:id', (call) => show(directory, call))
    .route('DELETE', '/v3/OS-TRUST/trusts/:id', (call) => remove(directory, call))
    .route('GET', '/v3/OS-TRUST/trusts/:id/roles', (call) => roles(directory, call))
    .route('GET', '/v3/OS-TRUST/trusts/:id/roles/:role', (call) => role(directory, call));
}

/** Logins that were themselves delegated may not touch trusts; a token of a trust may (redelegation). */
function refuseDelegated(call: Call): void {
  if (isDelegated(call.caller.methods)) throw forbidden('Delegated tokens cannot manage trusts.');
}

function find(directory: Directory, call: Call): Trust {
  const trust = directory.trusts.get(call.param('id'));
  if (trust === undefined || isSpent(directory, trust)) throw notFound('trust', call.param('id'));
  return trust;
}

function readable(directory: Directory, call: Call, action: string): Trust {
  const trust = find(directory, call);
  const partner = isSelf(call, trust.trustor_user_id) || isSelf(call, trust.trustee_user_id);
  enforce(call, action, isAdmin(call), isSystemReader(call), partner);
  refuseDelegated(call);
  return trust;
}

function list(directory: Directory, call: Call): Answer {
  const [trustor, trustee] = [call.query.get('trustor_user_id'), call.query.get('trustee_user_id')];
  const own = isSelf(call, trustor ?? trustee ?? undefined);
  enforce(call, 'list_trusts', isAdmin(call), isSystemReader(call), own);
  refuseDelegated(call);
  const found = directory.trusts.filter((trust) => {
    return (
      (trustor ?? trust.trustor_user_id) === trust.trustor_user_id &&
      (trustee ?? trust.trustee_user_id) === trust.trustee_user_id
    );
  });
  const shown = found.map((trust) => trustView(call, trust));
  return all(call, 'trusts', shown);
}

function show(directory: Directory, call: Call): Answer {
  const trust = readable(directory, call, 'get_trust');
  return one('trust', view(directory, call, trust));
}

function view(directory: Directory, call: Call, trust: Trust): Record<string, unknown> {
  const known = trust.roleIds.flatMap((id) => directory.roles.get(id) ?? []);
  return trustView(call, trust, known);
}

function create(directory: Directory, call: Call): Answer {
  const body = member(call, 'trust');
  const trustor = text(body, 'trustor_user_id');
  enforce(call, 'create_trust', isSelf(call, trustor));
  const trustee = text(body, 'trustee_user_id');
  const impersonation = flag(body, 'impersonation');
  if (trustee === undefined) throw required('trustee_user_id');
  if (impersonation === undefined) throw required('impersonation');
  refuseDelegated(call);
  const project = text(body, 'project_id') ?? null;
  const asked = readRoles(directory, body);
  if (project !== null && asked.length === 0) throw forbidden('At least one role should be specified');
  directory.user(trustee);
  const parent = parentOf(directory, call);
  requireRoles(directory, parent?.trustor_user_id ?? trustor!, project, asked);
  const expiresAt = timestamp(body, 'expires_at');
  if (expiresAt !== null && expiresAt <= directory.kernel.clock.now()) throw expired();
  const trust = directory.trusts.put({
    id: directory.newId(),
    trustor_user_id: trustor!,
    trustee_user_id: trustee,
    project_id: project,
    impersonation,
    expiresAt: expiresAt ?? parent?.expiresAt ?? null,
    remaining_uses: uses(body),
    redelegated_trust_id: parent?.id ?? null,
    redelegation_count: redelegations(body, parent),
    roleIds: asked,
  });
  return one('trust', view(directory, call, trust), 201);
}

function readRoles(directory: Directory, body: ValueMap): string[] {
  const roles = body['roles'] ?? [];
  if (!Array.isArray(roles)) throw wrongType('roles', roles, 'array');
  return roles.map((role) => {
    if (!isMap(role)) throw wrongType('roles', role, 'object');
    const [id, name] = [text(role, 'id'), text(role, 'name')];
    const found = id === undefined ? directory.roleByName(name ?? '') : directory.roles.get(id);
    if (found === undefined) throw id === undefined ? unknownRole(name ?? '') : notFound('role', id);
    return found.id;
  });
}

function requireRoles(directory: Directory, trustor: string, project: string | null, roleIds: readonly string[]): void {
  if (project === null) return;
  const held = directory.effectiveRoles(trustor, 'project', directory.project(project).id);
  for (const id of roleIds) if (!held.includes(id)) throw notFound('role', id);
}

function uses(body: ValueMap): number | null {
  const value = body['remaining_uses'] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number') throw wrongType('remaining_uses', value, 'integer');
  if (value < 1)
    throw new Fault(400, `Invalid input for field 'remaining_uses': ${value} is less than the minimum of 1`);
  return value;
}

const MAX_REDELEGATIONS = 3;

function redelegations(body: ValueMap, parent: Trust | undefined): number {
  const asked = body['redelegation_count'];
  if (flag(body, 'allow_redelegation') !== true || asked === 0) return 0;
  const most = parent === undefined ? MAX_REDELEGATIONS : parent.redelegation_count - 1;
  return typeof asked === 'number' ? Math.min(asked, most) : most;
}

/** The trust that the caller's token comes from, which must allow another one to be made from it. */
function parentOf(directory: Directory, call: Call): Trust | undefined {
  const { trustId } = call.caller;
  const parent = trustId === undefined ? undefined : directory.trusts.get(trustId);
  if (parent !== undefined && parent.redelegation_count === 0) throw forbidden();
  return parent;
}

function remove(directory: Directory, call: Call): Answer {
  const trust = find(directory, call);
  enforce(call, 'delete_trust', isAdmin(call), isSelf(call, trust.trustor_user_id));
  refuseDelegated(call);
  removeTrust(directory, trust.id);
  return EMPTY;
}

function roles(directory: Directory, call: Call): Answer {
  const trust = readable(directory, call, 'list_roles_for_trust');
  const shown = view(directory, call, trust);
  return { status: 200, body: { roles: shown['roles'], links: shown['roles_links'] } };
}

function role(directory: Directory, call: Call): Answer {
  const trust = readable(directory, call, 'get_role_for_trust');
  if (!trust.roleIds.includes(call.param('role'))) throw notFound('role', call.param('role'));
  return one('role', roleView(call, directory.role(call.param('role'))));
}
