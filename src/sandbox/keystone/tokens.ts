import type { Collection } from '../kernel/state.ts';
import type { Directory } from './directory.ts';
import type { ApplicationCredential, Project, Revocation, Role, Trust, User } from './records.ts';
import { Seals } from './seals.ts';

/** What a token says about itself; the rest is looked up each time, so that a change of roles counts at once. */
export interface Claims {
  readonly userId: string;
  readonly methods: readonly string[];
  readonly projectId?: string;
  readonly domainId?: string;
  readonly system?: boolean;
  readonly trustId?: string;
  readonly applicationCredentialId?: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Own audit id, and that of the token it came from. */
  readonly audit: readonly string[];
}

/** A valid token with what it stands for now. */
export interface Token extends Claims {
  readonly user: User;
  readonly project?: Project;
  readonly roles: readonly Role[];
  readonly trust?: Trust;
  readonly applicationCredential?: ApplicationCredential;
}

interface Sealed extends Claims {
  readonly generation: number;
  readonly epoch: number;
}

/** A sealed token's fields in order, short because tokens travel in headers. Times are in seconds. */
type Packed = [
  userId: string,
  methods: readonly string[],
  projectId: string | 0,
  domainId: string | 0,
  system: 0 | 1,
  trustId: string | 0,
  applicationCredentialId: string | 0,
  issuedAt: number,
  expiresAt: number,
  audit: readonly string[],
  generation: number,
  epoch: number,
];

/** Makes and reads tokens. As with Fernet a token is its own record: nothing is kept of it but that it was given back. */
export class Tokens {
  readonly #directory: Directory;
  readonly #seals: Seals;
  readonly #revocations: Collection<Revocation>;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#seals = new Seals(directory.kernel);
    this.#revocations = directory.kernel.state.collection('keystone.revocations');
  }

  /** The text of a token. */
  seal(claims: Claims): string {
    const { epoch } = this.#directory.user(claims.userId);
    return this.#seals.seal(pack({ ...claims, generation: this.#seals.generation, epoch }));
  }

  /** What a token stands for; undefined where it is forged, expired, void, or of someone who may no longer do that. */
  open(text: string): Token | undefined {
    const claims = this.#unseal(text);
    if (claims === undefined || claims.expiresAt <= this.#directory.kernel.clock.now()) return undefined;
    if (claims.audit.some((audit) => this.#revocations.has(audit))) return undefined;
    const user = this.#directory.users.get(claims.userId);
    if (user === undefined || !user.enabled || user.epoch !== claims.epoch) return undefined;
    if (claims.generation !== this.#seals.generation) return undefined;
    return this.describe(claims);
  }

  /** True where the token was made here, valid or not any more. */
  isOwn(text: string): boolean {
    return this.#unseal(text) !== undefined;
  }

  /** Completes claims with what they stand for now; undefined where there is no right left in them. */
  describe(claims: Claims): Token | undefined {
    const { users, projects, domains, trusts, applicationCredentials } = this.#directory;
    const user = users.get(claims.userId);
    const project = claims.projectId === undefined ? undefined : projects.get(claims.projectId);
    const trust = claims.trustId === undefined ? undefined : trusts.get(claims.trustId);
    const credential = applicationCredentials.get(claims.applicationCredentialId ?? '');
    if (user === undefined || !user.enabled || !domains.get(user.domain_id)?.enabled) return undefined;
    if (claims.projectId !== undefined && !(project?.enabled && domains.get(project.domain_id)?.enabled))
      return undefined;
    if (claims.domainId !== undefined && !domains.get(claims.domainId)?.enabled) return undefined;
    if (claims.trustId !== undefined && (trust === undefined || this.#isPast(trust.expiresAt))) return undefined;
    if (claims.applicationCredentialId !== undefined && (!credential || this.#isPast(credential.expiresAt)))
      return undefined;
    const roles = this.#roles(claims, trust, credential);
    const scoped = claims.projectId !== undefined || claims.domainId !== undefined || claims.system === true;
    if (scoped && roles.length === 0) return undefined;
    const optional = { ...(project && { project }), ...(trust && { trust }) };
    return { ...claims, user, roles, ...optional, ...(credential && { applicationCredential: credential }) };
  }

  /** Makes one token void. */
  revoke(token: Claims): void {
    const now = this.#directory.kernel.clock.now();
    for (const { id } of this.#revocations.filter(({ expiresAt }) => expiresAt <= now)) this.#revocations.delete(id);
    this.#revocations.put({ id: token.audit[0]!, expiresAt: token.expiresAt });
  }

  /** Makes every token void. */
  revokeAll(): void {
    this.#seals.nextGeneration();
  }

  #roles(claims: Claims, trust: Trust | undefined, credential: ApplicationCredential | undefined): Role[] {
    const directory = this.#directory;
    let ids: string[] = [];
    if (trust !== undefined && trust.project_id !== null) {
      const held = new Set(directory.effectiveRoles(trust.trustor_user_id, 'project', trust.project_id));
      ids = directory.withImplied(trust.roleIds);
      // keystone/models/token_model.py: a delegated role that the trustor has lost voids the whole trust.
      if (ids.some((id) => !held.has(id))) return [];
    } else if (claims.projectId !== undefined) {
      ids = directory.effectiveRoles(claims.userId, 'project', claims.projectId);
      if (credential !== undefined) ids = ids.filter((id) => credential.roleIds.includes(id));
    } else if (claims.domainId !== undefined) {
      ids = directory.effectiveRoles(claims.userId, 'domain', claims.domainId);
    } else if (claims.system === true) {
      ids = directory.effectiveRoles(claims.userId, 'system', 'all');
    }
    return ids.map((id) => directory.role(id));
  }

  #unseal(text: string): Sealed | undefined {
    const packed = this.#seals.open(text) as Packed | undefined;
    return packed && unpack(packed);
  }

  #isPast(time: number | null): boolean {
    return time !== null && time <= this.#directory.kernel.clock.now();
  }
}

function pack(claims: Sealed): Packed {
  const { userId, methods, projectId, domainId, system, trustId, applicationCredentialId, audit } = claims;
  const scope = [projectId ?? 0, domainId ?? 0, system ? 1 : 0, trustId ?? 0, applicationCredentialId ?? 0] as const;
  const [issuedAt, expiresAt] = [claims.issuedAt / 1000, claims.expiresAt / 1000];
  return [userId, methods, ...scope, issuedAt, expiresAt, audit, claims.generation, claims.epoch];
}

function unpack(packed: Packed): Sealed {
  const [userId, methods, projectId, domainId, system, trustId, credentialId, issuedAt, expiresAt, audit] = packed;
  return {
    userId,
    methods,
    ...(projectId !== 0 && { projectId }),
    ...(domainId !== 0 && { domainId }),
    ...(system === 1 && { system: true }),
    ...(trustId !== 0 && { trustId }),
    ...(credentialId !== 0 && { applicationCredentialId: credentialId }),
    issuedAt: issuedAt * 1000,
    expiresAt: expiresAt * 1000,
    audit,
    generation: packed[10],
    epoch: packed[11],
  };
}
