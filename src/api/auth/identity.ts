import type { Secret } from '../../clouds/secret.ts';
import type { Connection } from '../../clouds/types.ts';

/** What Keystone says about a token. */
export interface TokenIdentity {
  readonly userId: string;
  readonly username: string;
  readonly userDomainId: string;
  /** Null where the token is not scoped to a project. */
  readonly projectId: string | null;
  readonly projectDomainId: string | null;
  readonly domainId: string | null;
  /** `all` for a token of the whole system. */
  readonly systemScope: string | null;
  readonly roles: readonly string[];
  /** False only where Keystone says that another project is the admins'. */
  readonly isAdminProject: boolean;
  /** When the token ends, in milliseconds of the epoch. */
  readonly expiresAt: number;
}

/** Asks the home cloud's Keystone about a token. */
export interface TokenValidator {
  /** Undefined: the token is not valid. Throws CloudError when Keystone cannot say. */
  validate(token: Secret): Promise<TokenIdentity | undefined>;
}

/** Gives the home cloud as the bearer of a token sees it. */
export interface UserConnections {
  /** Sends nothing by itself. */
  connect(token: Secret, identity: TokenIdentity): Connection | Promise<Connection>;
}
