import { isCloudError, isNotFound } from '../../clouds/errors.ts';
import { parseCredentialSecret } from '../../clouds/credential-secret.ts';
import { path } from '../../clouds/path.ts';
import { Secret } from '../../clouds/secret.ts';
import { writeJson } from '../../expressions/json.ts';
import type { Clock, Random } from '../../expressions/ports.ts';
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { NameTaken, type CloudRecord, type Store, type Vault } from '../../storage/types.ts';
import { resourceCloud, stackCloudOf } from '../model/placement.ts';
import { OrchestrationError, type Requester, type TemplateInput } from '../types.ts';
import { cloudOf, cloudSealContext, placeOf } from './cloud-record.ts';
import { insecureRefusal, type InsecureRules } from './insecure.ts';
import type { CloudInput, CloudRegistry, CloudReport, CloudView } from './types.ts';

const NAME = /^[a-zA-Z0-9][\w.-]{0,254}$/;

export interface CloudServicePorts extends InsecureRules {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  /** Looks at a registered cloud. */
  readonly check: (who: Requester, name: string, template: TemplateInput | undefined) => Promise<CloudReport>;
}

/**
 * Keeps the clouds of projects. A credential goes into the key manager of the home cloud, as the requester's own secret; where there
 * is none, or the requester may not store there, it is sealed in the vault.
 */
export class CloudService implements CloudRegistry {
  readonly #ports: CloudServicePorts;

  constructor(ports: CloudServicePorts) {
    this.#ports = ports;
  }

  async list(who: Requester): Promise<CloudView[]> {
    return (await this.#ports.store.clouds(who.projectId)).map(viewOf);
  }

  async show(who: Requester, name: string): Promise<CloudView> {
    return viewOf(await this.#find(who, name));
  }

  async add(who: Requester, input: CloudInput): Promise<CloudView> {
    const { store, random } = this.#ports;
    if ((await store.cloud(who.projectId, input.name)) !== undefined) throw taken(input.name);
    const record = await this.#record(who, input, random.uuid());
    try {
      await store.transact((tx) => tx.addCloud(record));
    } catch (error) {
      await this.#forget(who, record);
      throw error instanceof NameTaken ? taken(input.name) : error;
    }
    return viewOf(record);
  }

  async replace(who: Requester, input: CloudInput): Promise<CloudView> {
    const before = await this.#find(who, input.name);
    const record = await this.#record(who, input, before.id);
    await this.#ports.store.transact(async (tx) => {
      await tx.removeCloud(before.id);
      await tx.addCloud({ ...record, createdAt: before.createdAt });
    });
    await this.#forget(who, before);
    return viewOf({ ...record, createdAt: before.createdAt });
  }

  async remove(who: Requester, name: string): Promise<void> {
    const record = await this.#find(who, name);
    const user = await this.#userOf(who, name);
    if (user !== undefined) {
      throw new OrchestrationError('Conflict', `The cloud ${name} is in use by ${user}: delete that first.`);
    }
    await this.#ports.store.transact((tx) => tx.removeCloud(record.id));
    await this.#forget(who, record);
  }

  async check(who: Requester, name: string, template?: TemplateInput): Promise<CloudReport> {
    await this.#find(who, name);
    return this.#ports.check(who, name, template);
  }

  async #find(who: Requester, name: string): Promise<CloudRecord> {
    const record = await this.#ports.store.cloud(who.projectId, name);
    if (record === undefined) {
      throw new OrchestrationError('EntityNotFound', `The Cloud (${name}) could not be found.`);
    }
    return record;
  }

  async #record(who: Requester, input: CloudInput, id: string): Promise<CloudRecord> {
    const { clock } = this.#ports;
    this.#requireSense(who, input);
    const { name, auth, authType = 'password', secretId, region, interface: side, caCert, insecure } = input;
    const cloud = {
      name,
      ...(region === undefined ? {} : { region }),
      ...(side === undefined ? {} : { interface: side }),
      ...(caCert === undefined ? {} : { caCert }),
      ...(insecure === true ? { insecure } : {}),
    };
    const base = { id, projectId: who.projectId, name, createdAt: clock.now() };
    if (auth === undefined) {
      const { auth_url: _url, auth_type: _type, ...place } = placeOf({ ...cloud, authUrl: '' }, '');
      return { ...base, place, secretId: secretId!, ownsSecret: false, sealed: null };
    }
    const credential = new Secret(writeJson({ auth_type: authType, auth }));
    const access = parseCredentialSecret(credential, cloud);
    return { ...base, place: placeOf(access.cloud, authType), ...(await this.#keep(who, base, credential)) };
  }

  /** Puts a credential away. */
  async #keep(
    who: Requester,
    base: Pick<CloudRecord, 'id' | 'projectId' | 'name'>,
    credential: Secret,
  ): Promise<Pick<CloudRecord, 'secretId' | 'ownsSecret' | 'sealed'>> {
    const secretId = await storeSecret(who, `isotherm cloud ${base.name}`, credential);
    if (secretId !== undefined) return { secretId, ownsSecret: true, sealed: null };
    const sealed = this.#ports.vault.seal(credential.reveal(), cloudSealContext(base));
    return { secretId: null, ownsSecret: false, sealed };
  }

  #requireSense(who: Requester, { name, auth, secretId, insecure }: CloudInput): void {
    const invalid = (message: string): OrchestrationError => new OrchestrationError('Invalid', message);
    if (!NAME.test(name)) {
      throw invalid(`Invalid cloud name ${name}: letters, digits, "_", "." and "-" only, and 255 of them at most.`);
    }
    if ((auth === undefined) === (secretId === undefined)) {
      throw invalid('A cloud needs a credential: either `auth` (with `auth_type`), or `credential_secret_id`.');
    }
    const refusal = insecure === true ? insecureRefusal(this.#ports, who.projectId, who.roles) : undefined;
    if (refusal !== undefined) throw new OrchestrationError('Forbidden', `${refusal}.`);
  }

  /** What is on the cloud, in words; undefined: nothing. */
  async #userOf({ projectId }: Requester, name: string): Promise<string | undefined> {
    const { store } = this.#ports;
    const stacks = await store.stacks({ projectId, nested: true });
    const placed = stacks.find((stack) => stackCloudOf(stack) === name);
    if (placed !== undefined) return `stack ${placed.name}`;
    const records = await store.resourcesOfStacks(stacks.map(({ id }) => id));
    const there = records.find(({ metadata }) => resourceCloud(metadata)?.cloud === name);
    if (there === undefined) return undefined;
    return `resource ${there.name} of stack ${stacks.find(({ id }) => id === there.stackId)?.name ?? there.stackId}`;
  }

  /** Removes the secret that was made for a record; one that is gone, or may not be removed, is its owner's business. */
  async #forget(who: Requester, { secretId, ownsSecret }: CloudRecord): Promise<void> {
    if (secretId === null || !ownsSecret) return;
    try {
      await who.connection.service('key-manager').delete(path`/secrets/${secretId}`);
    } catch (error) {
      if (!isNotFound(error) && !isCloudError(error, 'Forbidden')) throw error;
    }
  }
}

/** Stores a credential as the requester's secret and gives its id; undefined where that cannot be. */
async function storeSecret(who: Requester, name: string, credential: Secret): Promise<string | undefined> {
  if (!(await who.connection.has('key-manager'))) return undefined;
  try {
    const body = { name, payload: credential.reveal(), payload_content_type: 'text/plain', secret_type: 'opaque' };
    const answer = await who.connection.service('key-manager').post('/secrets', body);
    const ref = isMap(answer) ? own(answer, 'secret_ref') : undefined;
    return typeof ref === 'string' ? ref.split('/').at(-1) : undefined;
  } catch (error) {
    if (isCloudError(error, 'Forbidden')) return undefined;
    throw error;
  }
}

function viewOf(record: CloudRecord): CloudView {
  const { name, place, secretId, createdAt } = record;
  const { region, interface: side, insecure, caCert } = cloudOf(record);
  return {
    name,
    ...textAt(place, 'auth_url', 'authUrl'),
    ...textAt(place, 'auth_type', 'authType'),
    ...(region === undefined ? {} : { region }),
    ...(side === undefined ? {} : { interface: side }),
    insecure: insecure === true,
    hasCaCert: caCert !== undefined,
    ...(secretId === null ? {} : { secretId }),
    createdAt,
  };
}

function textAt<K extends string>(place: ValueMap, key: string, as: K): { [key in K]?: string } {
  const value = own(place, key);
  return typeof value === 'string' ? ({ [as]: value } as { [key in K]?: string }) : {};
}

function taken(name: string): OrchestrationError {
  return new OrchestrationError('CloudExists', `The Cloud (${name}) already exists.`);
}
