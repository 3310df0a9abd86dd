import { beforeEach, describe, expect, it } from 'vitest';
import { orchestrationRoutes } from '../../src/api/orchestration/routes.ts';
import type { Parts } from '../../src/api/orchestration/parts.ts';
import type { Route } from '../../src/api/http/route.ts';
import { Policy } from '../../src/api/policy/policy.ts';
import { FAKE_TYPES } from './fake-types.ts';
import { FakeClouds } from './fake-clouds.ts';
import { FakeOrchestration } from './fake-orchestration.ts';
import { MINE, testApi, THEIRS } from './support.ts';

const PARTS: Parts = {
  orchestration: new FakeOrchestration(),
  clouds: new FakeClouds(),
  types: FAKE_TYPES,
  fetchUrl: () => Promise.reject(new Error('nothing is fetched')),
  revision: 'r1',
};
const ROUTES = orchestrationRoutes(PARTS);
const T = { heat_template_version: '2018-08-31' };

const api = testApi();
beforeEach(() => {
  api.orchestration.asked.length = 0;
});

/** A body that the route accepts. */
function bodyFor({ method, path }: Route): object | undefined {
  if (path.endsWith('/actions') && path.includes(':stack_id')) return { suspend: null };
  if (path.endsWith('/resources/:resource_name') && method === 'PATCH') return { mark_unhealthy: true };
  if (method === 'GET' || method === 'DELETE') return undefined;
  if (path.startsWith('/clouds')) return path.endsWith('/check') ? {} : { name: 'west', auth: {} };
  return { stack_name: 'a', template: T };
}

/** The route's path for a stack. */
function pathFor(route: Route, stack: { name: string; id: string; projectId: string }): string {
  return route.path
    .replace('/arn::*', `/arn:openstack:heat::${stack.projectId}:stacks/${stack.name}/${stack.id}`)
    .replace(':stack_name', stack.name)
    .replace(':stack_id', stack.id)
    .replace(':resource_name', 'server')
    .replace(':event_id', 'e1')
    .replace(':cloud_name', 'west')
    .replace(':output_key', 'o')
    .replace(':type_name', 'OS::Heat::Value')
    .replace(':template_version', 'heat_template_version.2018-08-31');
}

const title = (route: Route): string => `${route.method} ${route.path}`;
const EACH = ROUTES.map((route) => [title(route), route] as const);
const OF_STACKS = EACH.filter(([, { path }]) => path.includes(':stack_name') || path.includes('arn'));

describe('every route', () => {
  it.each(EACH)('%s has rules that the policy knows', (_title, route) => {
    const rules =
      typeof route.rule === 'string'
        ? [route.rule]
        : [{}, { suspend: null }, { template: T }].flatMap((body) => {
            try {
              const query = { bool: () => true };
              return [(route.rule as (call: unknown) => string)({ body, query })];
            } catch {
              return [];
            }
          });
    expect(rules.length).toBeGreaterThan(0);
    const policy = new Policy();
    expect(rules.filter((rule) => !policy.has(rule))).toEqual([]);
  });

  it.each(EACH)('%s needs a token', async (_title, route) => {
    for (const as of ['', 'stranger']) {
      const answer = await api.send(route.method, pathFor(route, MINE), { as, body: bodyFor(route) });
      expect(answer.statusCode).toBe(401);
    }
    expect(api.orchestration.asked).toEqual([]);
  });

  it.each(EACH)('%s is closed to tokens of other projects', async (_title, route) => {
    for (const stack of [MINE, THEIRS]) {
      const url = `http/orchestration/v1/theirs${pathFor(route, stack)}`;
      const answer = await api.send(route.method, url, { body: bodyFor(route) });
      expect([answer.statusCode, answer.json().error.type]).toEqual([403, 'HTTPForbidden']);
    }
    expect(api.orchestration.asked).toEqual([]);
  });

  it.each(EACH)('%s is closed to tokens without a project and without roles', async (_title, route) => {
    for (const as of ['unscoped', 'nobody']) {
      const url = `http/orchestration/v1/mine${pathFor(route, MINE)}`;
      expect((await api.send(route.method, url, { as, body: bodyFor(route) })).statusCode).toBe(403);
    }
    expect(api.orchestration.asked).toEqual([]);
  });

  it.each(EACH)('%s does its work for a member, or an admin where only those may', async (_title, route) => {
    const as = route.path === '/services' ? 'admin' : 'member';
    const answer = await api.send(route.method, pathFor(route, MINE), { as, body: bodyFor(route) });
    const expected = route.path.endsWith('/signal') ? 400 : route.path === '/services' ? 503 : 302;
    expect(answer.statusCode).toBeLessThanOrEqual(expected);
  });
});

describe('every route of a stack', () => {
  it('is more than a few', () => expect(OF_STACKS.length).toBeGreaterThan(35));

  it.each(OF_STACKS)('%s does not find other projects’ stacks', async (_title, route) => {
    const answer = await api.send(route.method, pathFor(route, THEIRS), { body: bodyFor(route) });
    expect([answer.statusCode, answer.json().error.type]).toEqual([404, 'EntityNotFound']);
  });

  it.each(OF_STACKS)('%s does not find a stack’s id under another name', async (_title, route) => {
    for (const stack of [
      { ...THEIRS, name: MINE.name },
      { ...MINE, name: THEIRS.name },
    ]) {
      if (!route.path.includes(':stack_id')) continue;
      const answer = await api.send(route.method, pathFor(route, stack), { body: bodyFor(route) });
      expect(answer.statusCode).toBe(404);
    }
  });

  it.each(OF_STACKS)('%s of any project is open to an admin', async (_title, route) => {
    const url = `http/orchestration/v1/theirs${pathFor(route, THEIRS)}`;
    const answer = await api.send(route.method, url, { as: 'admin', body: bodyFor(route) });
    expect(answer.statusCode).toBeLessThanOrEqual(route.path.endsWith('/signal') ? 400 : 302);
    const location = answer.headers['location'];
    if (location !== undefined) expect(location).toContain('/v1/theirs/stacks/db/');
  });
});

describe('what each persona may do', () => {
  const READ = ['reader', 'member', 'manager', 'project-admin', 'admin'];
  const WRITE = ['member', 'manager', 'project-admin', 'admin'];
  const ADMINS = ['project-admin', 'admin'];
  const STACK = `/stacks/web/${MINE.id}`;
  const RULES: readonly (readonly [string, string, readonly string[], object | undefined])[] = [
    ['GET', '/stacks', READ, undefined],
    ['GET', '/stacks/detail', READ, undefined],
    ['GET', '/stacks?global_tenant=true', [], undefined],
    ['POST', '/stacks', WRITE, { stack_name: 'a', template: T }],
    ['POST', '/stacks/preview', READ, { stack_name: 'a', template: T }],
    ['POST', '/validate', WRITE, { template: T }],
    ['GET', '/stacks/web', ['stack-user', ...READ], undefined],
    ['GET', STACK, READ, undefined],
    ['PUT', STACK, WRITE, { template: T }],
    ['PATCH', STACK, WRITE, {}],
    ['PATCH', STACK, WRITE, { template: T }],
    ['PATCH', `${STACK}/preview`, WRITE, {}],
    ['DELETE', STACK, WRITE, undefined],
    ['GET', `${STACK}/outputs`, READ, undefined],
    ['POST', `${STACK}/actions`, READ, { check: null }],
    ['POST', `${STACK}/actions`, WRITE, { suspend: null }],
    ['GET', `${STACK}/resources`, READ, undefined],
    ['GET', `${STACK}/resources/server/metadata`, ['stack-user', ...READ], undefined],
    ['PATCH', `${STACK}/resources/server`, WRITE, { mark_unhealthy: true }],
    ['GET', `${STACK}/events`, READ, undefined],
    ['GET', '/resource_types', READ, undefined],
    ['GET', '/resource_types/OS::Heat::Value', READ, undefined],
    ['GET', '/resource_types/OS::Heat::Value/template', WRITE, undefined],
    ['GET', '/resource_types/OS::Keystone::User', ADMINS, undefined],
    ['GET', '/template_versions', READ, undefined],
    ['GET', '/build_info', READ, undefined],
    ['GET', '/services', ADMINS, undefined],
    ['GET', '/clouds', READ, undefined],
    ['GET', '/clouds/west', READ, undefined],
    ['POST', '/clouds', WRITE, { name: 'west', auth: {} }],
    ['PUT', '/clouds/west', WRITE, { auth: {} }],
    ['DELETE', '/clouds/west', WRITE, undefined],
    ['POST', '/clouds/west/check', WRITE, {}],
  ];

  it.each(RULES)('%s %s is for %j', async (method, path, allowed, body) => {
    const may: string[] = [];
    for (const as of ['nobody', 'stack-user', 'reader', 'member', 'manager', 'project-admin', 'admin']) {
      const answer = await api.send(method, path, { as, body });
      if (answer.statusCode !== 403) may.push(as);
    }
    expect(may.sort()).toEqual([...allowed].sort());
  });

  it('is the operator’s to change', async () => {
    const policy = new Policy({ 'stacks:create': 'role:deployer', 'stacks:global_index': 'rule:context_is_admin' });
    const changed = testApi({ policy });
    const refused = await changed.send('POST', '/stacks', { body: { stack_name: 'a', template: T } });
    expect(refused.json().error).toEqual({
      type: 'Forbidden',
      message: 'You are not authorized to use stacks:create.',
      traceback: null,
    });
    expect((await changed.send('GET', '/stacks?global_tenant=true', { as: 'admin' })).statusCode).toBe(200);
  });
});
