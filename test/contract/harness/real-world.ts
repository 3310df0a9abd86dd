import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { Client, dig, textAt } from './client.ts';
import type { Value } from '../../../src/expressions/values.ts';
import type { Exchange, Person, World } from './types.ts';
import { untilWith } from './until.ts';

const PATIENCE_MS = 60_000;

/** Real services as a world of the contract suite: the entries `…-admin`, `…-demo` and `…-demo2` of a clouds.yaml. */
export function realWorld(path: string): World {
  const clouds = dig(load(readFileSync(path, 'utf8')) as Value, 'clouds') ?? {};
  const entry = (person: Person): Value => {
    const found = Object.entries(clouds).find(([name]) => name.endsWith(`-${person}`));
    if (found === undefined) throw new Error(`${path} has no entry for ${person}`);
    return found[1] as Value;
  };
  const [authUrl, region] = [textAt(entry('demo'), 'auth.auth_url'), textAt(entry('demo'), 'region_name')];
  const clients = new Map<Person, Promise<Client>>();
  const run = Date.now().toString(36);
  let names = 0;
  return {
    name: 'real',
    authUrl,
    region,
    exchange,
    as: (person) => {
      const login = textLogin(entry(person), authUrl, region);
      const client = clients.get(person) ?? Client.logIn(exchange, login);
      clients.set(person, client);
      return client;
    },
    until: (what, probe) => untilWith({ now: () => Date.now(), sleep: (ms) => sleep(ms) }, PATIENCE_MS, what, probe),
    unique: (prefix) => `${prefix}-${run}-${(names += 1)}`,
    close: () => {},
  };
}

function textLogin(entry: Value, authUrl: string, region: string): Parameters<typeof Client.logIn>[1] {
  const text = (key: string): string => textAt(entry, `auth.${key}`);
  return { authUrl, region, user: text('username'), password: text('password'), project: text('project_name') };
}

/** Carries a request over the network. */
export const exchange: Exchange = async (method, url, headers, body) => {
  const request = { method, headers: { ...headers }, redirect: 'manual' as const };
  const payload = typeof body === 'string' || body === undefined ? body : new Uint8Array(body);
  const reply = await fetch(url, payload === undefined ? request : { ...request, body: payload });
  const all = Object.fromEntries(reply.headers.entries());
  return { status: reply.status, headers: all, body: new Uint8Array(await reply.arrayBuffer()) };
};
