/** The two services that are compared, on one and the same cloud: its own Heat, and a server of ours that has it as its home. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { CloudAccess } from '../../../src/clouds/credential-secret.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import { parseJson, writeJson } from '../../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../../src/expressions/values.ts';
import { composeServer } from '../../../src/server/compose.ts';
import { CONFIG_SCHEMA } from '../../../src/server/config/schema.ts';

/** An answer; the body is null where it is no JSON. */
export interface Answer {
  readonly status: number;
  readonly body: Value;
}

/** Sends a request to a path below the project's endpoint: `POST` with a body, where nothing else is said. */
export type Ask = (path: string, body?: ValueMap, method?: 'POST' | 'PUT' | 'GET' | 'DELETE') => Promise<Answer>;

/** The cloud's own Heat, asked as the given user. */
export function heatSide(user: Connection): Ask {
  return async (path, body, method = 'POST') => {
    const answer = await fetch((await user.service('orchestration').endpoint()) + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-auth-token': await user.token() },
      ...(body === undefined ? {} : { body: writeJson(body) }),
    });
    return { status: answer.status, body: bodyOf(await answer.text()) };
  };
}

/** A server of ours in this process. */
export async function isothermSide(
  home: CloudAccess,
): Promise<{ as(user: Connection): Promise<Ask>; start(): Promise<unknown>; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `isotherm-compare-${randomBytes(3).toString('hex')}`));
  const config = CONFIG_SCHEMA.parse({
    listen: { port: 0 },
    home: { auth_url: home.cloud.authUrl },
    storage: { path: join(folder, 'isotherm.db') },
    vault: { key_file: join(folder, 'vault.key') },
    egress: { allow: ['127.0.0.0/8'] },
  });
  const server = await composeServer({ config, home, log: pino({ level: 'silent' }) });
  return {
    async as(user) {
      const prefix = `${config.api.prefix}/v1/${await user.projectId()}`;
      return async (path, body, method = 'POST') => {
        const token = { 'x-auth-token': await user.token() };
        const answer = await server.app.inject({
          method,
          url: prefix + path,
          ...(body === undefined
            ? { headers: token }
            : { headers: { ...token, 'content-type': 'application/json' }, payload: writeJson(body) }),
        });
        return { status: answer.statusCode, body: bodyOf(answer.body) };
      };
    },
    // Stacks come about from then on.
    start: () => server.start(),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function bodyOf(text: string): Value {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
