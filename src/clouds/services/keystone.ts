import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { writeJson } from '../../expressions/json.ts';
import { readAnswerOrNull } from '../answer.ts';
import { CloudError, isNotFound } from '../errors.ts';
import { path } from '../path.ts';
import { Secret } from '../secret.ts';
import type { Connection } from '../types.ts';

/** Something that Keystone names both ways. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Something that lives in a domain. */
export interface InDomain extends Named {
  readonly domain: Named;
}

/** What Keystone says of a token. */
export interface TokenInfo {
  readonly user: InDomain;
  /** The scope is one of these three, or none. */
  readonly project?: InDomain;
  readonly domain?: Named;
  readonly system: boolean;
  readonly roles: readonly Named[];
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly expiresAt: number;
  readonly isAdminProject: boolean;
  readonly methods: readonly string[];
  readonly auditIds: readonly string[];
  readonly trust?: { readonly id: string; readonly trustorUserId: string; readonly trusteeUserId: string };
  readonly applicationCredential?: { readonly id: string; readonly restricted: boolean };
}

/**
 * Asks Keystone about someone else's token (Identity v3, `GET /v3/auth/tokens`), with the connection's own rights. Gives undefined
 * for a token that is not valid (any more).
 */
export async function validateToken(connection: Connection, token: Secret): Promise<TokenInfo | undefined> {
  const text = token.reveal();
  // What cannot stand in a header is no token, and must not reach one.
  if (!/^[\u0021-\u007e]+$/.test(text)) return undefined;
  try {
    const answer = await connection.service('identity').get('/auth/tokens', {
      query: { nocatalog: '' },
      headers: { 'x-subject-token': text },
    });
    return parseTokenInfo(answer) ?? unexpected(connection);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What is entrusted, by whom and to whom. */
export interface TrustRequest {
  readonly trustorUserId: string;
  readonly trusteeUserId: string;
  readonly projectId: string;
  /** Names of the roles. */
  readonly roles: readonly string[];
  readonly impersonation: boolean;
  readonly allowRedelegation?: boolean;
}

/** Creates a trust (`POST /v3/OS-TRUST/trusts`) and gives its id. The connection must be the trustor's. */
export async function createTrust(connection: Connection, request: TrustRequest): Promise<string> {
  const trust: ValueMap = {
    trustor_user_id: request.trustorUserId,
    trustee_user_id: request.trusteeUserId,
    project_id: request.projectId,
    impersonation: request.impersonation,
    roles: request.roles.map((name) => ({ name })),
    allow_redelegation: request.allowRedelegation === true,
  };
  const answer = await connection.service('identity').post('/OS-TRUST/trusts', { trust });
  return textAt(answer, 'trust', 'id') ?? unexpected(connection);
}

/** Deletes a trust; one that is gone is deleted. */
export async function deleteTrust(connection: Connection, trustId: string): Promise<void> {
  try {
    await connection.service('identity').delete(path`/OS-TRUST/trusts/${trustId}`);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * Exchanges a request signed with an EC2 key for a token (`POST /v3/ec2tokens`): Keystone checks the signature. Asked with the
 * connection's own rights, which Keystone demands since CVE-2025-65073. Throws CloudError `Unauthorized` for a wrong signature.
 */
export async function ec2Token(connection: Connection, signed: ValueMap): Promise<{ token: Secret; info: TokenInfo }> {
  const answer = await connection.service('identity').raw('POST', '/ec2tokens', writeJson({ ec2Credentials: signed }), {
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    repeatable: true,
  });
  const token = answer.headers['x-subject-token'];
  const info = parseTokenInfo(readAnswerOrNull(answer.body));
  return token !== undefined && info !== undefined ? { token: new Secret(token), info } : unexpected(connection);
}

/** Reads the `token` of Keystone's answer; undefined when it is none. */
export function parseTokenInfo(answer: Value): TokenInfo | undefined {
  const token = mapAt(answer, 'token');
  const user = inDomain(mapAt(token, 'user'));
  const expiresAt = Date.parse(textAt(token, 'expires_at') ?? '');
  if (token === undefined || user === undefined || Number.isNaN(expiresAt)) return undefined;
  const project = inDomain(mapAt(token, 'project'));
  const domain = named(mapAt(token, 'domain'));
  const trust = mapAt(token, 'OS-TRUST:trust');
  const applicationCredential = mapAt(token, 'application_credential');
  return {
    user,
    ...(project && { project }),
    ...(domain && { domain }),
    system: mapAt(token, 'system') !== undefined,
    roles: listAt(token, 'roles').flatMap((role) => named(role) ?? []),
    expiresAt,
    // Keystone leaves it out where no admin project is configured, and then every project counts as one.
    isAdminProject: own(token, 'is_admin_project') !== false,
    methods: listAt(token, 'methods').filter((item) => typeof item === 'string'),
    auditIds: listAt(token, 'audit_ids').filter((item) => typeof item === 'string'),
    ...(trust && {
      trust: {
        id: textAt(trust, 'id') ?? '',
        trustorUserId: textAt(trust, 'trustor_user', 'id') ?? '',
        trusteeUserId: textAt(trust, 'trustee_user', 'id') ?? '',
      },
    }),
    ...(applicationCredential && {
      applicationCredential: {
        id: textAt(applicationCredential, 'id') ?? '',
        restricted: own(applicationCredential, 'restricted') !== false,
      },
    }),
  };
}

function inDomain(map: ValueMap | undefined): InDomain | undefined {
  const self = named(map);
  const domain = named(mapAt(map, 'domain'));
  return self && { ...self, domain: domain ?? { id: '', name: '' } };
}

function named(value: Value | undefined): Named | undefined {
  const id = textAt(value, 'id');
  return id === undefined ? undefined : { id, name: textAt(value, 'name') ?? id };
}

function mapAt(value: Value | undefined, key: string): ValueMap | undefined {
  const found = isMap(value) ? own(value, key) : undefined;
  return isMap(found) ? found : undefined;
}

function listAt(map: ValueMap, key: string): Value[] {
  const found = own(map, key);
  return Array.isArray(found) ? found : [];
}

function textAt(value: Value | undefined, ...keys: string[]): string | undefined {
  let found = value;
  for (const key of keys) found = isMap(found) ? own(found, key) : undefined;
  return typeof found === 'string' ? found : undefined;
}

function unexpected(connection: Connection): never {
  throw new CloudError('Keystone did not answer as Identity v3 does', {
    cloud: connection.cloud.name,
    service: 'identity',
    code: 'UnexpectedAnswer',
  });
}
