/**
 * Asks a real Heat the wrong requests that the API here refuses, and compares the answers; and lets the API here authenticate with
 * a real Keystone. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with an ordinary user and an administrator.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { keystoneValidator, tokenConnections } from '../../src/api/auth/keystone.ts';
import { TokenAuth } from '../../src/api/auth/token-auth.ts';
import { Policy } from '../../src/api/policy/policy.ts';
import { readCloudsYaml } from '../../src/clouds/cloudsyaml.ts';
import { Clouds } from '../../src/clouds/connect.ts';
import type { CloudAccess } from '../../src/clouds/credential-secret.ts';
import { Egress } from '../../src/clouds/egress.ts';
import { systemResolver, UndiciTransport } from '../../src/clouds/transport/undici.ts';
import type { Connection } from '../../src/clouds/types.ts';
import type { Clock, Random } from '../../src/expressions/ports.ts';
import { MALFORMED, wrongRequests } from '../api/wrong-requests.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: the API is not compared with a real Heat\n');

const clock: Clock = { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) };
const random: Random = { integer: (bound) => Math.floor(Math.random() * bound), uuid: () => crypto.randomUUID() };
const TEMPLATE = {
  heat_template_version: '2018-08-31',
  resources: { r: { type: 'OS::Heat::Value', properties: { value: 1 } } },
};

/** Requests that the two answer differently, by our message, and why. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['Stack Adopt is not supported.', 'Heat says so only where adopting is switched off'],
  ['Invalid codes in ignore_errors : 1', 'Heat answers 200 with the name of a Python object'],
  ['Request limit exceeded: Template exceeds maximum allowed size (524288 bytes)', 'nothing is served there'],
  ['OS::Heat::Old is not supported.', 'a type of the tests'],
  [
    'HEAT-E99001 Service absent is not available for resource type OS::Manila::Share, reason: Service endpoint not in service catalog.',
    'a service of the tests',
  ],
]);

describe.skipIf(FILE === undefined)('the API and a real Heat', () => {
  let home: CloudAccess;
  let clouds: Clouds;
  let demo: Connection;
  let admin: Connection;
  let endpoint: string;

  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(endpoint + path, {
      method,
      redirect: 'manual',
      headers: {
        'x-auth-token': await demo.token(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };

  beforeAll(async () => {
    const text = await readFile(FILE!, 'utf8');
    const open = (name: string) => readCloudsYaml(name, text, (file) => readFile(file, 'utf8'));
    home = await open('east-demo');
    const egress = new Egress({ trustedClouds: [home.cloud.authUrl] }, systemResolver, clock);
    clouds = new Clouds({
      clock,
      random,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
    });
    demo = await clouds.connect(home.cloud, home.credential);
    const { cloud, credential } = await open('east-admin');
    admin = await clouds.connect(cloud, credential);
    endpoint = await demo.service('orchestration').endpoint();
  });

  afterAll(async () => {
    await clouds?.close();
  });

  // A stack for each attempt: what some of the requests do to it changes how Heat answers them next time.
  const newStack = async () => {
    const name = `isotherm-test-${random.uuid().slice(0, 8)}`;
    const made = await ask('POST', '/stacks', { stack_name: name, template: TEMPLATE });
    const path = `/stacks/${name}/${made.body.stack.id}`;
    onTestFinished(async () => {
      await ask('DELETE', path);
    });
    while ((await ask('GET', path)).body.stack.stack_status === 'CREATE_IN_PROGRESS') await sleep(500);
    return path;
  };

  it('refuse the same with the same class, in the same words where Heat has any', async () => {
    const differences: unknown[] = [];
    for (const [method, path, body, type, message] of wrongRequests(await newStack())) {
      if (DIFFERENT.has(message)) continue;
      const { status, body: answer } = await ask(method, path, body);
      const theirs = { status, type: answer.error?.type, message: answer.error?.message };
      const speaks = ![undefined, MALFORMED].includes(theirs.message);
      const ours = { status: 400, type, message: speaks ? message : theirs.message };
      if (!isDeepStrictEqual(ours, theirs)) differences.push({ method, path, body, ours, theirs });
    }
    expect(differences).toEqual([]);
  });

  it('know the bearer of a token', async () => {
    const policy = new Policy();
    const auth = new TokenAuth({
      policy,
      clock,
      validator: keystoneValidator(admin),
      connections: tokenConnections(clouds, home.cloud),
      authUrl: home.cloud.authUrl,
    });
    const who = await auth.authenticate(await demo.token(), 'req-1');
    expect([who.username, who.projectId, who.isAdmin]).toEqual(['demo', await demo.projectId(), false]);
    expect(await who.connection.has('compute')).toBe(true);
    expect(await who.connection.projectId()).toBe(who.projectId);
    const boss = await auth.authenticate(await admin.token(), 'req-2');
    expect([boss.isAdmin, boss.mayUseType('OS::Nova::Flavor')]).toEqual([true, true]);
    await expect(async () => await auth.authenticate('nonsense', 'req-3')).rejects.toMatchObject({
      type: 'HTTPUnauthorized',
    });
  });
});
