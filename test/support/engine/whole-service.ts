import { Clouds } from '../../../src/clouds/connect.ts';
import { Egress } from '../../../src/clouds/egress.ts';
import { Secret } from '../../../src/clouds/secret.ts';
import type { Cloud, Connection, Credential } from '../../../src/clouds/types.ts';
import { Delegation } from '../../../src/orchestration/delegation.ts';
import { Engine } from '../../../src/orchestration/engine/engine.ts';
import { ModelCache } from '../../../src/orchestration/model/model-cache.ts';
import { StoredClouds } from '../../../src/orchestration/clouds/cloud-register.ts';
import { RemoteClouds } from '../../../src/orchestration/remote-clouds.ts';
import type { ServicePorts } from '../../../src/orchestration/stacks/ports.ts';
import { StackService } from '../../../src/orchestration/stacks/service.ts';
import type { Requester } from '../../../src/orchestration/types.ts';
import { CloudFinder } from '../../../src/resources/finder.ts';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import { createSandbox, type CloudOptions, type Sandbox } from '../../../src/sandbox/index.ts';
import { MemoryDatabase } from '../../../src/storage/sqlite/memory.ts';
import { openStore } from '../../../src/storage/sqlite/open.ts';
import type { SqliteStore } from '../../../src/storage/sqlite/store.ts';
import { FileVault } from '../../../src/storage/vault.ts';
import { Life, World } from '../simulation/world.ts';
import { Hosts } from './hosts.ts';
import { interruptible } from './interruptible.ts';

/** The Keystone of a sandbox cloud. */
export const keystoneOf = (baseUrl: string): string => `${baseUrl}/identity/v3`;

const CLOUD: Cloud = { name: 'east', authUrl: keystoneOf('http://cloud.test'), region: 'RegionOne' };
const USER_DOMAIN = { user_domain_id: 'default', project_domain_id: 'default' };
/** The service's own user, on every cloud. */
export const SERVICE: Credential = {
  authType: 'v3password',
  auth: { username: 'isotherm', password: 'secret', project_name: 'service', ...USER_DOMAIN },
};
/** The user whose stacks they are, on every cloud. */
export const DEMO: Credential = {
  authType: 'v3password',
  auth: { username: 'demo', password: 'secret', project_name: 'demo', ...USER_DOMAIN },
};
const KEY = { id: 'k1', key: Buffer.from('3f9ac1d2e4b5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f', 'hex') };

/**
 * The whole service but its HTTP front, with the real cloud client and sandbox clouds, in a simulated world. Every request to a
 * cloud and every transaction is a step at which the process may die; the clouds and the disk live on.
 */
export class WholeService {
  readonly world: World;
  readonly hosts: Hosts;
  /** The home cloud. */
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
  /** A cloud as its user demo has it. */
  connect!: (cloud: Cloud) => Promise<Connection>;

  private constructor(seed: number, more: Pick<ServicePorts, 'fetchUrl'>, without: readonly string[]) {
    this.#more = more;
    this.world = new World(seed);
    this.hosts = new Hosts(this.world);
    this.cloud = this.addCloud({ name: 'east', baseUrl: 'http://cloud.test', without });
  }

  /** Puts another cloud into the world. */
  addCloud(options: Pick<CloudOptions, 'name' | 'baseUrl' | 'extraCatalog' | 'without'>): Sandbox {
    const sandbox = createSandbox({ ...options, clock: this.world.clock(), random: this.world.random });
    this.hosts.addSandbox(sandbox);
    return sandbox;
  }

  /** `without`: services that the cloud lacks, by catalog type. */
  static async start(
    seed: number,
    more: Pick<ServicePorts, 'fetchUrl'> = {},
    without: readonly string[] = [],
  ): Promise<WholeService> {
    const service = new WholeService(seed, more, without);
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
    const egress = new Egress({ allow: ['0.0.0.0/0'] }, resolver, clock);
    const clouds = new Clouds({
      clock,
      random,
      egress,
      transport: () => this.hosts.transport(life),
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
        mayBeInsecure: () => false,
        register: new StoredClouds(store, vault),
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
          filesBytes: 1_048_576,
          nestedDepth: 5,
          operationSeconds: 3600,
          hiddenStackTags: [],
        },
      },
      async () => [],
    );
    this.connect = (cloud) => clouds.connect(cloud, DEMO);
    const connection = await this.connect(CLOUD);
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

  /** Runs a request to the service to its end, as its steps come. */
  async ask<T>(request: (service: StackService, who: Requester) => Promise<T>): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined;
    const asked = async (): Promise<T> => {
      if (this.who.userId === '') {
        const { connection } = this.who;
        const token = new Secret(await connection.token());
        this.who = { ...this.who, token, userId: await connection.userId(), projectId: await connection.projectId() };
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

  /**
   * Takes steps until no operation and no delivery is under way, or up to step `last`; the process dies at each step whose number is
   * given.
   */
  async settle(crashes: ReadonlySet<number> = new Set(), last = Infinity): Promise<void> {
    let quiet = false;
    let dying: Promise<void> | undefined;
    await this.world.run(
      () => {
        if (dying === undefined) {
          const busy = Promise.all([this.store.unfinishedOperations(), this.store.dueSinks()]);
          void busy.then((lists) => (quiet = lists.flat().length === 0));
        }
        return (quiet || this.world.steps >= last) && dying === undefined;
      },
      {
        before: (step) => {
          if (crashes.has(step)) dying = this.crash().then(() => (dying = undefined));
        },
      },
    );
  }

  /** How many objects of each kind the demo project has on a cloud, asked of the cloud itself. */
  async inventory({ name, baseUrl }: Sandbox = this.cloud): Promise<Record<string, number>> {
    const place = { ...CLOUD, name, authUrl: keystoneOf(baseUrl) };
    const count = async (service: string, path: string, key: string): Promise<number> => {
      const answer = (await (await this.connect(place)).service(service).get(path)) as Record<string, unknown[]>;
      return answer[key]!.filter((item) => (item as { name?: string }).name !== 'public').length;
    };
    return this.ask(async () => ({
      servers: await count('compute', '/servers', 'servers'),
      keypairs: await count('compute', '/os-keypairs', 'keypairs'),
      volumes: await count('block-storage', '/volumes', 'volumes'),
      networks: await count('network', '/networks', 'networks'),
      subnets: await count('network', '/subnets', 'subnets'),
      routers: await count('network', '/routers', 'routers'),
      ports: await count('network', '/ports', 'ports'),
      floatingips: await count('network', '/floatingips', 'floatingips'),
      security_groups: await count('network', '/security-groups', 'security_groups'),
    }));
  }
}
