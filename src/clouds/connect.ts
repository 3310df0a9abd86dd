import { createHash } from 'node:crypto';
import type { Clock, Random } from '../expressions/ports.ts';
import { Budget, type BudgetLimits } from './budget.ts';
import { CloudConnection } from './connection.ts';
import { discreetLogin } from './discretion.ts';
import { identityOf, type Egress } from './egress.ts';
import { CloudError } from './errors.ts';
import { Link, type RequestLimits } from './link.ts';
import type { CloudLog } from './log.ts';
import { loginOf, type Login } from './login/index.ts';
import { identityV3, Session } from './session.ts';
import type { Cloud, Connection, Credential, Transport } from './types.ts';
import { Versions } from './versions.ts';
import type { WatchPace } from './watcher.ts';

/** Bounds on what is asked of one cloud. */
export interface CloudLimits extends BudgetLimits, RequestLimits, WatchPace {}

/** Limits that suit most clouds. */
export const DEFAULT_LIMITS: CloudLimits = {
  concurrency: 32,
  ratePerSecond: 200,
  retries: 5,
  firstDelayMs: 500,
  longestDelayMs: 60_000,
  timeoutMs: 120_000,
  firstMs: 50,
  longestMs: 2_000,
  patienceMs: 120_000,
};

/** What {@link Clouds} needs of the world. */
export interface CloudsParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Makes the way to one cloud, which nothing else shares. */
  readonly transport: (cloud: Cloud) => Transport;
  readonly egress: Egress;
  readonly limits?: Partial<CloudLimits>;
  readonly log?: CloudLog;
}

interface Way {
  readonly link: Link;
  readonly versions: Versions;
}

/** Connections, links and budgets that are kept for the next use; the longest unused go first. */
const MOST_KEPT = 1_000;

/** All clouds that are talked to: gives connections, and keeps what they share apart by cloud, by trust and by credential. */
export class Clouds {
  readonly #parts: CloudsParts;
  readonly #limits: CloudLimits;
  readonly #budgets = new Kept<Budget>(() => {});
  readonly #ways = new Kept<Way>(({ link }) => void link.close());
  readonly #sessions = new Kept<Session>(() => {});
  readonly #connections = new Kept<Connection>(() => {});

  constructor(parts: CloudsParts) {
    this.#parts = parts;
    this.#limits = { ...DEFAULT_LIMITS, ...parts.limits };
  }

  /**
   * The connection for a cloud and a credential; the same for the same, so that its token and its watchers are shared. Logs in when
   * first used. Rejects with CloudError `BadCredential` when the credential or the cloud's URL makes no sense.
   */
  async connect(cloud: Cloud, credential: Credential): Promise<Connection> {
    const login = discreetLogin(loginOf(cloud, credential), credential);
    const target = reached(cloud, credential);
    const owner = digest([trustOf(target), credential.authType, credential.auth]);
    return this.#connections.get(digest([owner, target.region ?? '', target.interface ?? 'public']), () => {
      const { versions } = this.#way(target);
      const session = this.#session(target, login, owner);
      return new CloudConnection({ cloud: target, session, versions, clock: this.#parts.clock, pace: this.#limits });
    });
  }

  /** Closes all connections to all clouds. */
  async close(): Promise<void> {
    await Promise.all([...this.#ways.values()].map(({ link }) => link.close()));
  }

  #way(cloud: Cloud): Way {
    return this.#ways.get(trustOf(cloud), () => {
      const { clock, egress, log, random, transport } = this.#parts;
      const budget = this.#budgets.get(identityOf(cloud.authUrl), () => new Budget(this.#limits, clock));
      const guard = egress.forCloud(cloud.authUrl);
      const limits = this.#limits;
      const link = new Link({ cloud, transport: () => transport(cloud), budget, guard, clock, random, limits, log });
      return { link, versions: new Versions(link) };
    });
  }

  #session(cloud: Cloud, login: Login, owner: string): Session {
    return this.#sessions.get(owner, () => {
      const { clock } = this.#parts;
      const { link } = this.#way(cloud);
      const outside = (url: string): Link => this.#way({ ...cloud, authUrl: url }).link;
      return new Session({ link, outside, login, clock, owner, identity: identityV3(cloud.authUrl) });
    });
  }
}

/** Values by key, the longest unused let go when there are too many. */
class Kept<T> {
  readonly #values = new Map<string, T>();
  readonly #letGo: (value: T) => void;

  constructor(letGo: (value: T) => void) {
    this.#letGo = letGo;
  }

  get(key: string, make: () => T): T {
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > MOST_KEPT) this.#drop(this.#values.keys().next().value!);
    return value;
  }

  values(): IterableIterator<T> {
    return this.#values.values();
  }

  #drop(key: string): void {
    const value = this.#values.get(key)!;
    this.#values.delete(key);
    this.#letGo(value);
  }
}

// The cloud that requests go to. Without Keystone that is the credential's endpoint, which is not to be trusted for the sake of
// whatever identity endpoint stands beside it.
function reached(cloud: Cloud, credential: Credential): Cloud {
  const bad = (message: string): CloudError => new CloudError(message, { cloud: cloud.name, code: 'BadCredential' });
  const standalone = credential.authType === 'none' || credential.authType === 'http_basic';
  const authUrl = standalone ? String(credential.auth['endpoint']) : cloud.authUrl;
  if (!/^https?:\/\//i.test(authUrl)) {
    throw bad(`The ${standalone ? 'endpoint' : 'auth_url'} of cloud ${cloud.name} is not an http or https URL`);
  }
  const other = credential.auth['auth_url'] ?? credential.auth['auth-url'];
  if (!standalone && typeof other === 'string' && other !== '' && identityOf(other) !== identityOf(authUrl)) {
    throw bad(`The credential's auth_url is not that of cloud ${cloud.name}`);
  }
  return { ...cloud, authUrl };
}

// Clouds that differ in this share no connection and no token.
function trustOf(cloud: Cloud): string {
  return digest([cloud.name, cloud.authUrl, cloud.caCert ?? '', cloud.insecure === true]);
}

function digest(parts: unknown): string {
  return createHash('sha256').update(canonical(parts)).digest('hex');
}

// Equal for equal values, whatever the order of their keys.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return `${item}n`;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
