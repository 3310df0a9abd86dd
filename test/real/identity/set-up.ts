import { path } from '../../../src/clouds/path.ts';
import type { Connection, ServiceClient } from '../../../src/clouds/types.ts';
import type { Value } from '../../../src/expressions/values.ts';
import { dig, listAt, textAt } from '../../contract/harness/index.ts';
import { CLIENT } from './provider.ts';

/** Base32 of the secret that passcodes are made from. */
export const TOTP_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const PASSWORD = 'a-password';

/** What has been made in an empty Keystone. */
export interface People {
  readonly projectId: string;
  /** Logs in with a password or with a passcode. */
  readonly single: string;
  /** Has to show password and passcode. */
  readonly double: string;
}

/** Makes a project `work`, and two users with a secret for passcodes, one of whom must log in with both factors. */
export async function makePeople(admin: Connection): Promise<People> {
  const identity = admin.service('identity');
  const projectId = await idOf(identity.post('/projects', { project: { name: 'work', domain_id: 'default' } }));
  const role = await memberRole(identity);
  const user = async (name: string, options: Value): Promise<string> => {
    const body = { user: { name, domain_id: 'default', password: PASSWORD, options } };
    const id = await idOf(identity.post('/users', body));
    await identity.put(path`/projects/${projectId}/users/${id}/roles/${role}`);
    await identity.post('/credentials', { credential: { type: 'totp', blob: TOTP_SECRET, user_id: id } });
    return id;
  };
  const rules = { multi_factor_auth_rules: [['password', 'totp']], multi_factor_auth_enabled: true };
  return { projectId, single: await user('single', {}), double: await user('double', rules) };
}

/**
 * Makes Keystone trust a provider: identity providers `corp`, `any` (whatever the issuer is), `off` (disabled) and `other` (that of
 * another issuer), a mapping that takes the subjects `demo` and {@link CLIENT} into a group with the role member in the project,
 * and the protocols `openid` and `mapped`.
 */
export async function makeFederation(admin: Connection, issuer: string, projectId: string): Promise<void> {
  const identity = admin.service('identity');
  const group = await idOf(identity.post('/groups', { group: { name: 'federated', domain_id: 'default' } }));
  await identity.put(path`/projects/${projectId}/groups/${group}/roles/${await memberRole(identity)}`);
  const local: Value = [{ user: { name: '{0}' } }, { group: { id: group } }];
  const remote: Value = [{ type: 'HTTP_OIDC_SUB' }, { type: 'HTTP_OIDC_SUB', any_one_of: ['demo', CLIENT.id] }];
  await identity.put('/OS-FEDERATION/mappings/corp', { mapping: { rules: [{ local, remote }] } });
  const providers: readonly [string, Value][] = [
    ['corp', { remote_ids: [issuer], enabled: true }],
    ['any', { remote_ids: [], enabled: true }],
    ['off', { remote_ids: [`${issuer}/off`], enabled: false }],
    ['other', { remote_ids: ['https://other.example'], enabled: true }],
  ];
  for (const [name, identity_provider] of providers) {
    await identity.put(path`/OS-FEDERATION/identity_providers/${name}`, { identity_provider });
    for (const protocol of ['openid', 'mapped']) {
      const body = { protocol: { mapping_id: 'corp' } };
      await identity.put(path`/OS-FEDERATION/identity_providers/${name}/protocols/${protocol}`, body);
    }
  }
}

/** Gives a user another secret for passcodes, until it is put back. */
export async function otherSecret(
  admin: Connection,
  userId: string,
  blob: string,
): Promise<{ restore(): Promise<void> }> {
  const identity = admin.service('identity');
  const query = { user_id: userId, type: 'totp' };
  const id = textAt(listAt(await identity.get('/credentials', { query }), 'credentials')[0], 'id');
  const put = async (secret: string): Promise<void> => {
    await identity.patch(path`/credentials/${id}`, { credential: { blob: secret } });
  };
  await put(blob);
  return { restore: () => put(TOTP_SECRET) };
}

async function memberRole(identity: ServiceClient): Promise<string> {
  const roles = listAt(await identity.get('/roles', { query: { name: 'member' } }), 'roles');
  return textAt(roles[0], 'id');
}

async function idOf(made: Promise<Value>): Promise<string> {
  const [inner] = Object.values((await made) as Record<string, Value>);
  return String(dig(inner, 'id'));
}
