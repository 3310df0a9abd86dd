/** A cloud that means harm, or is in a bad way, and what it does to others: nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireRequest, WireResponse } from '../../src/clouds/types.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { keystoneAnswer } from './support/keystone-answer.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { messageOf, type User } from './support/user.ts';

const HOSTILE = 'http://10.66.6.6';
const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net}}';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: new TextEncoder().encode(JSON.stringify(body)),
});

/** Answers a login as Keystone does, with this catalog. */
function login(catalog: Record<string, string>, token = 'token-of-hostile'): WireResponse {
  return json(201, keystoneAnswer(catalog, Date.UTC(2026, 10, 22)), { 'x-subject-token': token });
}

describe('a hostile cloud', () => {
  let world: ManyClouds;
  let east: Place;
  let user: User;
  let answer: (request: WireRequest) => Promise<WireResponse>;

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    world.cloud('west');
    answer = async () => login({});
    world.hosts.set(HOSTILE, (request) => answer(request));
    await world.run(async () => {
      east = await world.server('east');
      user = await world.user(east, 'east');
    });
  });
  afterEach(() => world.close());

  const hostileSecret = (): Promise<string> => {
    const { auth, ...rest } = world.credential('west');
    return world.secret('east', { ...rest, auth: { ...(auth as ValueMap), auth_url: `${HOSTILE}/v3` } });
  };
  const parent = (secret: string): Value => ({
    heat_template_version: '2018-08-31',
    resources: {
      there: { type: 'OS::Heat::Stack', properties: { context: { credential_secret_id: secret }, template: CHILD } },
    },
  });
  const tokensSentTo = (origin: string): Set<string> =>
    new Set(
      world.sent
        .filter(({ url }) => new URL(url).origin === origin)
        .flatMap(({ headers }) => headers['x-auth-token'] ?? []),
    );
  const refusal = async (): Promise<string> => {
    const template = parent(await hostileSecret());
    return messageOf(await user.ask('POST', '/stacks', { stack_name: 's', template }));
  };

  it.each([
    ['localhost', 'http://127.0.0.1:8774'],
    ['the metadata service', 'http://169.254.169.254'],
    ['localhost in IPv6', 'http://[::1]:9696'],
    ['localhost in disguise', 'http://0x7f000001:9696'],
    ['a file', 'file:///etc/passwd'],
  ])('whose catalog points at %s reaches nothing there', async (_name, url) => {
    answer = async ({ url: asked }) => (asked.endsWith('/auth/tokens') ? login({ network: url }) : json(404, {}));
    await world.run(async () => {
      const said = await refusal();
      expect(said).toMatch(/^400 /);
      expect(said).toMatch(/not allowed|not found/);
    });
    const reached = world.sent.map((request) => new URL(request.url).hostname);
    expect(reached.filter((host) => !host.startsWith('10.'))).toEqual([]);
  });

  it('that redirects to the metadata service is not followed', async () => {
    answer = async (request) => {
      if (request.url.endsWith('/auth/tokens')) return login({ network: HOSTILE });
      return { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' }, body: new Uint8Array() };
    };
    await world.run(async () => void (await refusal()));
    expect(world.sent.filter(({ url }) => url.includes('169.254'))).toEqual([]);
  });

  it('that redirects its login to another cloud gets no one logged in there', async () => {
    answer = async () => ({
      status: 307,
      headers: { location: `${world.keystone('east')}/auth/tokens` },
      body: new Uint8Array(),
    });
    await world.run(async () => {
      const template = parent(await hostileSecret());
      world.sent.length = 0;
      expect((await user.ask('POST', '/stacks', { stack_name: 's', template })).status).toBe(400);
    });
    const bodies = world.sent.filter(
      ({ url, body }) => url.startsWith('http://10.0.0.1/') && String(body).includes('"demo"'),
    );
    expect(bodies.filter(({ url }) => url.endsWith('/auth/tokens'))).toEqual([]);
  });

  it('gets no token but its own, and gives its own to nobody whom its catalog does not name', async () => {
    answer = async ({ url }) =>
      url.endsWith('/auth/tokens') ? login({ network: HOSTILE, compute: 'http://10.0.0.2/compute' }) : json(500, {});
    await world.run(async () => {
      const good = await world.secret('east', world.credential('west'));
      const first = await user.create('good', parent(good));
      await refusal();
      const stack = await user.ended('good', first);
      expect(stack['stack_status']).toBe('CREATE_COMPLETE');
    });
    expect([...tokensSentTo(HOSTILE)].filter((token) => token !== 'token-of-hostile')).toEqual([]);
    expect(tokensSentTo('http://10.0.0.1').has('token-of-hostile')).toBe(false);
  });

  it.each([
    ['hangs', (): Promise<WireResponse> => new Promise(() => {})],
    ['fails', async () => json(500, { error: { message: 'no' } })],
    ['throttles', async () => json(429, {}, { 'retry-after': '3600' })],
  ])('that %s slows no stack of another', async (_name, behave) => {
    const timed = async (name: string): Promise<number> => {
      const good = await world.secret('east', world.credential('west'));
      const begun = world.clock.now();
      const id = await user.create(name, parent(good));
      expect((await user.ended(name, id))['stack_status']).toBe('CREATE_COMPLETE');
      return world.clock.now() - begun;
    };
    await world.run(async () => {
      const alone = await timed('alone');
      // It behaves until the stack on it is accepted.
      let isGood = true;
      answer = async (request) => {
        if (!isGood) return behave();
        return request.url.endsWith('/auth/tokens')
          ? login({ network: HOSTILE })
          : json(200, { networks: [], quota: {} });
      };
      const bad = await user.create('bad', parent(await hostileSecret()));
      isGood = false;
      expect(await timed('beside')).toBeLessThanOrEqual(alone * 1.05);
      const state = String((await user.show('bad', bad))['stack_status']);
      expect(['CREATE_IN_PROGRESS', 'CREATE_FAILED']).toContain(state);
      const ended = await user.ended('bad', bad);
      expect(ended['stack_status']).toBe('CREATE_FAILED');
      expect(String(ended['stack_status_reason'])).toContain('cloud 10.66.6.6');
    });
  });
});
