import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { Secret } from '../../clouds/secret.ts';
import { ResourceError } from '../../resources/contract.ts';
import type { Store, Vault } from '../../storage/types.ts';
import type { CloudRegister } from '../remote-clouds.ts';
import { accessOf, cloudSealContext } from './cloud-record.ts';

/** The clouds that projects have registered, in the store. A credential leaves the vault, or the key manager, at each use anew. */
export class StoredClouds implements CloudRegister {
  readonly #store: Pick<Store, 'cloud'>;
  readonly #vault: Pick<Vault, 'unseal'>;

  constructor(store: Pick<Store, 'cloud'>, vault: Pick<Vault, 'unseal'>) {
    this.#store = store;
    this.#vault = vault;
  }

  async access(projectId: string, name: string, secret: (id: string) => Promise<Secret>): Promise<CloudAccess> {
    const record = await this.#store.cloud(projectId, name);
    if (record === undefined) {
      throw new ResourceError('EntityNotFound', `The Cloud (${name}) could not be found: it is not registered.`);
    }
    if (record.secretId !== null) return accessOf(record, await secret(record.secretId));
    return accessOf(record, new Secret(this.#vault.unseal(record.sealed ?? '', cloudSealContext(record))));
  }
}
