import { catalogOf } from './catalog.ts';
import type { Directory } from './directory.ts';
import type { User } from './records.ts';
import type { Token } from './tokens.ts';

/** A token as Keystone shows it (keystone/common/render_token.py). */
export function tokenBody(
  directory: Directory,
  token: Token,
  withCatalog: boolean,
): { token: Record<string, unknown> } {
  const body: Record<string, unknown> = {
    methods: token.methods,
    user: userOf(directory, token.user),
    audit_ids: token.audit,
    expires_at: keystoneTime(token.expiresAt),
    issued_at: keystoneTime(token.issuedAt),
    ...scopeOf(directory, token),
  };
  const scoped = token.projectId !== undefined || token.domainId !== undefined || token.system === true;
  const userId = token.trust?.trustor_user_id ?? token.userId;
  if (withCatalog && scoped) body['catalog'] = catalogOf(directory, userId, token.projectId);
  const credential = token.applicationCredential;
  if (credential !== undefined) {
    body['application_credential'] = {
      id: credential.id,
      name: credential.name,
      restricted: credential.unrestricted !== true,
      ...(credential.accessRules.length > 0 && { access_rules: credential.accessRules }),
    };
  }
  return { token: body };
}

/** `2026-11-22T04:34:43.000000Z` of milliseconds since the epoch. */
export function keystoneTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

function scopeOf(directory: Directory, token: Token): Record<string, unknown> {
  const roles = token.roles.map(({ id, name }) => ({ id, name }));
  if (token.system === true) return { roles, system: { all: true } };
  if (token.domainId !== undefined) return { domain: reference(directory, token.domainId), roles };
  if (token.trust !== undefined) {
    const { id, trustor_user_id, trustee_user_id, impersonation } = token.trust;
    const [trustor_user, trustee_user] = [{ id: trustor_user_id }, { id: trustee_user_id }];
    const trust = { 'OS-TRUST:trust': { id, trustor_user, trustee_user, impersonation } };
    return { ...trust, ...projectOf(directory, token), roles: token.roles };
  }
  return token.project === undefined ? {} : { ...projectOf(directory, token), is_domain: false, roles };
}

function projectOf(directory: Directory, token: Token): Record<string, unknown> {
  if (token.project === undefined) return {};
  const { id, name, domain_id } = token.project;
  return { project: { domain: reference(directory, domain_id), id, name } };
}

function userOf(directory: Directory, user: User): Record<string, unknown> {
  return { domain: reference(directory, user.domain_id), id: user.id, name: user.name, password_expires_at: null };
}

function reference(directory: Directory, domainId: string): { id: string; name: string } {
  return { id: domainId, name: directory.domain(domainId).name };
}
