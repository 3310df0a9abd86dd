import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { Clouds, type CloudLimits } from '../../../src/clouds/connect.ts';
import { Egress } from '../../../src/clouds/egress.ts';
import { TransportError } from '../../../src/clouds/errors.ts';
import { VirtualClock } from '../../../src/clouds/testing/virtual-clock.ts';
import type { Cloud, Connection, Credential, Transport, WireRequest, WireResponse } from '../../../src/clouds/types.ts';
import { writeJson } from '../../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../../src/expressions/values.ts';
import { createSandbox, sandboxTransport, type CloudOptions, type Sandbox } from '../../../src/sandbox/index.ts';
import type { Server } from '../../../src/server/compose.ts';
import { makeLog } from '../../../src/server/log.ts';
import type { SqliteStore } from '../../../src/storage/sqlite/store.ts';
import { sandboxServer, through } from '../../support/sandbox-server.ts';
import { SeededRandom } from '../../support/simulation/seeded-random.ts';
import { User } from './user.ts';

export type Handler = (request: WireRequest) => Promise<WireResponse>;

export interface ServerOptions {
  readonly allowInsecure?: boolean;
  readonly policyFile?: string;
  readonly egress?: ValueMap;
  readonly limits?: ValueMap;
  /** How long it believes a token without asking. */
  readonly tokenCacheSeconds?: number;
  readonly log?: Logger;
}

/** A server in the world, with what a test may want to see of it. */
export interface Place {
  readonly server: Server;
  readonly store: SqliteStore;
  /** Every line of its log, at debug level. */
  readonly log: string[];
}

const DOMAIN = { user_domain_id: 'default', project_domain_id: 'default' };
/** How often what can go on without time passing gets its turn: a request through the HTTP front takes a few. */
const TURNS = 25;

/**
 * Many sandbox clouds and servers in one process, on virtual time and without a socket. Each cloud and each server is a host of its
 * own; a request to a host that is not there finds nobody.
 */
export class ManyClouds {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 22), TURNS);
  readonly random = new SeededRandom(7);
  readonly sandboxes = new Map<string, Sandbox>();
  /** What answers at each origin. */
  readonly hosts = new Map<string, Handler>();
  /** Every request that any server or user has sent to any cloud. */
  readonly sent: WireRequest[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'isotherm-many-'));
  readonly #servers: Server[] = [];
  readonly #clouds: Clouds;

  constructor() {
    const egress = new Egress({ allow: ['0.0.0.0/0'] }, async () => [], this.clock);
    this.#clouds = new Clouds({
      clock: this.clock,
      random: this.random,
      egress,
      transport: (cloud) => this.transport(cloud),
      limits: { ratePerSecond: 1_000_000 } satisfies Partial<CloudLimits>,
    });
  }

  /** Starts a cloud at http://10.0.0.N, N being its place in the order. */
  cloud(name: string, options: Partial<CloudOptions> = {}): Sandbox {
    const baseUrl = `http://10.0.0.${this.sandboxes.size + 1}`;
    const { clock, random } = this;
    const seed = { serviceUsers: ['isotherm'] };
    const sandbox = createSandbox({ name, baseUrl, clock, random, seed, ...options });
    this.sandboxes.set(name, sandbox);
    const inner = sandboxTransport(sandbox, (error) => new TransportError('lost', error.message));
    this.hosts.set(new URL(baseUrl).origin, (request) => inner.send(request));
    return sandbox;
  }

  /** Starts a server whose home is that cloud, at an origin of its own. */
  async server(
    home: string,
    options: ServerOptions = {},
    origin = `http://10.1.0.${this.#servers.length + 1}`,
  ): Promise<Place> {
    const log: string[] = [];
    const { log: given, ...rest } = options;
    const { server, store } = await sandboxServer({
      ...rest,
      home: { name: home, authUrl: this.keystone(home), service: this.password('isotherm', 'service') },
      origin,
      folder: this.#folder,
      clock: this.clock,
      random: this.random,
      log: given ?? makeLog('debug', { write: (line: string) => void log.push(line) }),
      transport: (cloud) => this.transport(cloud),
    });
    this.#servers.push(server);
    this.hosts.set(origin, (request) => through(server, request));
    return { server, store, log };
  }

  /** A user of the cloud, and of the server whose home it is. */
  async user(place: Place, home: string, name = 'demo'): Promise<User> {
    const connection = await this.connect(home, this.password(name, name));
    return new User(place.server, connection, (ms) => this.clock.sleep(ms));
  }

  connect(name: string, credential: Credential): Promise<Connection> {
    return this.#clouds.connect({ name, authUrl: this.keystone(name), region: 'RegionOne' }, credential);
  }

  keystone(name: string): string {
    return `${this.sandboxes.get(name)!.baseUrl}/identity/v3`;
  }

  password(username: string, project: string, password = 'secret'): Credential {
    return { authType: 'password', auth: { username, password, project_name: project, ...DOMAIN } };
  }

  /** A credential for a user of a cloud, as a secret holds it. */
  credential(name: string, username = 'demo', project = username): ValueMap {
    const { auth } = this.password(username, project);
    return { auth_type: 'v3password', auth: { auth_url: this.keystone(name), ...auth } };
  }

  /** Stores a text in the key manager of a cloud as demo's secret; gives its id. */
  async secret(name: string, payload: Value, user = 'demo'): Promise<string> {
    const connection = await this.connect(name, this.password(user, user));
    const text = typeof payload === 'string' ? payload : writeJson(payload);
    const body = { name: 'credential', payload: text, payload_content_type: 'text/plain' };
    const answer = (await connection.service('key-manager').post('/secrets', body)) as ValueMap;
    return String(answer['secret_ref']).split('/').at(-1)!;
  }

  /** Names of the servers that a user has on a cloud. */
  async serversOn(name: string, user = 'demo', password?: string): Promise<string[]> {
    const connection = await this.connect(name, this.password(user, user, password));
    const { servers } = (await connection.service('compute').get('/servers')) as { servers: ValueMap[] };
    return servers.map((server) => String(server['name'])).sort();
  }

  /** Does something just before a host gets the first request that matches; `done` once it is. */
  once(origin: string, method: string, path: RegExp, act: () => Promise<void>): { done: boolean } {
    const inner = this.hosts.get(origin)!;
    const state = { done: false };
    this.hosts.set(origin, async (request) => {
      if (request.method === method && path.test(new URL(request.url).pathname)) {
        this.hosts.set(origin, inner);
        await act();
        state.done = true;
      }
      return inner(request);
    });
    return state;
  }

  /** From now on a secret holds what another does, as in a key manager whose secrets have versions. */
  otherPayload(name: string, secret: string, other: string): void {
    const { origin } = new URL(this.sandboxes.get(name)!.baseUrl);
    const inner = this.hosts.get(origin)!;
    const path = (id: string): string => `/secrets/${id}/payload`;
    this.hosts.set(origin, (request) => inner({ ...request, url: request.url.replace(path(secret), path(other)) }));
  }

  /** Does the work, moving time whenever everything waits for it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.clock.run(work());
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.stop();
    await this.#clouds.close();
    rmSync(this.#folder, { recursive: true });
  }

  transport(_cloud: Cloud): Transport {
    return {
      send: async (request) => {
        this.sent.push(request);
        const handler = this.hosts.get(new URL(request.url).origin);
        if (handler === undefined) throw new TransportError('unreachable', 'nobody is there');
        const given = request.signal;
        if (given === undefined) return handler(request);
        return Promise.race([handler(request), aborted(given)]);
      },
      close: async () => undefined,
    };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

export const silent = (): Logger => pino({ level: 'silent' });
