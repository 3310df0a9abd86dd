import { readFile } from 'node:fs/promises';
import { readCloudsYaml } from '../../../src/clouds/cloudsyaml.ts';
import { Clouds } from '../../../src/clouds/connect.ts';
import type { CloudAccess } from '../../../src/clouds/credential-secret.ts';
import { Egress } from '../../../src/clouds/egress.ts';
import { path } from '../../../src/clouds/path.ts';
import { systemResolver, UndiciTransport } from '../../../src/clouds/transport/undici.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import { writeJson } from '../../../src/expressions/json.ts';
import { isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import { systemClock, systemRandom } from '../../../src/server/system.ts';

/** The password of a clouds.yaml's users, which a credential does not give away. */
const PASSWORD = 'secret';

/** The entries of a clouds.yaml, logged in, and what a test keeps in their key managers. */
export class RealClouds {
  readonly #access: Map<string, CloudAccess>;
  readonly #clouds: Clouds;
  readonly #leftovers: (() => Promise<unknown>)[] = [];

  private constructor(access: Map<string, CloudAccess>) {
    this.#access = access;
    const egress = new Egress({ allow: ['0.0.0.0/0', '::/0'] }, systemResolver, systemClock);
    this.#clouds = new Clouds({
      clock: systemClock,
      random: systemRandom,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
    });
  }

  static async read(file: string, names: readonly string[]): Promise<RealClouds> {
    const read = (name: string): Promise<string> => readFile(name, 'utf8');
    const text = await read(file);
    const entries = names.map(async (name) => [name, await readCloudsYaml(name, text, read)] as const);
    return new RealClouds(new Map(await Promise.all(entries)));
  }

  /** Takes in a cloud that the file does not name. */
  add(name: string, access: CloudAccess): void {
    this.#access.set(name, access);
  }

  access(name: string): CloudAccess {
    return this.#access.get(name)!;
  }

  connect(name: string): Promise<Connection> {
    const { cloud, credential } = this.access(name);
    return this.#clouds.connect(cloud, credential);
  }

  /** The credential of an entry as a secret holds it. */
  password(name: string, password = PASSWORD): ValueMap {
    const { cloud, credential } = this.access(name);
    return { auth_type: 'v3password', auth: { ...credential.auth, auth_url: cloud.authUrl, password } };
  }

  /** Keeps a text, or a value as JSON, in the entry's key manager until the end; gives its id. */
  async store(name: string, payload: Value): Promise<string> {
    const keys = (await this.connect(name)).service('key-manager');
    const body = { name: 'isotherm-test', payload: writeJson(payload), payload_content_type: 'text/plain' };
    const answer = await keys.post('/secrets', body);
    const id = String(isMap(answer) ? own(answer, 'secret_ref') : '')
      .split('/')
      .at(-1)!;
    this.atEnd(() => keys.delete(path`/secrets/${id}`));
    return id;
  }

  /** Has something undone at the end, the newest first. */
  atEnd(undo: () => Promise<unknown>): void {
    this.#leftovers.push(undo);
  }

  /** Undoes everything, whatever fails of it. Throws AggregateError with what failed. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#leftovers.splice(0).reverse())
      await undo().catch((error: unknown) => failures.push(error));
    await this.#clouds.close();
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be undone');
  }
}

/** Names of the stacks that the entry's orchestration service has, those of one beginning. */
export async function stackNames(connection: Connection, beginning: string): Promise<string[]> {
  const { stacks } = (await connection.service('orchestration').get('/stacks')) as { stacks: ValueMap[] };
  return stacks.map((stack) => String(stack['stack_name'])).filter((name) => name.startsWith(beginning));
}
