import type { Call } from '../kernel/call.ts';
import type {
  ApplicationCredential,
  Credential,
  Domain,
  Endpoint,
  Group,
  Project,
  Role,
  Trust,
  User,
} from './records.ts';
import { linked } from './render.ts';
import { keystoneTime } from './tokenbody.ts';

type View = Record<string, unknown>;

/** A domain as the API shows it. */
export function domainView(call: Call, { extra, ...domain }: Domain): View {
  return linked(call, 'domains', { ...extra, ...domain, options: {} });
}

/** A project as the API shows it. */
export function projectView(call: Call, { extra, ...project }: Project): View {
  return linked(call, 'projects', { ...extra, ...project, is_domain: false, options: {} });
}

/** A user as the API shows them. */
export function userView(call: Call, user: User): View {
  const { extra, options = {}, salt: _salt, password: _password, epoch: _epoch, ...shown } = user;
  return linked(call, 'users', { ...extra, ...shown, password_expires_at: null, options });
}

/** A group as the API shows it. */
export function groupView(call: Call, group: Group): View {
  return linked(call, 'groups', group);
}

/** A role as the API shows it. */
export function roleView(call: Call, role: Role): View {
  return linked(call, 'roles', role);
}

/** An endpoint as the API shows it. */
export function endpointView(call: Call, endpoint: Endpoint): View {
  return linked(call, 'endpoints', { ...endpoint, region: endpoint.region_id });
}

/** A credential as the API shows it. */
export function credentialView(call: Call, credential: Credential): View {
  return linked(call, 'credentials', credential);
}

/** A trust as the API shows it; lists leave the roles out. */
export function trustView(call: Call, { roleIds: _roles, expiresAt, ...trust }: Trust, roles?: readonly Role[]): View {
  const expires_at = expiresAt === null ? null : keystoneTime(expiresAt);
  // Keystone leaves OS-TRUST/trusts out of this link; clients do not follow it.
  const rolesLink = { self: `${call.serviceUrl}/v3/${trust.id}/roles`, next: null, previous: null };
  return {
    ...(roles && { roles: roles.map((role) => roleView(call, role)) }),
    ...linked(call, 'OS-TRUST/trusts', { ...trust, expires_at, deleted_at: null }),
    ...(roles && { roles_links: rolesLink }),
  };
}

/** An application credential as the API shows it. */
export function applicationCredentialView(call: Call, one: ApplicationCredential, roles: readonly Role[]): View {
  const { id, name, description, user_id, project_id, unrestricted, expiresAt, accessRules } = one;
  const expires_at = expiresAt === null ? null : new Date(expiresAt).toISOString().slice(0, 23) + '000';
  const shown = { id, name, description, user_id, project_id, system: null, expires_at, unrestricted, roles };
  return linked(call, 'application_credentials', {
    ...shown,
    ...(accessRules.length > 0 && { access_rules: accessRules }),
  });
}
