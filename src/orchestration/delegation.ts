import { isCloudError, isRefusedLogin } from '../clouds/errors.ts';
import type { CloudAccess } from '../clouds/credential-secret.ts';
import { createTrust, deleteTrust } from '../clouds/services/keystone.ts';
import type { Secret } from '../clouds/secret.ts';
import type { Cloud, Connection, Credential } from '../clouds/types.ts';
import { parseJson, writeJson } from '../expressions/json.ts';
import type { Random } from '../expressions/ports.ts';
import { isMap, own } from '../expressions/values.ts';
import type { Finder, RemoteContext } from '../resources/contract.ts';
import type { CredentialRecord, StackRecord, Store, Vault } from '../storage/types.ts';
import { RotatingConnection } from './clouds/rotating-connection.ts';
import type { EngineLog, StackClouds } from './engine/ports.ts';
import type { Beneficiary, RemoteClouds } from './remote-clouds.ts';
import { OrchestrationError, type Requester } from './types.ts';

/** The home cloud and the service's own login there. */
export interface Home {
  readonly cloud: Cloud;
  /** A password login of the service user, the trustee of every trust. */
  readonly service: Credential;
}

export interface DelegationPorts {
  readonly home: Home;
  readonly connect: (cloud: Cloud, credential: Credential) => Promise<Connection>;
  readonly finder: (connection: Connection) => Finder;
  readonly remoteClouds: RemoteClouds;
  readonly vault: Vault;
  readonly store: Store;
  readonly random: Random;
  readonly log: EngineLog;
  /** Names of the roles to delegate; empty: all that the user has. Heat: trusts_delegated_roles. */
  readonly delegatedRoles: readonly string[];
}

/** Users' tokens that are kept at a time. */
const MOST_LENT = 1000;

/**
 * Acts for the owner of a stack long after the owner's token has expired, by a Keystone trust from the owner to the service user.
 * Only the trust's id is stored, sealed.
 */
export class Delegation implements StackClouds {
  readonly #ports: DelegationPorts;
  readonly #accesses = new Map<string, Promise<CloudAccess>>();
  readonly #lent = new Map<string, Secret>();
  readonly #finders = new WeakMap<Connection, Finder>();

  constructor(ports: DelegationPorts) {
    this.#ports = ports;
  }

  /** Creates a trust from the requester to the service. Throws OrchestrationError where Keystone does not let this token delegate. */
  async delegate(who: Requester, createdAt: number): Promise<CredentialRecord> {
    const { home, random, vault, delegatedRoles } = this.#ports;
    const service = await this.#ports.connect(home.cloud, home.service);
    const roles = delegatedRoles.length > 0 ? delegatedRoles : await who.connection.roles();
    const id = random.uuid();
    try {
      const trustId = await createTrust(who.connection, {
        trustorUserId: who.userId,
        trusteeUserId: await service.userId(),
        projectId: who.projectId,
        roles,
        impersonation: true,
      });
      const sealed = vault.seal(writeJson({ trustId }), sealContext(who.projectId, id));
      this.lend(id, who);
      return { id, projectId: who.projectId, userId: who.userId, sealed, createdAt };
    } catch (error) {
      if (!isCloudError(error, 'Forbidden') && !isCloudError(error, 'Unauthorized')) throw error;
      throw new OrchestrationError(
        'Forbidden',
        `This token may not delegate to the orchestration service, which has to act for you when the token has expired: ${error.message} ` +
          'Use a token from a password login, or an application credential that is unrestricted.',
      );
    }
  }

  /** Takes back what {@link delegate} gave, where the stack it was for could not be stored. */
  async withdraw(who: Requester, record: CredentialRecord): Promise<void> {
    await deleteTrust(who.connection, this.#trustId(record));
  }

  connection(stack: StackRecord): Promise<Connection> {
    return RotatingConnection.open(async () => {
      const { cloud, credential } = await this.#access(stack);
      return this.#ports.connect(cloud, credential);
    });
  }

  async home(stack: StackRecord): Promise<Connection> {
    const { cloud, credential } = await this.#own(stack);
    return this.#ports.connect(cloud, credential);
  }

  remote(stack: StackRecord, where: RemoteContext): Promise<Connection> {
    let used: Secret | undefined;
    return RotatingConnection.open(async () => {
      const from = await this.#from(stack, where);
      const isOwnLogin =
        where.cloud === undefined && where.secretId === undefined && from.cloud === this.#ports.home.cloud;
      const token = isOwnLogin ? this.#lent.get(stack.credentialId ?? '') : undefined;
      const own = token === undefined || token === used ? undefined : await this.#withLent(token, stack, where);
      used = token;
      return own ?? this.#ports.remoteClouds.reach(from, where, this.#owner(stack));
    });
  }

  /**
   * Keeps the owner's own token for as long as it is good, in memory only. Another region's service makes a trust of its own, which
   * Keystone refuses to the bearer of a trust; so, as in Heat, the user's token is used there while there is one.
   */
  lend(credentialId: string | null, { token }: Requester): void {
    if (credentialId === null) return;
    this.#lent.delete(credentialId);
    this.#lent.set(credentialId, token);
    if (this.#lent.size > MOST_LENT) this.#lent.delete(this.#lent.keys().next().value!);
  }

  async #withLent(token: Secret, stack: StackRecord, where: RemoteContext): Promise<Connection | undefined> {
    const auth = { token: token.reveal(), project_id: stack.projectId };
    const from: CloudAccess = { cloud: this.#ports.home.cloud, credential: { authType: 'token', auth } };
    try {
      return await this.#ports.remoteClouds.reach(from, where, this.#owner(stack));
    } catch (error) {
      if (!isRefusedLogin(error)) throw error;
      this.#lent.delete(stack.credentialId!);
      return undefined;
    }
  }

  /** The cloud at the end of a route, for someone whose stack is not there yet, with what their own token may. */
  async visit(who: Requester, route: readonly RemoteContext[]): Promise<Connection> {
    const { remoteClouds } = this.#ports;
    const auth = { token: who.token.reveal(), project_id: who.projectId };
    const home: CloudAccess = { cloud: this.#ports.home.cloud, credential: { authType: 'token', auth } };
    const whose: Beneficiary = { projectId: who.projectId, roles: async () => who.roles };
    let access = home;
    for (const where of route) {
      access = await remoteClouds.access(where.cloud === undefined ? access : home, where, whose);
    }
    return remoteClouds.enter(access);
  }

  /** How to act on the cloud that a stack lives on; where it does not say, that is its parent's. */
  async #access(stack: StackRecord): Promise<CloudAccess> {
    const { store, remoteClouds } = this.#ports;
    if (stack.placement !== null) {
      const where = stack.placement as RemoteContext;
      return remoteClouds.access(await this.#from(await this.#around(stack), where), where, this.#owner(stack));
    }
    const parent = stack.parentId === null ? undefined : await store.stack(stack.parentId);
    return parent === undefined ? this.#own(stack) : this.#access(parent);
  }

  /** A nested stack's way starts at its parent's cloud. */
  async #around(stack: StackRecord): Promise<StackRecord> {
    const parent = stack.parentId === null ? undefined : await this.#ports.store.stack(stack.parentId);
    return parent ?? { ...stack, placement: null };
  }

  /** Where a way to another cloud starts: the register of clouds and its secrets are the home cloud's. */
  #from(stack: StackRecord, where: RemoteContext): Promise<CloudAccess> {
    return where.cloud === undefined ? this.#access(stack) : this.#own(stack);
  }

  /** What policy knows of a stack's owner when the owner is away: the roles that were delegated. */
  #owner(stack: StackRecord): Beneficiary {
    return { projectId: stack.projectId, roles: async () => (await this.home(stack)).roles() };
  }

  /** The home cloud, as the owner's delegate. */
  #own(stack: StackRecord): Promise<CloudAccess> {
    const { credentialId } = stack;
    if (credentialId === null)
      return Promise.reject(
        new OrchestrationError('AuthorizationFailure', `Stack ${stack.name} has no credential to act with`),
      );
    let access = this.#accesses.get(credentialId);
    if (access === undefined) {
      access = this.#trusted(credentialId);
      this.#accesses.set(credentialId, access);
      access.catch(() => this.#accesses.delete(credentialId));
    }
    return access;
  }

  finder(connection: Connection): Finder {
    if (!(connection instanceof RotatingConnection)) return this.#finder(connection);
    return { id: (kind, name) => connection.through((current) => this.#finder(current).id(kind, name)) };
  }

  #finder(connection: Connection): Finder {
    let finder = this.#finders.get(connection);
    if (finder === undefined) this.#finders.set(connection, (finder = this.#ports.finder(connection)));
    return finder;
  }

  async release(stack: StackRecord): Promise<void> {
    const { store, log } = this.#ports;
    const { credentialId } = stack;
    if (credentialId === null) return;
    const record = await store.credential(credentialId);
    if (record === undefined) return;
    try {
      await deleteTrust(await this.home(stack), this.#trustId(record));
    } catch (error) {
      // Nobody can log in by a trust that went just before the process died.
      const level = isRefusedLogin(error) ? 'info' : 'error';
      log[level]({ err: error, stack: stack.id }, 'the trust of a deleted stack could not be removed');
    }
    this.#accesses.delete(credentialId);
    this.#lent.delete(credentialId);
    await store.transact((tx) => tx.removeCredential(credentialId));
  }

  async #trusted(credentialId: string): Promise<CloudAccess> {
    const { home, store } = this.#ports;
    const record = await store.credential(credentialId);
    if (record === undefined)
      throw new OrchestrationError('AuthorizationFailure', 'The credential of the stack is gone');
    const {
      project_id: _id,
      project_name: _name,
      project_domain_id: _domainId,
      project_domain_name: _domain,
      ...user
    } = home.service.auth;
    return {
      cloud: home.cloud,
      credential: { authType: 'v3password', auth: { ...user, trust_id: this.#trustId(record) } },
    };
  }

  #trustId(record: CredentialRecord): string {
    const opened = parseJson(this.#ports.vault.unseal(record.sealed, sealContext(record.projectId, record.id)));
    const trustId = isMap(opened) ? own(opened, 'trustId') : undefined;
    if (typeof trustId !== 'string') throw new Error(`credential ${record.id} holds no trust`);
    return trustId;
  }
}

function sealContext(projectId: string, id: string): string {
  return `credential/${projectId}/${id}`;
}
