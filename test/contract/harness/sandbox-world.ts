import type { Clock, Random } from '../../../src/expressions/ports.ts';
import { createSandbox, type CloudOptions, type Sandbox } from '../../../src/sandbox/index.ts';
import { Client } from './client.ts';
import { untilWith } from './until.ts';
import type { Exchange, Person, World } from './types.ts';

const START = Date.UTC(2026, 10, 22);
const PATIENCE_MS = 60_000;

/** A clock that stands still until someone sleeps on it. */
export class TestClock implements Clock {
  #now = START;
  now(): number {
    return this.#now;
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#now += ms;
    return Promise.resolve();
  }
}

/** Randomness that repeats itself (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  const integer = (bound: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
  const hex = (digits: number): string => Array.from({ length: digits }, () => integer(16).toString(16)).join('');
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[integer(4)]}${hex(3)}-${hex(12)}`;
  return { integer, uuid };
}

/** A sandbox cloud on a clock of its own. */
export function testSandbox(options: Partial<CloudOptions> = {}): { sandbox: Sandbox; clock: TestClock } {
  const clock = new TestClock();
  const sandbox = createSandbox({ name: 'test', baseUrl: 'http://sandbox.test', clock, random: seeded(1), ...options });
  return { sandbox, clock };
}

/** A sandbox cloud as a world of the contract suite, without a socket. */
export function sandboxWorld(): World & { readonly sandbox: Sandbox } {
  const { sandbox, clock } = testSandbox();
  const exchange: Exchange = (method, url, headers, body) => {
    return sandbox.handle({ method, url, headers, ...(body !== undefined && { body }) });
  };
  const [authUrl, region] = ['http://sandbox.test/identity/v3', 'RegionOne'];
  const clients = new Map<Person, Promise<Client>>();
  let names = 0;
  return {
    name: 'sandbox',
    sandbox,
    authUrl,
    region,
    exchange,
    as: (person) => {
      const login = { authUrl, region, user: person, password: 'secret', project: person };
      const client = clients.get(person) ?? Client.logIn(exchange, login);
      clients.set(person, client);
      return client;
    },
    until: (what, probe) => untilWith(clock, PATIENCE_MS, what, probe),
    unique: (prefix) => `${prefix}-${(names += 1)}`,
    close: () => sandbox.close(),
  };
}
