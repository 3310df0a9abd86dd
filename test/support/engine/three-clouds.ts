import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJson } from '../../../src/expressions/json.ts';
import type { ValueMap } from '../../../src/expressions/values.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { makeLog } from '../../../src/server/log.ts';
import type { Server } from '../../../src/server/compose.ts';
import type { SqliteStore } from '../../../src/storage/sqlite/store.ts';
import { sandboxServer, through } from '../sandbox-server.ts';
import { DEMO, keystoneOf, SERVICE, WholeService } from './whole-service.ts';

const HEAT = 'http://10.1.0.1';

/**
 * The whole service at home, a cloud `south` without orchestration, and a cloud `west` whose orchestration is a server of its own that
 * does not die. Both are registered under their names, and have a credential in the home cloud's key manager.
 */
export class ThreeClouds {
  readonly home: WholeService;
  readonly south: Sandbox;
  readonly west: Sandbox;
  /** Ids of the credentials' secrets. */
  readonly secrets: { readonly south: string; readonly west: string };
  readonly #there: { readonly server: Server; readonly store: SqliteStore };
  readonly #folder: string;

  private constructor(parts: Pick<ThreeClouds, 'home' | 'south' | 'west' | 'secrets'>, there: Place) {
    this.home = parts.home;
    this.south = parts.south;
    this.west = parts.west;
    this.secrets = parts.secrets;
    this.#there = there;
    this.#folder = there.folder;
  }

  static async start(seed: number): Promise<ThreeClouds> {
    const home = await WholeService.start(seed);
    const south = home.addCloud({ name: 'south', baseUrl: 'http://10.0.0.1' });
    const url = `${HEAT}/orchestration/v1/%(project_id)s`;
    const extraCatalog = [{ type: 'orchestration', name: 'heat', url }];
    const west = home.addCloud({ name: 'west', baseUrl: 'http://10.0.0.2', extraCatalog });
    const there = await serverOf(home, west);
    const secrets = { south: await register(home, south), west: await register(home, west) };
    return new ThreeClouds({ home, south, west, secrets }, there);
  }

  /** Every cloud's faults, and those of the way to the other server. */
  weather(probability: number): void {
    for (const { faults } of [this.home.cloud, this.south, this.west]) {
      faults.clear();
      if (probability === 0) continue;
      faults.add({ probability, effect: { loseAnswer: true } });
      faults.add({ probability, effect: { loseRequest: true } });
      faults.add({ probability: 2 * probability, effect: { status: 503 } });
      faults.add({ probability, effect: { status: 500 } });
      faults.add({ probability, effect: { status: 429, retryAfter: 3 } });
    }
    this.home.hosts.loss = probability;
  }

  /** How many networks, subnets, … each cloud has of demo's; how many stacks the other server has; kinds of which there are none are left out. */
  async inventory(): Promise<Record<string, Record<string, number>>> {
    const some = async (sandbox: Sandbox): Promise<Record<string, number>> =>
      Object.fromEntries(
        Object.entries(await this.home.inventory(sandbox)).filter(
          // The project's default security group stays.
          ([kind, count]) => count > (kind === 'security_groups' ? 1 : 0),
        ),
      );
    return {
      home: await some(this.home.cloud),
      south: await some(this.south),
      west: await some(this.west),
      there: { stacks: await this.#there.store.countStacks({}) },
    };
  }

  async close(): Promise<void> {
    await this.#there.server.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

interface Place {
  readonly server: Server;
  readonly store: SqliteStore;
  readonly folder: string;
}

async function serverOf(home: WholeService, west: Sandbox): Promise<Place> {
  const { world, hosts, faults } = home;
  const folder = mkdtempSync(join(tmpdir(), 'isotherm-three-'));
  const { server, store } = await sandboxServer({
    home: { name: 'west', authUrl: keystoneOf(west.baseUrl), service: SERVICE },
    origin: HEAT,
    folder,
    clock: world.clock(),
    random: world.random,
    log: makeLog('error', { write: (line: string) => void faults.push(line) }),
    transport: () => hosts.transport(),
  });
  hosts.addServer(HEAT, (request) => through(server, request));
  return { server, store, folder };
}

/** Stores demo's credential for a cloud in the home cloud's key manager, and registers the cloud with it. Gives the secret's id. */
async function register(home: WholeService, { name, baseUrl }: Sandbox): Promise<string> {
  return home.ask(async (_stacks, who) => {
    const auth = { ...DEMO.auth, auth_url: keystoneOf(baseUrl) };
    const payload = writeJson({ auth_type: DEMO.authType, auth });
    const body = { name, payload, payload_content_type: 'text/plain' };
    const answer = (await who.connection.service('key-manager').post('/secrets', body)) as ValueMap;
    const secretId = String(answer['secret_ref']).split('/').at(-1)!;
    const base = { id: `cloud-${name}`, projectId: who.projectId, name, place: {}, createdAt: home.world.now() };
    await home.store.transact((tx) => tx.addCloud({ ...base, secretId, ownsSecret: false, sealed: null }));
    return secretId;
  });
}
