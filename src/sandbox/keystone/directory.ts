import { createHash } from 'node:crypto';
import { hexId, type Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import { notFound } from './faults.ts';
import type * as records from './records.ts';

/** Who and what Keystone knows: people, projects, roles and who has which where. */
export class Directory {
  readonly kernel: Kernel;
  readonly domains: Collection<records.Domain>;
  readonly projects: Collection<records.Project>;
  readonly users: Collection<records.User>;
  readonly groups: Collection<records.Group>;
  readonly memberships: Collection<records.Membership>;
  readonly roles: Collection<records.Role>;
  readonly implications: Collection<records.Implication>;
  readonly grants: Collection<records.Grant>;
  readonly trusts: Collection<records.Trust>;
  readonly applicationCredentials: Collection<records.ApplicationCredential>;
  readonly credentials: Collection<records.Credential>;
  readonly services: Collection<records.CatalogService>;
  readonly endpoints: Collection<records.Endpoint>;
  readonly regions: Collection<records.Region>;
  readonly #grantsOfActor: (actorId: string) => records.Grant[];
  readonly #groupsOfUser: (userId: string) => records.Membership[];
  readonly #usersByName: (key: string) => records.User[];
  readonly #projectsByName: (key: string) => records.Project[];

  constructor(kernel: Kernel) {
    const { state } = kernel;
    this.kernel = kernel;
    this.domains = state.collection('keystone.domains');
    this.projects = state.collection('keystone.projects');
    this.users = state.collection('keystone.users');
    this.groups = state.collection('keystone.groups');
    this.memberships = state.collection('keystone.memberships');
    this.roles = state.collection('keystone.roles');
    this.implications = state.collection('keystone.implications');
    this.grants = state.collection('keystone.grants');
    this.trusts = state.collection('keystone.trusts');
    this.applicationCredentials = state.collection('keystone.applicationCredentials');
    this.credentials = state.collection('keystone.credentials');
    this.services = state.collection('keystone.services');
    this.endpoints = state.collection('keystone.endpoints');
    this.regions = state.collection('keystone.regions');
    this.#grantsOfActor = this.grants.index((grant) => grant.actorId);
    this.#groupsOfUser = this.memberships.index((membership) => membership.user_id);
    this.#usersByName = this.users.index((user) => nameKey(user.domain_id, user.name));
    this.#projectsByName = this.projects.index((project) => nameKey(project.domain_id, project.name));
  }

  /** A new id of Keystone's form. */
  newId(): string {
    return hexId(this.kernel.random);
  }

  domain(id: string): records.Domain {
    return this.domains.get(id) ?? fail('domain', id);
  }
  project(id: string): records.Project {
    return this.projects.get(id) ?? fail('project', id);
  }
  user(id: string): records.User {
    return this.users.get(id) ?? fail('user', id);
  }
  group(id: string): records.Group {
    return this.groups.get(id) ?? fail('group', id);
  }
  role(id: string): records.Role {
    return this.roles.get(id) ?? fail('role', id);
  }

  domainByName(name: string): records.Domain | undefined {
    return this.domains.find((domain) => domain.name === name);
  }
  userByName(name: string, domainId: string): records.User | undefined {
    return this.#usersByName(nameKey(domainId, name))[0];
  }
  projectByName(name: string, domainId: string): records.Project | undefined {
    return this.#projectsByName(nameKey(domainId, name))[0];
  }
  roleByName(name: string, domainId: string | null = null): records.Role | undefined {
    return this.roles.find((role) => role.name === name && role.domain_id === domainId);
  }

  groupsOf(userId: string): records.Group[] {
    return this.#groupsOfUser(userId).map(({ group_id }) => this.group(group_id));
  }

  /** What someone was granted, not counting what that implies. */
  grantsOf(actorId: string): records.Grant[] {
    return this.#grantsOfActor(actorId);
  }

  /** Every grant that reaches a user: their own and their groups'. */
  grantsReaching(userId: string): records.Grant[] {
    const groups = this.#groupsOfUser(userId).flatMap(({ group_id }) => this.grantsOf(group_id));
    return [...this.grantsOf(userId), ...groups];
  }

  /** Ids of the roles a user has somewhere, implied ones included, in the order of the roles. */
  effectiveRoles(userId: string, scope: records.ScopeKind, target: string): string[] {
    const granted = this.grantsReaching(userId).filter((grant) => grant.scope === scope && grant.target === target);
    return this.withImplied(granted.map(({ roleId }) => roleId));
  }

  /** The roles and all that they imply, directly or not, without doubles. */
  withImplied(roleIds: readonly string[]): string[] {
    const found = new Set(roleIds);
    // A set goes on with what is added while it is walked.
    for (const prior of found) {
      for (const implication of this.implications.values())
        if (implication.prior === prior) found.add(implication.implied);
    }
    return [...found].filter((id) => this.roles.has(id));
  }

  /** Gives a role; giving it twice is the same as once. */
  grant(grant: Omit<records.Grant, 'id'>): void {
    const id = grantId(grant);
    if (!this.grants.has(id)) this.grants.put({ id, ...grant });
  }

  /** Makes all tokens of a user void. */
  voidTokens(user: records.User): void {
    this.users.update(user.id, { epoch: user.epoch + 1 });
  }
}

/** The id under which a grant is kept. */
export function grantId(grant: Omit<records.Grant, 'id'>): string {
  return [grant.scope, grant.target, grant.actor, grant.actorId, grant.roleId].join('/');
}

/** Digest of a secret that is compared later; the sandbox guards toys, so one round is enough. */
export function digest(salt: string, secret: string): string {
  return createHash('sha256').update(`${salt}:${secret}`).digest('hex');
}

function nameKey(domainId: string, name: string): string {
  return `${domainId}/${name}`;
}

function fail(kind: string, id: string): never {
  throw notFound(kind, id);
}
