import type { Secret } from '../../clouds/secret.ts';
import type { Connection } from '../../clouds/types.ts';
import type { Requester } from '../../orchestration/types.ts';
import type { Policy } from '../policy/policy.ts';
import type { Known } from './token-auth.ts';

/** Who asks, in one request. */
export class TokenBearer implements Requester {
  readonly known: Known;
  readonly requestId: string;
  readonly #policy: Policy;

  constructor(known: Known, requestId: string, policy: Policy) {
    this.known = known;
    this.requestId = requestId;
    this.#policy = policy;
  }

  get userId(): string {
    return this.known.identity.userId;
  }
  get username(): string {
    return this.known.identity.username;
  }
  /** Empty for a token without a project: it matches no URL. */
  get projectId(): string {
    return this.known.identity.projectId ?? '';
  }
  get roles(): readonly string[] {
    return this.known.identity.roles;
  }
  get isAdmin(): boolean {
    return this.known.isAdmin;
  }
  get token(): Secret {
    return this.known.token;
  }
  get connection(): Connection {
    return this.known.connection;
  }
  mayUseType(type: string): boolean {
    return this.#policy.allowsType(type, this.known.credentials);
  }
}
