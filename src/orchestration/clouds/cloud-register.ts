import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { Secret } from '../../clouds/secret.ts';
import { ResourceError } from '../../resources/contract.ts';
import type { CloudRecord, Store, Vault } from '../../storage/types.ts';
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
    const record = await this.#find(projectId, name);
    if (record.secretId === null) {
      return accessOf(record, new Secret(this.#vault.unseal(record.sealed ?? '', cloudSealContext(record))));
    }
    try {
      return accessOf(record, await secret(record.secretId));
    } catch (error) {
      // Another credential may have taken its place, and the old secret may be gone, since the record was read.
      if ((await this.#find(projectId, name)).secretId === record.secretId) throw error;
      return this.access(projectId, name, secret);
    }
  }

  async #find(projectId: string, name: string): Promise<CloudRecord> {
    const record = await this.#store.cloud(projectId, name);
    if (record !== undefined) return record;
    throw new ResourceError('EntityNotFound', `The Cloud (${name}) could not be found: it is not registered.`);
  }
}
