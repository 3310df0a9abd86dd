import { describe, expect, it } from 'vitest';
import { MINE, testApi } from './support.ts';

const VERSIONS = (href: string) => ({
  versions: [{ id: 'v1.0', status: 'CURRENT', links: [{ rel: 'self', href }] }],
});
const api = testApi();
const STACK = `/stacks/web/${MINE.id}`;

describe('URLs', () => {
  it.each([
    '/orchestration',
    '/orchestration/',
    '/orchestration/versions',
    '/orchestration/v2/x',
    '/orchestration/v1.1/x/y',
  ])('%s lists the versions without a token', async (url) => {
    const answer = await api.send('GET', `http${url}`, { as: '' });
    expect([answer.statusCode, answer.json()]).toEqual([300, VERSIONS('http://api:1/orchestration/v1/')]);
  });

  it('v1.0 is v1, and links say what was asked', async () => {
    const answer = await api.send('GET', `http/orchestration/v1.0/mine${STACK}`);
    expect(answer.json().stack.links[0].href).toBe(`http://api:1/orchestration/v1.0/mine${STACK}`);
  });

  it('serves Heat’s own layout where the prefix is empty', async () => {
    const api = testApi({ config: { prefix: '' } });
    expect((await api.send('GET', 'http/', { as: '' })).json()).toEqual(VERSIONS('http://api:1/v1/'));
    expect((await api.send('GET', `http/v1/mine${STACK}`)).statusCode).toBe(200);
    expect((await api.send('GET', 'http/healthcheck', { as: '' })).statusCode).toBe(200);
  });

  it.each([
    '/orchestration/v1',
    '/orchestration/v1/',
    '/orchestration/v1/mine',
    '/orchestration/v1/mine/nothing',
    '/orchestration/v1/mine/stacks/',
  ])('%s does not exist, for those with a token', async (url) => {
    const answer = await api.send('GET', `http${url}`);
    expect([answer.statusCode, answer.json().error.type]).toEqual([404, 'HTTPNotFound']);
    expect((await api.send('GET', `http${url}`, { as: '' })).statusCode).toBe(401);
  });

  it.each(['/', '/nothing', '/orchestration/x/y'])('%s does not exist', async (url) => {
    const answer = await api.send('GET', `http${url}`, { as: '' });
    expect([answer.statusCode, answer.json().title]).toEqual([404, 'Not Found']);
  });

  it('a broken escape is a wrong request', async () => {
    const answer = await api.send('GET', '/stacks/%zz');
    expect([answer.statusCode, answer.json().error.type]).toEqual([400, 'HTTPBadRequest']);
  });

  it('names are escaped in links as Python escapes them', async () => {
    const answer = await api.send('GET', `${STACK}/resources/${encodeURIComponent("a b/c(ü)'")}`);
    expect(answer.json().resource.links[0].href).toMatch(/\/resources\/a%20b\/c%28%C3%BC%29%27$/);
  });
});

describe('methods', () => {
  it.each([
    ['DELETE', '/stacks', 'GET,POST'],
    ['HEAD', '/stacks', 'GET,POST'],
    ['POST', STACK, 'GET,DELETE,PUT,PATCH'],
    ['PUT', `${STACK}/events`, 'GET'],
  ])('%s %s is not one of its methods', async (method, path, allow) => {
    const answer = await api.send(method, path);
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(answer.json().error.type).toBe('HTTPMethodNotAllowed');
  });

  it('OPTIONS tells what there is', async () => {
    const answer = await api.send('OPTIONS', '/stacks');
    expect([answer.statusCode, answer.headers['allow'], answer.body]).toEqual([204, 'GET,POST', '']);
  });
});

describe('headers', () => {
  it('every answer has its request id', async () => {
    const fresh = testApi();
    const ids = [];
    for (const url of [
      'http/',
      'http/orchestration/v1/mine/stacks',
      'http/healthcheck',
      'http/orchestration/v1/x/stacks',
    ]) {
      ids.push((await fresh.send('GET', url)).headers['x-openstack-request-id']);
    }
    expect(ids).toEqual([0, 1, 2, 3].map((n) => `req-00000000-0000-4000-8000-00000000000${n}`));
  });

  const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'public.example' };
  const selfOf = async (api: ReturnType<typeof testApi>) =>
    (await api.send('GET', STACK, { headers: FORWARDED })).json().stack.links[0].href;

  it('forwarded hosts count only where a proxy is trusted', async () => {
    expect(await selfOf(testApi())).toBe(`http://api:1/orchestration/v1/mine${STACK}`);
    expect(await selfOf(testApi({ config: { trustedProxies: ['127.0.0.1'] } }))).toBe(
      `https://public.example/orchestration/v1/mine${STACK}`,
    );
    expect(await selfOf(testApi({ config: { trustedProxies: ['10.0.0.0/8'] } }))).toBe(
      `http://api:1/orchestration/v1/mine${STACK}`,
    );
  });

  it('a public URL replaces what the request says', async () => {
    const api = testApi({ config: { publicUrl: 'https://cloud.example/heat/' } });
    expect(await selfOf(api)).toBe(`https://cloud.example/heat/v1/mine${STACK}`);
    const { links } = (await api.send('GET', '/stacks?limit=1')).json();
    expect(links[0].href).toMatch(/^https:\/\/cloud\.example\/heat\/v1\/mine\/stacks\?limit=1&marker=/);
    expect((await api.send('GET', 'http/orchestration')).json()).toEqual(VERSIONS('https://cloud.example/heat/v1/'));
  });
});

describe('pages of other origins', () => {
  const origin = 'https://console.example';

  it('are told nothing unless allowed', async () => {
    const closed = await api.send('GET', '/stacks', { headers: { origin } });
    expect(closed.headers['access-control-allow-origin']).toBeUndefined();
    const open = testApi({ config: { corsOrigins: [origin] } });
    const other = await open.send('GET', '/stacks', { headers: { origin: 'https://evil.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const answer = await open.send('GET', '/stacks', { headers: { origin } });
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
  });

  it('may ask before they send', async () => {
    const open = testApi({ config: { corsOrigins: [origin] } });
    const headers = { origin, 'access-control-request-method': 'POST' };
    const answer = await open.send('OPTIONS', '/stacks', { as: '', headers });
    expect([answer.statusCode, answer.headers['access-control-allow-methods']]).toEqual([
      200,
      'GET,PUT,POST,DELETE,PATCH',
    ]);
  });
});

describe('health', () => {
  it('is 200 or 503, as text or JSON', async () => {
    const well = await api.send('GET', 'http/healthcheck', { as: '' });
    expect([well.statusCode, well.body]).toEqual([200, 'OK']);
    const headers = { accept: 'application/json' };
    const ill = await testApi({ healthy: false }).send('GET', 'http/healthcheck', { as: '', headers });
    expect([ill.statusCode, ill.json()]).toEqual([503, { detailed: false, reasons: ['The store does not answer.'] }]);
  });
});

describe('the access log', () => {
  it('is written when asked for, without query and token', async () => {
    const logging = testApi({ config: { accessLog: true } });
    await logging.send('GET', '/stacks?name=secret');
    await api.send('GET', '/stacks');
    expect(api.logged).toEqual([]);
    expect(logging.logged).toHaveLength(1);
    expect(logging.logged[0]!.facts).toMatchObject({
      path: '/orchestration/v1/mine/stacks',
      status: 200,
      project: 'mine',
    });
    expect(JSON.stringify(logging.logged)).not.toMatch(/secret|member/);
  });
});
