import { describe, expect, it } from 'vitest';
import { TransportError, type CloudError } from './errors.ts';
import type { CloudLogEntry } from './log.ts';
import { CLOUD, entry, FakeCloud, json, PASSWORD, type Seen } from './testing/fake-cloud.ts';
import type { ServiceClient, WireResponse } from './types.ts';

async function compute(fake: FakeCloud): Promise<ServiceClient> {
  return (await fake.clouds().connect(CLOUD, PASSWORD)).service('compute');
}

/** Answers with these one after another, then with 200. */
function inTurn(...answers: (WireResponse | Error)[]): (request: Seen) => WireResponse {
  return () => {
    const next = answers.shift() ?? json(200, { ok: true });
    if (next instanceof Error) throw next;
    return next;
  };
}

const failed = (work: Promise<unknown>): Promise<CloudError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as CloudError,
  );

describe('a request', () => {
  it('goes to the endpoint with token, query, body and microversion', async () => {
    const fake = new FakeCloud();
    fake.answer = () => json(202, { server: { id: 's1', flavor: { ram: 12345678901234567890n } } });
    const service = await compute(fake);
    const query = { all: true, limit: 5, status: ['A', 'B&C'], not: undefined };
    const answer = await fake.clock.run(
      service.post('/servers', { server: { name: 'x' } }, { query, microversion: '2.90' }),
    );
    const { method, url, headers, body } = fake.seen[1]!;
    expect(`${method} ${url.href}`).toBe(
      'POST https://nova.example/v2.1/servers?all=true&limit=5&status=A&status=B%26C',
    );
    expect(headers).toMatchObject({
      'x-auth-token': 'token-1',
      'content-type': 'application/json',
      accept: 'application/json',
      'openstack-api-version': 'compute 2.90',
      'x-openstack-nova-api-version': '2.90',
    });
    expect(body).toEqual({ server: { name: 'x' } });
    expect(answer).toEqual({ server: { id: 's1', flavor: { ram: 12345678901234567890n } } });
  });

  it('names the service in microversion headers as the service does', async () => {
    const fake = new FakeCloud();
    fake.answer = () => json(200, {});
    const connection = await fake.clouds().connect(CLOUD, PASSWORD);
    await fake.clock.run(connection.service('block-storage').get('/volumes', { microversion: '3.70' }));
    expect(fake.seen[1]!.headers['openstack-api-version']).toBe('volume 3.70');
  });

  it('answers null for nothing, text for text, and complains about broken JSON', async () => {
    const fake = new FakeCloud();
    const service = await compute(fake);
    const text = (type: string, body: string): WireResponse => ({
      status: 200,
      headers: { 'content-type': type },
      body: new TextEncoder().encode(body),
    });
    fake.answer = inTurn(json(204, null), text('text/plain', '1.0'), text('application/json', '{'));
    expect(await fake.clock.run(service.delete('/a'))).toBeNull();
    expect(await fake.clock.run(service.get('/b'))).toBe('1.0');
    expect((await failed(fake.clock.run(service.get('/c')))).code).toBe('UnexpectedAnswer');
  });

  it('tells of a refusal neither the token that was said back nor an id that is none', async () => {
    const fake = new FakeCloud();
    const service = await compute(fake);
    const headers = { 'x-openstack-request-id': `req-1 ${'x'.repeat(10_000)}` };
    fake.answer = () => ({ ...json(403, { error: { message: 'not with token-1' } }), headers });
    const error = await failed(fake.clock.run(service.get('/a')));
    expect([error.message, error.requestId]).toEqual(['not with ******', undefined]);
    expect(fake.seen[1]!.headers['x-auth-token']).toBe('token-1');
  });

  it('cannot leave its endpoint', async () => {
    const fake = new FakeCloud();
    const service = await compute(fake);
    for (const path of [
      '/servers/../../admin',
      '/servers/%2e%2e/x',
      '/a/.%2E/b',
      'servers',
      '/a?b=1',
      '/a#b',
      '/a\\..\\b',
      '/a b',
      '//evil@x/..',
    ]) {
      expect((await failed(fake.clock.run(service.get(path)))).code).toBe('BadRequest');
    }
    expect(fake.paths).toEqual([]);
  });

  it('cannot have its token overridden', async () => {
    const fake = new FakeCloud();
    fake.answer = () => json(200, {});
    await fake.clock.run(
      (await compute(fake)).get('/a', { headers: { 'X-Auth-Token': 'other', 'X-Subject-Token': 'kept' } }),
    );
    expect(fake.seen[1]!.headers).toMatchObject({ 'x-auth-token': 'token-1', 'x-subject-token': 'kept' });
    expect(Object.keys(fake.seen[1]!.headers).filter((name) => name.toLowerCase() === 'x-auth-token')).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('is a CloudError with all that is known', async () => {
    const fake = new FakeCloud();
    fake.answer = () =>
      json(
        404,
        { itemNotFound: { code: 404, message: 'Instance x could not be found.' } },
        { 'x-compute-request-id': 'req-7' },
      );
    const error = await failed(
      fake.clock.run((await compute(fake)).get('/servers/x', { query: { secret: 'canary' } })),
    );
    expect(error).toMatchObject({
      code: 'NotFound',
      cloud: 'east',
      service: 'compute',
      method: 'GET',
      path: '/v2.1/servers/x',
      status: 404,
      requestId: 'req-7',
      message: 'Instance x could not be found.',
    });
    expect(error.describe()).toBe(
      'cloud east, compute GET /v2.1/servers/x: Instance x could not be found. (HTTP 404) (Request-ID: req-7)',
    );
  });

  it('names the service and region that are not in the catalog', async () => {
    const fake = new FakeCloud();
    const connection = await fake.clouds().connect({ ...CLOUD, region: 'two' }, PASSWORD);
    const error = await failed(fake.clock.run(connection.service('compute').get('/servers')));
    expect([error.code, error.message]).toEqual([
      'EndpointNotFound',
      'public endpoint for compute service in two region not found',
    ]);
    expect(await connection.has('compute')).toBe(false);
    expect(await (await fake.clouds().connect(CLOUD, PASSWORD)).has('volume')).toBe(true);
  });
});

describe('a passing failure', () => {
  it('is tried again, later each time, whatever the method when it was not served', async () => {
    const fake = new FakeCloud();
    fake.answer = inTurn();
    const service = await compute(fake);
    await fake.clock.run(service.get('/first'));
    fake.answer = inTurn(
      json(503, null),
      json(429, null, { 'retry-after': '7' }),
      new TransportError('unreachable', 'ECONNREFUSED'),
    );
    expect(await fake.clock.run(service.post('/servers', {}))).toEqual({ ok: true });
    const at = fake.seen.slice(2).map((request) => request.at);
    expect([at[1]! - at[0]!, at[2]! - at[1]!, at[3]! - at[2]!]).toEqual([375, 7_000, 1_500]);
  });

  it.each([json(500, null), json(502, null), json(504, null), new TransportError('lost', 'ECONNRESET')])(
    'that may have been served is repeated only where that does no harm',
    async (failure) => {
      const fake = new FakeCloud();
      const service = await compute(fake);
      fake.answer = inTurn(failure);
      expect(await fake.clock.run(service.put('/a', {}))).toEqual({ ok: true });
      fake.answer = inTurn(failure);
      expect(await fake.clock.run(service.post('/a', {}, { repeatable: true }))).toEqual({ ok: true });
      fake.answer = inTurn(failure);
      expect((await failed(fake.clock.run(service.post('/a', {})))).code).toMatch(/ServerError|Unreachable/);
    },
  );

  it('ends', async () => {
    const fake = new FakeCloud();
    fake.answer = () => json(503, { error: { message: 'Down for maintenance' } });
    const error = await failed(fake.clock.run((await compute(fake)).get('/a')));
    expect([error.code, error.status, error.message]).toEqual(['ServerError', 503, 'Down for maintenance']);
    expect(fake.paths).toHaveLength(6);
  });

  it('of a conflict is waited for when asked', async () => {
    const fake = new FakeCloud();
    const service = await compute(fake);
    fake.answer = inTurn(json(409, null), json(409, null));
    expect(await fake.clock.run(service.delete('/a', { retryConflict: true }))).toEqual({ ok: true });
    fake.answer = inTurn(json(409, null));
    expect((await failed(fake.clock.run(service.delete('/a')))).code).toBe('Conflict');
  });

  it('is not waited for by one who gives up', async () => {
    const fake = new FakeCloud();
    const abort = new AbortController();
    fake.answer = () => {
      abort.abort(new Error('given up'));
      return json(503, null);
    };
    await expect(fake.clock.run((await compute(fake)).get('/a', { signal: abort.signal }))).rejects.toThrow('given up');
    expect(fake.paths).toHaveLength(1);
  });
});

describe('no answer', () => {
  it.each([
    ['untrusted', 'Untrusted', 'The certificate of https://nova.example of cloud east could not be verified', 1],
    ['too-large', 'UnexpectedAnswer', 'inner detail', 1],
    ['unreachable', 'Unreachable', 'Unable to establish connection to https://nova.example of cloud east', 6],
    ['timeout', 'TimedOut', 'Request to https://nova.example of cloud east timed out', 2],
  ] as const)('(%s) is %s', async (failure, code, message, times) => {
    const fake = new FakeCloud();
    fake.answer = () => {
      throw new TransportError(failure, 'inner detail');
    };
    const error = await failed(fake.clock.run((await compute(fake)).get('/a')));
    expect([error.code, error.message]).toEqual([code, message]);
    expect(fake.paths).toHaveLength(times);
  });

  it('within the time is TimedOut, even where the transport never gives up', async () => {
    const fake = new FakeCloud();
    const begun = fake.clock.now();
    fake.answer = () => new Promise(() => {});
    const error = await failed(fake.clock.run((await compute(fake)).get('/a')));
    expect(error.code).toBe('TimedOut');
    expect(fake.clock.now() - begun).toBeLessThan(300_000);
    expect(fake.seen.at(-1)!.signal!.aborted).toBe(true);
  });
});

describe('a token', () => {
  it('follows a redirect within its origin only', async () => {
    const fake = new FakeCloud();
    const service = await compute(fake);
    const to = (location: string): WireResponse => json(302, null, { location });
    fake.answer = inTurn(to('/v2.1/moved'));
    expect(await fake.clock.run(service.get('/a'))).toEqual({ ok: true });
    for (const location of [
      'http://169.254.169.254/',
      'https://evil.example/v2.1/a',
      'http://nova.example/a',
      '//evil.example/',
      'https://nova.example:444/',
    ]) {
      fake.answer = inTurn(to(location));
      expect((await failed(fake.clock.run(service.get('/a')))).status).toBe(302);
    }
    fake.answer = inTurn(to('/v2.1/moved'));
    expect((await failed(fake.clock.run(service.post('/a', {})))).status).toBe(302);
    fake.answer = () => to('/v2.1/again');
    expect((await failed(fake.clock.run(service.get('/a')))).code).toBe('UnexpectedAnswer');
    expect(new Set(fake.seen.map(({ url }) => url.origin))).toEqual(
      new Set(['https://keystone.example:5000', 'https://nova.example']),
    );
  });

  it('of a login is not sent after a redirect at all', async () => {
    const fake = new FakeCloud();
    fake.loginAnswer = () => json(307, null, { location: 'https://evil.example/v3/auth/tokens' });
    expect((await failed(fake.clock.run((await compute(fake)).get('/a')))).code).toBe('UnexpectedAnswer');
    expect(fake.seen).toHaveLength(1);
  });

  it('does not reach what a hostile catalog points at', async () => {
    for (const url of [
      'http://127.0.0.1:5000/v2.1',
      'http://169.254.169.254/',
      'http://0x7f000001/',
      'http://inner.example/',
      'file:///etc/passwd',
    ]) {
      const fake = new FakeCloud();
      fake.catalog = [entry('compute', url)];
      const connection = await fake.clouds({}, {}, { 'inner.example': ['127.0.0.1'] }).connect(CLOUD, PASSWORD);
      expect((await failed(fake.clock.run(connection.service('compute').get('/a')))).code).toBe('EgressRefused');
      expect(fake.paths).toEqual([]);
    }
  });

  it('is in no log entry and no error', async () => {
    const fake = new FakeCloud();
    const log: CloudLogEntry[] = [];
    fake.answer = inTurn(json(503, null), json(400, { error: { message: 'Bad' } }));
    const connection = await fake.clouds({ log: (line) => log.push(line) }).connect(CLOUD, PASSWORD);
    const query = { signature: 'canary-query' };
    const error = await failed(
      fake.clock.run(connection.service('compute').post('/a', { adminPass: 'canary-body' }, { query })),
    );
    expect(log.map(({ method, path, status, sent }) => [method, path, status, sent])).toEqual([
      ['POST', '/v3/auth/tokens', 201, 1],
      ['POST', '/v2.1/a', 503, 1],
      ['POST', '/v2.1/a', 400, 2],
    ]);
    expect(JSON.stringify([log, error, error.stack, error.describe()])).not.toMatch(/canary|token-1/);
  });
});
