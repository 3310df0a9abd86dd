import { parseCredentialSecret, type CloudAccess } from '../clouds/credential-secret.ts';
import { isCloudError } from '../clouds/errors.ts';
import type { Secret } from '../clouds/secret.ts';
import { secretPayload } from '../clouds/services/barbican.ts';
import type { Cloud, Connection, Credential } from '../clouds/types.ts';
import { ResourceError, type RemoteContext } from '../resources/contract.ts';
import { insecureRefusal, type InsecureRules } from './clouds/insecure.ts';

/** Finds clouds that are known by name. */
export interface CloudRegister {
  /**
   * The cloud of that name in the project. `secret` reads from the key manager of the project's home cloud.
   * Throws ResourceError EntityNotFound.
   */
  access(projectId: string, name: string, secret: (id: string) => Promise<Secret>): Promise<CloudAccess>;
}

export interface RemoteCloudsPorts extends InsecureRules {
  readonly connect: (cloud: Cloud, credential: Credential) => Promise<Connection>;
  readonly register: CloudRegister;
}

/** For whom a way to another cloud is gone. */
export interface Beneficiary {
  readonly projectId: string;
  /** The roles that count for what policy allows on the way. */
  readonly roles: () => Promise<readonly string[]>;
}

/** The way from a stack's own cloud to others. Nothing of a credential is kept here: it is read again at each use. */
export class RemoteClouds {
  readonly #ports: RemoteCloudsPorts;

  constructor(ports: RemoteCloudsPorts) {
    this.#ports = ports;
  }

  /** A way into the cloud, logged in. Throws what {@link access} does, and the CloudError of the login. */
  async reach(from: CloudAccess, where: RemoteContext, whose: Beneficiary): Promise<Connection> {
    return this.enter(await this.access(from, where, whose));
  }

  /** Logs in, so that what is wrong with the login shows now. Throws its CloudError. */
  async enter({ cloud, credential }: CloudAccess): Promise<Connection> {
    const connection = await this.#ports.connect(cloud, credential);
    const isThere = await hasAny(connection);
    const { region } = cloud;
    if (isThere || region === undefined) return connection;
    throw new ResourceError(
      'EndpointNotFound',
      `${cloud.interface ?? 'public'} endpoint for orchestration service in ${region} region not found: cloud ${cloud.name} has nothing there.`,
    );
  }

  /**
   * How to log in to another cloud, seen from one: by name, by a credential in its key manager, or the same login in another region.
   * Throws ResourceError that says what is wrong with it, and nothing of what a secret holds.
   */
  async access(from: CloudAccess, where: RemoteContext, whose: Beneficiary): Promise<CloudAccess> {
    if (where.insecure === true) await this.#requireInsecure(whose);
    const secret = (id: string): Promise<Secret> => this.#secret(from, id);
    if (where.cloud !== undefined) {
      const { cloud, credential } = await this.#ports.register.access(whose.projectId, where.cloud, secret);
      if (cloud.insecure === true && !this.#ports.allowInsecure) {
        throw new ResourceError(
          'Forbidden',
          `The operator of this service does not allow \`insecure\`, with which the cloud ${cloud.name} is registered.`,
        );
      }
      return { cloud: { ...cloud, ...trustOf(where) }, credential };
    }
    if (where.secretId === undefined) return sameLogin(from, where);
    const access = parseCredentialSecret(await secret(where.secretId), {
      name: `of secret ${where.secretId}`,
      ...trustOf(where),
    });
    return { ...access, cloud: { ...access.cloud, name: hostOf(access.cloud) } };
  }

  async #requireInsecure({ projectId, roles }: Beneficiary): Promise<void> {
    const refusal = insecureRefusal(this.#ports, projectId, await roles());
    if (refusal === undefined) return;
    throw new ResourceError('Forbidden', `${refusal}: give the certificate authority in \`ca_cert\` instead.`);
  }

  async #secret(from: CloudAccess, id: string): Promise<Secret> {
    const own = await this.#ports.connect(from.cloud, from.credential);
    try {
      return await secretPayload(own, id);
    } catch (error) {
      throw explained(error, id, own.cloud.name) ?? error;
    }
  }
}

function sameLogin({ cloud, credential }: CloudAccess, where: RemoteContext): CloudAccess {
  const { caCert, ...trust } = trustOf(where);
  // The login itself goes where it went before, so what that needs stays trusted.
  const authorities = [cloud.caCert, caCert].filter((pem) => pem !== undefined);
  return {
    cloud: { ...cloud, ...trust, ...(authorities.length === 0 ? {} : { caCert: authorities.join('\n') }) },
    credential,
  };
}

/** Services of which a region has at least one. */
const USUAL = ['orchestration', 'compute', 'network', 'block-storage', 'image', 'object-store', 'key-manager'];

/** Logs in on the way. */
async function hasAny(connection: Connection): Promise<boolean> {
  for (const service of USUAL) if (await connection.has(service)) return true;
  return false;
}

/** As in Heat, a certificate is not looked at where none is to be verified. */
function trustOf({ region, insecure, caCert }: RemoteContext): Pick<Cloud, 'region' | 'caCert' | 'insecure'> {
  return {
    ...(region === undefined ? {} : { region }),
    ...(insecure === true ? { insecure } : caCert === undefined ? {} : { caCert }),
  };
}

function hostOf({ authUrl, name }: Cloud): string {
  return URL.canParse(authUrl) ? new URL(authUrl).host : name;
}

function explained(error: unknown, id: string, cloud: string): ResourceError | undefined {
  if (isCloudError(error, 'NotFound')) {
    return new ResourceError(
      'NotFound',
      `The credential secret ${id} could not be found in the key manager of cloud ${cloud}.`,
    );
  }
  if (isCloudError(error, 'Forbidden')) {
    return new ResourceError(
      'Forbidden',
      `The credential secret ${id} may not be read with the roles of the stack's owner in cloud ${cloud}.`,
    );
  }
  if (isCloudError(error, 'EndpointNotFound')) {
    return new ResourceError(
      'ResourceTypeUnavailable',
      `The credential secret ${id} cannot be read: cloud ${cloud} has no key manager.`,
    );
  }
  return undefined;
}
