/**
 * A cloud that means harm, over real connections: whatever it answers, a stack on it ends, with a reason, and nothing else in the process
 * notices. The healthy clouds are sandboxes on other loopback addresses; "this machine" is 127.0.0.1, where nobody may be led.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clouds } from '../../src/clouds/connect.ts';
import { Egress } from '../../src/clouds/egress.ts';
import { systemResolver, UndiciTransport } from '../../src/clouds/transport/undici.ts';
import type { Connection, Credential } from '../../src/clouds/types.ts';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { createSandbox, listen } from '../../src/sandbox/index.ts';
import { composeServer, type Server } from '../../src/server/compose.ts';
import { CONFIG_SCHEMA } from '../../src/server/config/schema.ts';
import { makeLog } from '../../src/server/log.ts';
import { systemRandom } from '../../src/server/system.ts';
import { MemoryDatabase } from '../../src/storage/sqlite/memory.ts';
import { openStore } from '../../src/storage/sqlite/open.ts';
import { FastClock } from './support/fast-clock.ts';
import { answer, answerLogin, startHostile, type Behaviour, type HostileServer } from './support/hostile-server.ts';
import { messageOf, User } from './support/user.ts';

/** Where the clouds are; only the first is refused. */
const THIS_MACHINE = '127.0.0.1';
const HOME = '127.0.0.2';
const HEALTHY = '127.0.0.3';
const HOSTILE = '127.0.0.4';

const NET = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net}}';
const TOKEN = 'token-of-the-hostile-cloud';
const CLOCK = new FastClock();
/** How fast time goes while failures are waited for: a request then has three seconds. */
const FAST = 10;
/** More memory than this is not taken for whatever a cloud sends, in bytes. */
const MOST_MEMORY = 1024 * 1024 * 1024;

const password = (project: string, username = project): ValueMap => ({
  username,
  password: 'secret',
  project_name: project,
  user_domain_id: 'default',
  project_domain_id: 'default',
});
const isLogin = (url = ''): boolean => url.endsWith('/auth/tokens');
const heatAt = (origin: string): Record<string, string> => ({ orchestration: `${origin}/heat/v1/p` });

/** Behaves as a cloud with a Heat until a stack is to be made there. */
const untilStacks =
  (then: Behaviour): Behaviour =>
  (request, response, origin) => {
    const { method, url = '' } = request;
    if (isLogin(url)) answerLogin(response, TOKEN, heatAt(origin));
    else if (url.endsWith('/validate')) answer(response, 200, {});
    else if (url.includes('/stacks')) then(request, response, origin);
    else if (method === 'GET' && url.includes('template_versions')) {
      answer(response, 200, { template_versions: [{ version: 'heat_template_version.2018-08-31', type: 'hot' }] });
    } else if (url.includes('resource_types')) answer(response, 200, { resource_types: ['OS::Neutron::Net'] });
    else answer(response, 404, {});
  };
/** Takes a stack and then tells this of it. */
const thenShows = (show: Behaviour): Behaviour =>
  untilStacks((request, response, origin) => {
    if (request.method === 'POST') answer(response, 201, { stack: { id: 'the-stack', links: [] } });
    else if (request.method === 'DELETE') response.writeHead(204).end();
    else show(request, response, origin);
  });

const endless =
  (piece: string, pauseMs?: number): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const pump = (): void => {
      if (response.destroyed) return;
      response.write(piece);
      if (pauseMs !== undefined) setTimeout(pump, pauseMs);
      else if (response.writableNeedDrain) response.once('drain', pump);
      else setImmediate(pump);
    };
    pump();
  };
const says =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  };
const redirects =
  (status: number, location: string): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { location }).end();
  };
/** What no HTTP library would send. */
const raw =
  (text: string): Behaviour =>
  (request) => {
    request.socket.end(text);
  };

const HANGS: Behaviour = () => undefined;
const FAILS: Behaviour = (_request, response) => answer(response, 500, { error: { message: 'never' } });
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));

const WAYS: readonly [string, Behaviour][] = [
  ['hangs', HANGS],
  ['fails for ever', FAILS],
  ['answers byte by byte, without end', endless(' ', 50)],
  ['answers as fast as it can, without end', endless('x'.repeat(65_536))],
  ['sends a bomb of gzip', says(BOMB, { 'content-encoding': 'gzip' })],
  ['answers with no JSON', says('{"stack": ')],
  ['answers with no UTF-8', says(Uint8Array.of(0x7b, 0xff, 0xfe, 0x22, 0x80, 0x7d))],
  ['answers with nothing', says('')],
  ['answers with null', says('null')],
  ['answers with a list', says('[[[]]]')],
  ['answers with numbers', says('{"stack": 1e999, "stacks": 99999999999999999999, "token": -0.0}')],
  ['answers with a prototype', says('{"__proto__": {"stack": {}}, "stack": {"__proto__": {"id": "x"}}}')],
  ['nests without end', says(`${'['.repeat(200_000)}1.5${']'.repeat(200_000)}`)],
  ['sends more values than can be read', says(`[${'[],'.repeat(4_000_000)}1.5]`)],
  [
    'sends a page of markup',
    (_request, response) => {
      response.writeHead(500).end('<'.repeat(2_000_000));
    },
  ],
  ['sends an absurd header', says('{}', { 'x-absurd': 'y'.repeat(200_000) })],
  ['sends absurdly many headers', raw(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`)],
  ['speaks no HTTP', raw('SSH-2.0-OpenSSH_9.2\r\n')],
  ['lies about the length', raw('HTTP/1.1 200 OK\r\ncontent-length: -5\r\ncontent-length: 7\r\n\r\n{}')],
  ['answers for two', raw('HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')],
  ['only ever begins', (_request, response) => response.writeContinue()],
  [
    'cuts the connection',
    (request) => {
      request.socket.destroy();
    },
  ],
  ['throttles for ever', (_request, response) => answer(response, 429, {}, { 'retry-after': '999999999' })],
];
/** Ways to lead a request elsewhere, here to something on this machine. */
const LEADS: readonly [string, (target: string) => Behaviour][] = [
  ['redirects', (target) => redirects(302, `${target}/v1`)],
  ['redirects what is posted', (target) => redirects(307, `${target}/v1`)],
  ['redirects for good', (target) => redirects(308, `${target}/v1`)],
  ['redirects in disguise', (target) => redirects(302, `//0x7f000001:${new URL(target).port}/`)],
  [
    'lists services elsewhere',
    (target) => (request, response) => {
      if (isLogin(request.url)) answerLogin(response, TOKEN, { orchestration: `${target}/v1`, network: target });
      else redirects(301, target)(request, response, target);
    },
  ],
];

/** Those that are tried with a stack under way too. */
const LATER = WAYS.filter(([name]) => /hangs|fails|end$|gzip|no JSON|nothing|prototype|nests|markup|cuts/.test(name));

interface Begun {
  readonly name: string;
  readonly hostile: HostileServer;
  /** Undefined where it was refused. */
  readonly id: string | undefined;
  readonly refusal: string;
}
interface Fate {
  readonly why: string;
  /** Requests that the cloud got. */
  readonly asked: number;
  /** What it got that another cloud gave. */
  readonly foreign: readonly string[];
}
const nameOf = (when: string, way: string): string => `${when}-${way.replaceAll(/\W+/g, '-')}`;

describe('a hostile cloud on the wire', { timeout: 60_000 }, () => {
  const closers: (() => Promise<unknown>)[] = [];
  const log: string[] = [];
  let server: Server;
  let home: Connection;
  let user: User;
  let victim: HostileServer;
  let keystone: string;
  let elsewhere: string;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isotherm-hostile-'));
    closers.push(async () => rmSync(folder, { recursive: true }));
    [keystone, elsewhere] = [await startCloud(HOME), await startCloud(HEALTHY)];
    victim = await startHostile(THIS_MACHINE, (_request, response) => answer(response, 200, {}));
    closers.push(() => victim.close());
    const config = CONFIG_SCHEMA.parse({
      home: { name: 'home', auth_url: keystone },
      storage: { path: join(folder, 'db') },
      vault: { key_file: join(folder, 'key') },
      egress: { allow: [`${HEALTHY}/32`, `${HOSTILE}/32`] },
      clouds: { request_timeout: 30, retries: 1, requests_per_second: 10_000 },
      log: { level: 'debug' },
    });
    server = await composeServer({
      config,
      home: {
        cloud: { name: 'home', authUrl: keystone, region: 'RegionOne' },
        credential: { authType: 'password', auth: password('service', 'isotherm') },
      },
      clock: CLOCK,
      log: makeLog('debug', { write: (line: string) => void log.push(line) }),
      store: await openStore({ memory: new MemoryDatabase(), schedule: queueMicrotask }),
    });
    closers.push(() => server.stop());
    await server.app.ready();
    home = await connect({ authType: 'password', auth: password('demo') });
    user = new User(server, home, () => sleep(50));
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  });

  async function startCloud(host: string): Promise<string> {
    // A cloud has to know where it is before it listens.
    const probe = await startHostile(host, HANGS);
    await probe.close();
    const seed = { serviceUsers: ['isotherm'] };
    const sandbox = createSandbox({
      name: host,
      baseUrl: probe.origin,
      clock: CLOCK,
      random: systemRandom,
      seed,
    });
    const listener = await listen(sandbox, Number(new URL(probe.origin).port), host);
    closers.push(() => listener.close());
    return `${probe.origin}/identity/v3`;
  }

  async function connect(credential: Credential): Promise<Connection> {
    const egress = new Egress({ trustedClouds: [keystone] }, systemResolver, CLOCK);
    const clouds = new Clouds({
      clock: CLOCK,
      random: systemRandom,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
    });
    closers.push(() => clouds.close());
    return clouds.connect({ name: 'home', authUrl: keystone, region: 'RegionOne' }, credential);
  }

  const secret = async (authUrl: string): Promise<string> => {
    const payload = writeJson({ auth_type: 'v3password', auth: { ...password('demo'), auth_url: authUrl } });
    const body = { name: 'credential', payload, payload_content_type: 'text/plain' };
    const made = (await home.service('key-manager').post('/secrets', body)) as ValueMap;
    return String(made['secret_ref']).split('/').at(-1)!;
  };
  const on = (secretId: string): Value => ({
    heat_template_version: '2018-08-31',
    resources: {
      there: { type: 'OS::Heat::Stack', properties: { context: { credential_secret_id: secretId }, template: NET } },
    },
  });

  /** Asks for a stack on a cloud that behaves so. */
  async function begin(name: string, behaviour: Behaviour): Promise<Begun> {
    const hostile = await startHostile(HOSTILE, behaviour);
    const template = on(await secret(`${hostile.origin}/v3`));
    const answered = await user.ask('POST', '/stacks', { stack_name: name, template });
    const id = (answered.body['stack'] as ValueMap | undefined)?.['id'];
    return { name, hostile, id: id === undefined ? undefined : String(id), refusal: messageOf(answered) };
  }

  /** Why the stack did not come about: refused at once, or failed later. */
  async function fateOf({ name, id, hostile, refusal }: Begun): Promise<Fate> {
    const stack = id === undefined ? undefined : await user.ended(name, id);
    const { requests, received } = hostile;
    await hostile.close();
    const why = stack && `${String(stack['stack_status'])}: ${String(stack['stack_status_reason'])}`;
    return { why: why ?? refusal, asked: requests.length, foreign: received.filter(isForeign) };
  }

  /** A token that another cloud gave. */
  const isForeign = (text: string): boolean => text.startsWith('gAAAA');

  async function healthyStack(name: string): Promise<string> {
    const id = await user.create(name, on(await secret(elsewhere)));
    return String((await user.ended(name, id))['stack_status']);
  }

  const baseline = process.memoryUsage().rss;
  const fates = new Map<string, Fate>();
  const healthy: string[] = [];

  // All at once: each cloud is in the way of all others.
  beforeAll(async () => {
    const begun: Begun[] = [];
    for (const [name, behaviour] of LATER) {
      begun.push(await begin(nameOf('made', name), untilStacks(behaviour)));
      begun.push(await begin(nameOf('shown', name), thenShows(behaviour)));
    }
    begun.push(
      await begin(
        'lies',
        thenShows(says('{"stack": {"id": "other", "stack_status": "CREATE_COMPLETE"}, "stacks": []}')),
      ),
    );
    for (const [name, lead] of LEADS) {
      begun.push(await begin(nameOf('made', name), untilStacks(lead(victim.origin))));
      begun.push(await begin(nameOf('shown', name), thenShows(lead(victim.origin))));
    }
    for (const name of ['a', 'b', 'c']) healthy.push(await healthyStack(name));
    CLOCK.speed = FAST;
    const leads = LEADS.map(([name, lead]): [string, Behaviour] => [name, lead(victim.origin)]);
    const refused = [...WAYS, ...leads].map(([name, behaviour]) =>
      begin(nameOf('from-the-beginning', name), behaviour),
    );
    begun.push(...(await Promise.all(refused)));
    for (const one of begun) fates.set(one.name, await fateOf(one));
    CLOCK.speed = 1;
    healthy.push(await healthyStack('d'));
  }, 150_000);

  it('keeps no stack on a healthy cloud from being made', () => {
    expect(healthy).toEqual(Array.from({ length: 4 }, () => 'CREATE_COMPLETE'));
  });
  it('leads nobody to what the guard keeps from them', () => {
    expect(victim.requests).toEqual([]);
  });
  it('takes no more memory than answers may', () => {
    expect(process.memoryUsage().rss).toBeLessThan(baseline + MOST_MEMORY);
  });
  it('is told the token of no other cloud', () => {
    expect([...fates.values()].flatMap(({ foreign }) => foreign)).toEqual([]);
  });
  it.each([...WAYS, ...LEADS].map(([name]) => name))('that %s from the beginning is refused', (name) => {
    const { why } = fates.get(nameOf('from-the-beginning', name))!;
    expect(why).toMatch(/^400 StackValidationFailed: .* due to ".{10,}"/s);
  });
  it('that tells of another stack fails the one that was asked for', () => {
    expect(fates.get('lies')!.why).toMatch(/^CREATE_FAILED: .*answered with something else than what was asked for/s);
  });
  describe.each([...LATER, ...LEADS].map(([name]) => name))('that %s', (name) => {
    it.each(['made', 'shown'])('when a stack is %s fails that stack', (when) => {
      const { asked, why } = fates.get(nameOf(when, name))!;
      expect(asked).toBeGreaterThan(0);
      expect(why).toMatch(/^CREATE_FAILED: Resource CREATE failed: .*resources\.there: .*127\.0\.0\.4/s);
    });
  });
});
