import { Clouds } from '../../../src/clouds/connect.ts';
import { Egress } from '../../../src/clouds/egress.ts';
import { TransportError } from '../../../src/clouds/errors.ts';
import { Secret } from '../../../src/clouds/secret.ts';
import type { Cloud, Credential, Transport } from '../../../src/clouds/types.ts';
import { Delegation } from '../../../src/orchestration/delegation.ts';
import { Engine } from '../../../src/orchestration/engine/engine.ts';
import { ModelCache } from '../../../src/orchestration/model/model-cache.ts';
import { RemoteClouds } from '../../../src/orchestration/remote-clouds.ts';
import type { ServicePorts } from '../../../src/orchestration/stacks/ports.ts';
import { StackService } from '../../../src/orchestration/stacks/service.ts';
import type { Requester } from '../../../src/orchestration/types.ts';
import { CloudFinder } from '../../../src/resources/finder.ts';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import { createSandbox, sandboxTransport, type Sandbox } from '../../../src/sandbox/index.ts';
import { MemoryDatabase } from '../../../src/storage/sqlite/memory.ts';
import { openStore } from '../../../src/storage/sqlite/open.ts';
import type { SqliteStore } from '../../../src/storage/sqlite/store.ts';
import { FileVault } from '../../../src/storage/vault.ts';
import { Life, World } from '../simulation/world.ts';
import { interruptible } from './interruptible.ts';

const CLOUD: Cloud = { name: 'east', authUrl: 'http://cloud.test/identity/v3', region: 'RegionOne' };
const USER_DOMAIN = { user_domain_id: 'default', project_domain_id: 'default' };
const SERVICE: Credential = {
  authType: 'v3password',
  auth: { username: 'isotherm', password: 'secret', project_name: 'service', ...USER_DOMAIN },
};
const DEMO: Credential = {
  authType: 'v3password',
  auth: { username: 'demo', password: 'secret', project_name: 'demo', ...USER_DOMAIN },
};
const KEY = { id: 'k1', key: Buffer.from('3f9ac1d2e4b5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f', 'hex') };

/**
 * The whole service but its HTTP front, with the real cloud client and a sandbox cloud, in a simulated world. Every request to the
 * cloud and every transaction is a step at which the process may die; the cloud and the disk live on.
 */
export class WholeService {
  readonly world: World;
  readonly cloud: Sandbox;
  /** What the service itself, not a template or the cloud, did wrong. */
  readonly faults: string[] = [];
  readonly #database = new MemoryDatabase();
  readonly #more: Pick<ServicePorts, 'fetchUrl'>;
  #life = new Life();
  store!: SqliteStore;
  engine!: Engine;
  stacks!: StackService;
  who!: Requester;

  private constructor(seed: number, more: Pick<ServicePorts, 'fetchUrl'>) {
    this.#more = more;
    this.world = new World(seed);
    this.cloud = createSandbox({
      name: 'east',
      baseUrl: 'http://cloud.test',
      clock: this.world.clock(),
      random: this.world.random,
    });
  }

  static async start(seed: number, more: Pick<ServicePorts, 'fetchUrl'> = {}): Promise<WholeService> {
    const service = new WholeService(seed, more);
    await service.#begin();
    return service;
  }

  /** The process dies, and another takes its place. */
  async crash(): Promise<void> {
    this.world.end(this.#life);
    this.store.kill();
    await this.#begin();
    void this.engine.start();
  }

  async #begin(): Promise<void> {
    this.#life = new Life();
    const life = this.#life;
    const { world } = this;
    const clock = world.clock(life);
    const { random } = world;
    this.store = await openStore({ memory: this.#database, schedule: queueMicrotask });
    const store = interruptible(this.store, world, life);
    const resolver = async (): Promise<string[]> => ['192.0.2.1'];
    const egress = new Egress({ trustedClouds: [CLOUD.authUrl] }, resolver, clock);
    const clouds = new Clouds({
      clock,
      random,
      egress,
      transport: () => this.#transport(life),
      limits: { ratePerSecond: 1_000_000 },
    });
    const log = {
      info: () => undefined,
      error: (fields: object, message: string) =>
        void this.faults.push(`${message}: ${String((fields as { err?: unknown }).err)}`),
    };
    const host = { types: new ResourceTypes(resourceTypes), clock, region: 'RegionOne' };
    const connect = (cloud: Cloud, credential: Credential) => clouds.connect(cloud, credential);
    const vault = new FileVault([KEY]);
    const delegation = new Delegation({
      home: { cloud: CLOUD, service: SERVICE },
      connect,
      finder: (connection) => new CloudFinder(connection, clock),
      remoteClouds: new RemoteClouds({
        connect,
        allowInsecure: false,
        register: { access: () => Promise.reject(new Error('no cloud is registered')) },
      }),
      vault,
      store,
      random,
      log,
      delegatedRoles: [],
    });
    this.engine = new Engine({
      store,
      clock,
      random,
      host,
      clouds: delegation,
      vault,
      log,
      limits: { createRetries: 5, operationSeconds: 3600, nestedDepth: 5, lateRequestSeconds: 5 },
    });
    this.stacks = new StackService(
      {
        store,
        vault,
        engine: this.engine,
        clock,
        random,
        host,
        models: new ModelCache(store, host),
        delegation,
        log,
        ...this.#more,
        limits: {
          stacksPerProject: 512,
          resourcesPerStack: 1000,
          nestedDepth: 5,
          operationSeconds: 3600,
          hiddenStackTags: [],
        },
      },
      async () => [],
    );
    const connection = await clouds.connect(CLOUD, DEMO);
    this.who = {
      userId: '',
      username: 'demo',
      projectId: '',
      roles: ['member'],
      isAdmin: false,
      token: new Secret('none'),
      requestId: 'req-test',
      connection,
      mayUseType: () => true,
    };
  }

  #transport(life: Life): Transport {
    const inner = sandboxTransport(this.cloud, (error) => new TransportError('lost', error.message));
    return {
      send: async (request) => {
        const label = `${request.method} ${new URL(request.url).pathname.replace(/[0-9a-f-]{32,}/g, ':id')}`;
        await this.world.point(label, life);
        const answer = await inner.send(request);
        await this.world.point(`${label} answered`, life);
        return answer;
      },
      close: () => inner.close(),
    };
  }

  /** Runs a request to the service to its end, as its steps come. */
  async ask<T>(request: (service: StackService, who: Requester) => Promise<T>): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined;
    const asked = async (): Promise<T> => {
      if (this.who.userId === '') {
        const { connection } = this.who;
        this.who = { ...this.who, userId: await connection.userId(), projectId: await connection.projectId() };
      }
      return request(this.stacks, this.who);
    };
    asked().then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { error }),
    );
    await this.world.run(() => outcome !== undefined);
    const ended = outcome!;
    if ('error' in ended) throw ended.error;
    return ended.value;
  }

  /** Takes steps until no operation is under way; the process dies at each step whose number is given. */
  async settle(crashes: ReadonlySet<number> = new Set()): Promise<void> {
    let quiet = false;
    let dying: Promise<void> | undefined;
    await this.world.run(
      () => {
        if (dying === undefined) void this.store.unfinishedOperations().then((list) => (quiet = list.length === 0));
        return quiet && dying === undefined;
      },
      {
        before: (step) => {
          if (crashes.has(step)) dying = this.crash().then(() => (dying = undefined));
        },
      },
    );
  }

  /** How many objects of each kind the demo project has on the cloud, asked of the cloud itself. */
  async inventory(): Promise<Record<string, number>> {
    const count = async (service: string, path: string, key: string): Promise<number> => {
      const answer = (await this.who.connection.service(service).get(path)) as Record<string, unknown[]>;
      return answer[key]!.filter((item) => (item as { name?: string }).name !== 'public').length;
    };
    return this.ask(async () => ({
      servers: await count('compute', '/servers', 'servers'),
      keypairs: await count('compute', '/os-keypairs', 'keypairs'),
      volumes: await count('block-storage', '/volumes', 'volumes'),
      networks: await count('network', '/networks', 'networks'),
      routers: await count('network', '/routers', 'routers'),
      ports: await count('network', '/ports', 'ports'),
      floatingips: await count('network', '/floatingips', 'floatingips'),
      security_groups: await count('network', '/security-groups', 'security_groups'),
    }));
  }
}
