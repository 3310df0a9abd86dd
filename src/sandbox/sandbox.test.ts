import { describe, expect, it } from 'vitest';
import type { Clock, Random } from '../expressions/ports.ts';
import {
  ConnectionLost,
  createSandbox,
  MemoryStateFile,
  sandboxTransport,
  type CloudOptions,
  type Sandbox,
} from './index.ts';

const BASE = 'http://cloud.test';

/** A clock that only sleeping moves. */
function stillClock(): Clock & { slept: number } {
  const clock = {
    slept: 0,
    now: () => Date.UTC(2026, 0, 1) + clock.slept,
    sleep: (ms: number): Promise<void> => {
      clock.slept += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

/** Chance that repeats itself, so that two clouds with the same history are the same. */
function repeating(): Random {
  let state = 1;
  const integer = (bound: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 2 ** 31) * bound);
  };
  const hex = (digits: number): string => Array.from({ length: digits }, () => integer(16).toString(16)).join('');
  return { integer, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}` };
}

function cloud(options: Partial<CloudOptions> = {}): { sandbox: Sandbox; clock: ReturnType<typeof stillClock> } {
  const clock = stillClock();
  return { sandbox: createSandbox({ name: 'c', baseUrl: BASE, clock, random: repeating(), ...options }), clock };
}

async function logIn(sandbox: Sandbox, name = 'demo'): Promise<{ token: string; text: string; status: number }> {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name, domain, password: 'secret' } } };
  const body = JSON.stringify({ auth: { identity, scope: { project: { name, domain } } } });
  const headers = { 'Content-Type': 'application/json' };
  const reply = await sandbox.handle({ method: 'POST', url: `${BASE}/identity/v3/auth/tokens`, headers, body });
  return {
    token: reply.headers['x-subject-token'] ?? '',
    text: new TextDecoder().decode(reply.body),
    status: reply.status,
  };
}

async function store(sandbox: Sandbox, token: string, name: string): Promise<number> {
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  const body = JSON.stringify({ name, payload: 'x', payload_content_type: 'text/plain' });
  return (await sandbox.handle({ method: 'POST', url: '/key-manager/v1/secrets', headers, body })).status;
}

async function names(sandbox: Sandbox, token: string): Promise<string[]> {
  const reply = await sandbox.handle({
    method: 'GET',
    url: '/key-manager/v1/secrets',
    headers: { 'x-auth-token': token },
  });
  const { secrets } = JSON.parse(new TextDecoder().decode(reply.body)) as { secrets: { name: string }[] };
  return secrets.map(({ name }) => name);
}

describe('a sandbox cloud', () => {
  it('is the same for the same clock and chance', async () => {
    const [first, second] = [await logIn(cloud().sandbox), await logIn(cloud().sandbox)];
    expect(first).toEqual(second);
  });

  it('remembers what it told, tokens included, and moves with its address', async () => {
    const state = new MemoryStateFile();
    const { sandbox } = cloud({ state });
    const { token } = await logIn(sandbox);
    expect(await store(sandbox, token, 'kept')).toBe(201);
    const { sandbox: again } = cloud({ state, baseUrl: 'http://elsewhere.test' });
    expect(await names(again, token)).toEqual(['kept']);
    const { text } = await logIn(again);
    expect(text).toContain('http://elsewhere.test/key-manager');
    expect(text).not.toContain(BASE);
  });

  it('leaves services out and lists others', async () => {
    const extraCatalog = [{ type: 'orchestration', name: 'heat', url: 'http://h.test/v1/%(project_id)s' }];
    const { sandbox } = cloud({ without: ['image'], extraCatalog });
    const { text } = await logIn(sandbox);
    expect(text).toMatch(/http:\/\/h\.test\/v1\/[0-9a-f]{32}/);
    expect(text).not.toContain('"image"');
    expect((await sandbox.handle({ method: 'GET', url: '/image/v2/images', headers: {} })).status).toBe(404);
  });

  it('takes no part of a failed request', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
    const bad = {
      method: 'POST',
      url: '/key-manager/v1/orders',
      headers,
      body: '{"type":"key","meta":{"algorithm":"aes","bit_length":"x"}}',
    };
    expect((await sandbox.handle(bad)).status).toBe(400);
    expect(await names(sandbox, token)).toEqual([]);
  });
});

describe('faults on order', () => {
  it('refuse in the shape of the service, as often as ordered', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    sandbox.faults.add({ service: 'barbican', times: 1, effect: { status: 429, retryAfter: 3, message: 'slow down' } });
    const request = { method: 'GET', url: '/key-manager/v1/secrets', headers: { 'x-auth-token': token } };
    const reply = await sandbox.handle(request);
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '3']);
    expect(JSON.parse(new TextDecoder().decode(reply.body))).toEqual({
      code: 429,
      title: 'Too Many Requests',
      description: 'slow down',
    });
    expect((await sandbox.handle(request)).status).toBe(200);
  });

  it('hit only what they match, and let the first ones pass', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    sandbox.faults.add({ method: 'POST', path: /\/secrets$/, after: 1, effect: { status: 500 } });
    expect(await store(sandbox, token, 'a')).toBe(201);
    expect(await store(sandbox, token, 'b')).toBe(500);
    expect(await names(sandbox, token)).toEqual(['a']);
  });

  it('lose an answer after the work, or a request before it', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    sandbox.faults.add({ method: 'POST', times: 1, effect: { loseAnswer: true } });
    await expect(store(sandbox, token, 'done')).rejects.toMatchObject({ sent: true });
    sandbox.faults.add({ method: 'POST', times: 1, effect: { loseRequest: true } });
    await expect(store(sandbox, token, 'not done')).rejects.toMatchObject({ sent: false });
    expect(await names(sandbox, token)).toEqual(['done']);
  });

  it('make tokens void', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    sandbox.faults.add({ times: 1, effect: { expireTokens: true } });
    expect(await store(sandbox, token, 'a')).toBe(401);
    expect(await store(sandbox, (await logIn(sandbox)).token, 'a')).toBe(201);
  });

  it('take time by the clock, and hang until the caller goes away', async () => {
    const { sandbox, clock } = cloud({ latencyMs: 100 });
    await logIn(sandbox);
    expect(clock.slept).toBe(100);
    sandbox.faults.add({ effect: { latencyMs: 900 }, times: 1 });
    await logIn(sandbox);
    expect(clock.slept).toBe(1100);
    sandbox.faults.add({ effect: { hang: true } });
    const gone = new AbortController();
    const waiting = sandbox.handle({ method: 'GET', url: '/identity', headers: {}, signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const another = sandbox.handle({ method: 'GET', url: '/identity', headers: {} });
    sandbox.close();
    await expect(another).rejects.toBeInstanceOf(ConnectionLost);
  });

  it('come by chance', async () => {
    const { sandbox } = cloud();
    sandbox.faults.add({ service: 'keystone', probability: 0.5, effect: { status: 503 } });
    const statuses: number[] = [];
    for (let i = 0; i < 50; i += 1) statuses.push((await logIn(sandbox)).status);
    const failed = statuses.filter((status) => status === 503).length;
    expect(failed).toBeGreaterThan(10);
    expect(failed).toBeLessThan(40);
  });

  it('are ordered over HTTP, as JSON only', async () => {
    const { sandbox } = cloud();
    const url = '/_sandbox/faults';
    const body = JSON.stringify({ service: 'keystone', path: '/v3$', times: 1, effect: { status: 502 } });
    expect((await sandbox.handle({ method: 'POST', url, headers: {}, body })).status).toBe(415);
    const headers = { 'content-type': 'application/json' };
    expect((await sandbox.handle({ method: 'POST', url, headers, body })).status).toBe(201);
    const listed = await sandbox.handle({ method: 'GET', url, headers: {} });
    expect(new TextDecoder().decode(listed.body)).toContain('"status":502');
    expect((await sandbox.handle({ method: 'GET', url: '/identity/v3', headers: {} })).status).toBe(502);
    expect((await sandbox.handle({ method: 'GET', url: '/identity/v3', headers: {} })).status).toBe(200);
    const bad = await sandbox.handle({ method: 'POST', url, headers, body: '{"path":"(","effect":{}}' });
    expect(bad.status).toBe(400);
  });

  it('reach a transport as the error it asks for', async () => {
    const { sandbox } = cloud();
    const transport = sandboxTransport(sandbox, () => new RangeError('lost'));
    sandbox.faults.add({ times: 1, effect: { loseAnswer: true } });
    await expect(transport.send({ method: 'GET', url: '/identity', headers: {} })).rejects.toThrow(RangeError);
    sandbox.faults.add({ times: 1, effect: { status: 200, body: 'endless' } });
    const endless = await transport.send({ method: 'GET', url: '/identity', headers: {} });
    expect(endless.body.length).toBeGreaterThan(50_000_000);
  });
});

describe('traffic', () => {
  it('is counted by route', async () => {
    const { sandbox } = cloud();
    const { token } = await logIn(sandbox);
    await names(sandbox, token);
    await names(sandbox, token);
    expect(sandbox.traffic.of('barbican', 'GET', '/v1/secrets')).toBe(2);
  });
});
