import { isCloudError } from '../../clouds/errors.ts';
import { Secret } from '../../clouds/secret.ts';
import type { Connection } from '../../clouds/types.ts';
import type { Clock } from '../../expressions/ports.ts';
import type { Requester } from '../../orchestration/types.ts';
import { ApiFault } from '../faults/fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { Credentials } from '../policy/check.ts';
import { TokenCache, type TokenCacheLimits } from './token-cache.ts';
import type { TokenIdentity, TokenValidator, UserConnections } from './identity.ts';
import { TokenBearer } from './bearer.ts';

/** Authenticates requests; what it is made of comes from the composition root. */
export interface Auth {
  /** The caller behind the token. Throws an ApiFault where there is none. */
  authenticate(token: string | undefined, requestId: string): Requester | Promise<Requester>;
  /** What the policy may know about this caller. */
  credentials(who: Requester): Credentials;
  /** The header that a 401 carries. */
  readonly challenge: string;
}

export interface TokenAuthParts {
  readonly validator: TokenValidator;
  readonly connections: UserConnections;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Where to get a token: the public URL of Keystone. */
  readonly authUrl: string;
  readonly cache?: Partial<TokenCacheLimits>;
}

/** A caller whose token Keystone vouched for. */
export interface Known {
  readonly identity: TokenIdentity;
  readonly credentials: Credentials;
  readonly isAdmin: boolean;
  readonly token: Secret;
  readonly connection: Connection;
  readonly expiresAt: number;
}

const DEFAULTS: TokenCacheLimits = { ttl: 60_000, negativeTtl: 10_000, size: 10_000 };
const SENDABLE = /^[\x21-\x7e]+$/;

/** Keystone's tokens, checked with the home cloud and cached (as keystonemiddleware's `auth_token`). */
export class TokenAuth implements Auth {
  readonly challenge: string;
  readonly #parts: TokenAuthParts;
  readonly #cache: TokenCache<Known>;

  constructor(parts: TokenAuthParts) {
    this.#parts = parts;
    this.#cache = new TokenCache(parts.clock, { ...DEFAULTS, ...parts.cache });
    this.challenge = `Keystone uri="${parts.authUrl}"`;
  }

  authenticate(token: string | undefined, requestId: string): Requester | Promise<Requester> {
    if (token === undefined || !SENDABLE.test(token)) throw unauthorized();
    const known = this.#cache.get(token, () => this.#ask(new Secret(token)));
    return known instanceof Promise
      ? known.then((later) => this.#bearer(later, requestId))
      : this.#bearer(known, requestId);
  }

  credentials(who: Requester): Credentials {
    if (!(who instanceof TokenBearer)) throw new Error('the requester was not authenticated here');
    return who.known.credentials;
  }

  #bearer(known: Known | undefined, requestId: string): Requester {
    if (known === undefined) throw unauthorized();
    return new TokenBearer(known, requestId, this.#parts.policy);
  }

  async #ask(token: Secret): Promise<Known | undefined> {
    const identity = await this.#validate(token);
    if (identity === undefined) return undefined;
    const facts = credentialsOf(identity);
    const isAdmin = this.#parts.policy.allows('context_is_admin', {}, facts);
    const credentials = { ...facts, is_admin: isAdmin };
    const connection = await this.#parts.connections.connect(token, identity);
    return { identity, credentials, isAdmin, token, connection, expiresAt: identity.expiresAt };
  }

  async #validate(token: Secret): Promise<TokenIdentity | undefined> {
    try {
      return await this.#parts.validator.validate(token);
    } catch (error) {
      if (!isCloudError(error)) throw error;
      throw new ApiFault('HTTPServiceUnavailable', 'The Keystone service is temporarily unavailable.');
    }
  }
}

/** The refusal that the middleware of Keystone gives. */
function unauthorized(): ApiFault {
  return new ApiFault('HTTPUnauthorized', 'The request you have made requires authentication.');
}

function credentialsOf(identity: TokenIdentity): Credentials {
  return {
    user_id: identity.userId,
    user: identity.userId,
    user_domain_id: identity.userDomainId,
    project_id: identity.projectId,
    tenant: identity.projectId,
    project_domain_id: identity.projectDomainId,
    domain_id: identity.domainId,
    system_scope: identity.systemScope,
    roles: identity.roles,
    is_admin_project: identity.isAdminProject,
  };
}
