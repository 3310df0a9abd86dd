/** An API to send requests to, in front of an orchestration service with one stack in each of two projects. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { TokenAuth } from '../../src/api/auth/token-auth.ts';
import type { TokenIdentity } from '../../src/api/auth/identity.ts';
import { createApi, type ApiConfig } from '../../src/api/app.ts';
import { Policy } from '../../src/api/policy/policy.ts';
import { DownloadRefused, type Parts } from '../../src/api/orchestration/parts.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { FakeClouds } from './fake-clouds.ts';
import { FakeOrchestration, MINE, THEIRS } from './fake-orchestration.ts';
import { FAKE_TYPES } from './fake-types.ts';

export { MINE, THEIRS };

/** What a persona's token says; by default a member of project `mine`. */
export function identity(changes: Partial<TokenIdentity> = {}): TokenIdentity {
  return {
    userId: 'u1',
    username: 'demo',
    userDomainId: 'default',
    projectId: MINE.projectId,
    projectDomainId: 'default',
    domainId: null,
    systemScope: null,
    roles: ['member', 'reader'],
    isAdminProject: true,
    expiresAt: 9e15,
    ...changes,
  };
}

/** Tokens by name. */
export const PERSONAS: Readonly<Record<string, TokenIdentity>> = {
  admin: identity({ userId: 'root', projectId: 'admins', roles: ['admin', 'manager', 'member', 'reader'] }),
  'project-admin': identity({ roles: ['admin', 'member', 'reader'], isAdminProject: false }),
  manager: identity({ roles: ['manager', 'member', 'reader'] }),
  member: identity(),
  reader: identity({ roles: ['reader'] }),
  'stack-user': identity({ roles: ['heat_stack_user'] }),
  nobody: identity({ roles: [] }),
  unscoped: identity({ projectId: null, roles: [] }),
};

export interface TestApi {
  readonly app: FastifyInstance;
  readonly orchestration: FakeOrchestration;
  readonly validated: string[];
  readonly logged: { readonly facts: object; readonly message: string }[];
  readonly clock: { at: number };
  /** Sends a request as the persona; `/…` is below the persona's own project. */
  send(
    method: string,
    path: string,
    more?: { as?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>;
}

/** Builds it; `changes` replace parts. */
export function testApi(
  changes: { config?: Partial<ApiConfig>; policy?: Policy; parts?: Partial<Parts>; healthy?: boolean } = {},
): TestApi {
  const validated: string[] = [];
  const logged: TestApi['logged'] = [];
  const clock = { at: 1_000_000 };
  const ports = { now: () => clock.at, sleep: () => Promise.reject(new Error('the API does not sleep')) };
  const policy = changes.policy ?? new Policy();
  const orchestration = new FakeOrchestration();
  const connection = { has: (service: string) => Promise.resolve(service !== 'absent') } as Partial<Connection>;
  const auth = new TokenAuth({
    policy,
    clock: ports,
    authUrl: 'http://keystone/v3',
    connections: { connect: () => connection as Connection },
    validator: {
      validate(token) {
        validated.push(token.reveal());
        return Promise.resolve(PERSONAS[token.reveal()]);
      },
    },
  });
  let ids = 0;
  const app = createApi({
    orchestration,
    clouds: new FakeClouds(),
    types: FAKE_TYPES,
    fetchUrl: (url) =>
      url === 'http://files/t' ? Promise.resolve('heat_template_version: 2018-08-31') : Promise.reject(refused(url)),
    revision: 'r1',
    ...changes.parts,
    auth,
    policy,
    clock: ports,
    random: { integer: () => 0, uuid: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}` },
    log: {
      error: (facts, message) => logged.push({ facts, message }),
      info: (facts, message) => logged.push({ facts, message }),
    },
    healthy: () => Promise.resolve(changes.healthy ?? true),
    config: { prefix: '/orchestration', maxBodyBytes: 1_048_576, ...changes.config },
  });
  return {
    app,
    orchestration,
    validated,
    logged,
    clock,
    async send(method, path, { as = 'member', body, headers } = {}) {
      const project = PERSONAS[as]?.projectId ?? MINE.projectId;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return await app.inject({
        method: method as 'GET',
        url: path.startsWith('http') ? path.slice(4) : `/orchestration/v1/${project}${path}`,
        headers: {
          host: 'api:1',
          ...(as === '' ? {} : { 'x-auth-token': as }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: text }),
      });
    },
  };
}

function refused(url: string): DownloadRefused {
  return url.endsWith('/big')
    ? new DownloadRefused('Template exceeds maximum allowed size (524288 bytes)', { tooLarge: true })
    : new DownloadRefused(`Failed to retrieve template from ${url}`);
}
