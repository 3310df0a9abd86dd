import { parseCredentialSecret } from '../clouds/credential-secret.ts';
import { isCloudError } from '../clouds/errors.ts';
import { secretPayload } from '../clouds/services/barbican.ts';
import type { Cloud, Connection, Credential } from '../clouds/types.ts';
import { ResourceError, type RemoteContext } from '../resources/contract.ts';

export interface RemoteCloudsPorts {
  readonly connect: (cloud: Cloud, credential: Credential) => Promise<Connection>;
  /** Whether `insecure` may be asked for at all. */
  readonly allowInsecure: boolean;
}

/** The way from a stack's own cloud to others. Nothing of a credential is kept here: it is read again at each use. */
export class RemoteClouds {
  readonly #ports: RemoteCloudsPorts;

  constructor(ports: RemoteCloudsPorts) {
    this.#ports = ports;
  }

  /** Reaches a cloud with a credential out of the key manager of another. Throws ResourceError that says what is wrong with it. */
  async reach(own: Connection, where: RemoteContext): Promise<Connection> {
    if (where.insecure === true && !this.#ports.allowInsecure) {
      throw new ResourceError(
        'Forbidden',
        'The operator of this service does not allow `insecure`: give `ca_cert` instead.',
      );
    }
    const trust = {
      ...(where.region === undefined ? {} : { region: where.region }),
      // As in Heat, a certificate is not looked at where none is to be verified.
      ...(where.insecure === true ? { insecure: true } : where.caCert === undefined ? {} : { caCert: where.caCert }),
    };
    if (where.secretId === undefined) {
      throw new ResourceError('StackValidationFailed', 'A cloud of its own needs `credential_secret_id`.');
    }
    const { cloud, credential } = await this.#access(own, where.secretId, trust);
    return this.#ports.connect(cloud, credential);
  }

  async #access(own: Connection, secretId: string, trust: Omit<Cloud, 'name' | 'authUrl'>) {
    try {
      const secret = await secretPayload(own, secretId);
      return parseCredentialSecret(secret, { name: `secret ${secretId}`, ...trust });
    } catch (error) {
      if (isCloudError(error, 'NotFound')) {
        throw new ResourceError(
          'NotFound',
          `The credential secret ${secretId} could not be found in the key manager of cloud ${own.cloud.name}.`,
        );
      }
      if (isCloudError(error, 'Forbidden')) {
        throw new ResourceError(
          'Forbidden',
          `The credential secret ${secretId} may not be read with the roles of the stack's owner.`,
        );
      }
      throw error;
    }
  }
}
