import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Cloud, Credential, Transport, WireRequest, WireResponse } from '../../src/clouds/types.ts';
import type { Clock, Random } from '../../src/expressions/ports.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import { composeServer, type Server } from '../../src/server/compose.ts';
import { CONFIG_SCHEMA } from '../../src/server/config/schema.ts';
import { MemoryDatabase } from '../../src/storage/sqlite/memory.ts';
import { openStore } from '../../src/storage/sqlite/open.ts';
import type { SqliteStore } from '../../src/storage/sqlite/store.ts';

export interface SandboxServerParts {
  /** The sandbox cloud whose users the server serves. */
  readonly home: { readonly name: string; readonly authUrl: string; readonly service: Credential };
  /** Where the server is to be found. */
  readonly origin: string;
  /** Keys and the like go below it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly transport: (cloud: Cloud) => Transport;
  readonly allowInsecure?: boolean | undefined;
  readonly policyFile?: string | undefined;
  readonly egress?: ValueMap | undefined;
  /** More of the section `clouds`. */
  readonly limits?: ValueMap | undefined;
  /** How long it believes a token without asking. */
  readonly tokenCacheSeconds?: number | undefined;
}

/** A whole server with a store in memory, whose home is a sandbox cloud, without a socket. */
export async function sandboxServer(parts: SandboxServerParts): Promise<{ server: Server; store: SqliteStore }> {
  const { home, origin, clock, random, log, transport, allowInsecure, tokenCacheSeconds } = parts;
  const folder = mkdtempSync(join(parts.folder, 'server-'));
  const store = await openStore({ memory: new MemoryDatabase(), schedule: queueMicrotask });
  const server = await composeServer({
    config: CONFIG_SCHEMA.parse({
      public_url: origin,
      home: { name: home.name, auth_url: home.authUrl },
      storage: { path: join(folder, 'db') },
      vault: { key_file: join(folder, 'key') },
      clouds: {
        requests_per_second: 1_000_000,
        ...(allowInsecure === undefined ? {} : { allow_insecure: allowInsecure }),
        ...parts.limits,
      },
      egress: { ...parts.egress },
      ...(parts.policyFile === undefined ? {} : { policy_file: parts.policyFile }),
      ...(tokenCacheSeconds === undefined ? {} : { api: { token_cache_seconds: tokenCacheSeconds } }),
      log: { level: 'debug' },
    }),
    home: {
      cloud: { name: home.name, authUrl: home.authUrl, region: 'RegionOne' },
      credential: home.service,
    },
    log,
    clock,
    random,
    store,
    transport,
  });
  await server.app.ready();
  return { server, store };
}

/** Has a server answer a request. */
export async function through(server: Server, request: WireRequest): Promise<WireResponse> {
  const url = new URL(request.url);
  const answer = await server.app.inject({
    method: request.method as 'GET',
    url: url.pathname + url.search,
    headers: { host: url.host, ...request.headers },
    ...(request.body === undefined ? {} : { payload: Buffer.from(request.body as string) }),
  });
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: answer.rawPayload };
}
