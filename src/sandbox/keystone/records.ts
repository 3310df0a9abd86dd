/** What Keystone remembers, one record a kind. Field names are those of its API where it shows them. */
import type { ValueMap } from '../../expressions/values.ts';

export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly extra: ValueMap;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly domain_id: string;
  readonly parent_id: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly extra: ValueMap;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly domain_id: string;
  readonly enabled: boolean;
  readonly default_project_id?: string;
  /** Attributes Keystone does not know, `description` and `email` among them. */
  readonly extra: ValueMap;
  /** Such as `multi_factor_auth_rules`. */
  readonly options?: ValueMap;
  readonly salt: string;
  /** Digest of salt and password; undefined where there is no password to log in with. */
  readonly password?: string;
  /** Grows when the user's tokens become void. */
  readonly epoch: number;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly domain_id: string;
  readonly description: string;
}

/** A user's place in a group; the id is `group/user`. */
export interface Membership {
  readonly id: string;
  readonly group_id: string;
  readonly user_id: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly domain_id: string | null;
  readonly description: string | null;
  readonly options: ValueMap;
}

/** "prior implies implied"; the id is `prior/implied`. */
export interface Implication {
  readonly id: string;
  readonly prior: string;
  readonly implied: string;
}

export type ScopeKind = 'project' | 'domain' | 'system';
export type ActorKind = 'user' | 'group';

/** A role that someone has somewhere; the id is its fields joined. */
export interface Grant {
  readonly id: string;
  readonly scope: ScopeKind;
  /** Id of the project or domain; `all` for the system. */
  readonly target: string;
  readonly actor: ActorKind;
  readonly actorId: string;
  readonly roleId: string;
}

export interface Trust {
  readonly id: string;
  readonly trustor_user_id: string;
  readonly trustee_user_id: string;
  readonly project_id: string | null;
  readonly impersonation: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
  readonly remaining_uses: number | null;
  readonly redelegated_trust_id: string | null;
  readonly redelegation_count: number;
  readonly roleIds: readonly string[];
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly user_id: string;
  readonly project_id: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
  readonly unrestricted: boolean | null;
  readonly roleIds: readonly string[];
  readonly accessRules: readonly ValueMap[];
  readonly salt: string;
  readonly secret: string;
}

export interface Credential {
  readonly id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly type: string;
  /** JSON text of `{access, secret, trust_id}` for type `ec2`. */
  readonly blob: string;
}

export interface CatalogService {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly description?: string;
  readonly enabled: boolean;
}

export interface Endpoint {
  readonly id: string;
  readonly service_id: string;
  readonly interface: 'public' | 'internal' | 'admin';
  readonly region_id: string | null;
  readonly url: string;
  readonly enabled: boolean;
  /** Keystone keeps it with what it does not know otherwise. */
  readonly name?: string;
}

export interface Region {
  readonly id: string;
  readonly description: string;
  readonly parent_region_id: string | null;
}

/** The only record of its collection: what tokens and receipts are signed with. */
export interface TokenKey {
  readonly id: 'key';
  readonly secret: string;
  /** Tokens of an earlier generation are void. */
  readonly generation: number;
}

/** A token that was given back; the id is its audit id. */
export interface Revocation {
  readonly id: string;
  /** Milliseconds since the epoch; the record is of no use after that. */
  readonly expiresAt: number;
}
