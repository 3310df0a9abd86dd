/** What only the sandbox's object store can be asked: to forget nothing, to be absent, and what no HTTP client would send. */
import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, MemoryStateFile, type Listener, type Sandbox } from '../../src/sandbox/index.ts';
import { Client, testSandbox } from './harness/index.ts';

const STORE = 'object-store';
const TEXT = { 'content-type': 'text/plain' };

function clientOf(sandbox: Sandbox, user = 'demo'): Promise<Client> {
  const login = {
    authUrl: `${sandbox.baseUrl}/identity/v3`,
    region: sandbox.region,
    user,
    password: 'secret',
    project: user,
  };
  const exchange = (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string | Uint8Array,
  ) => sandbox.handle({ method, url, headers, ...(body !== undefined && { body }) });
  return Client.logIn(exchange, login);
}

it('remembers containers and objects', async () => {
  const state = new MemoryStateFile();
  const { sandbox } = testSandbox({ state });
  const before = await clientOf(sandbox);
  await before.put(STORE, '/box', '', { 'x-container-read': '.r:*' });
  await before.put(STORE, '/box/dir/x', new Uint8Array([0, 255, 1]), { ...TEXT, 'x-object-meta-a': 'b' });
  const seen = await before.get(STORE, '/box/dir/x');
  sandbox.close();
  const after = await clientOf(testSandbox({ state }).sandbox);
  const again = await after.get(STORE, '/box/dir/x');
  const { 'x-trans-id': _id, 'x-openstack-request-id': _same, ...headers } = again.headers;
  expect(seen.headers).toMatchObject(headers);
  expect(headers['etag']).toMatch(/^[0-9a-f]{32}$/);
  expect((await after.send('HEAD', STORE, '/box')).headers).toMatchObject({
    'x-container-read': '.r:*',
    'x-container-bytes-used': '3',
  });
});

it('keeps nothing of a write that is refused', async () => {
  const demo = await clientOf(testSandbox().sandbox);
  await demo.put(STORE, '/versions', '');
  await demo.put(STORE, '/box', '', { 'x-versions-location': 'versions' });
  await demo.put(STORE, '/box/x', 'one', TEXT);
  expect((await demo.put(STORE, '/box/x', 'two', { ...TEXT, etag: 'wrong' })).status).toBe(422);
  expect((await demo.get(STORE, '/box/x')).text).toBe('one');
  expect((await demo.get(STORE, '/versions')).status).toBe(204);
});

it('keeps every version of an object, those of one moment too, and the moment it was deleted at', async () => {
  const demo = await clientOf(testSandbox().sandbox);
  await demo.put(STORE, '/versions', '');
  await demo.put(STORE, '/box', '', { 'x-history-location': 'versions' });
  for (const text of ['one', 'two']) await demo.put(STORE, '/box/x', text, TEXT);
  expect((await demo.delete(STORE, '/box/x')).status).toBe(204);
  expect((await demo.get(STORE, '/box/x')).status).toBe(404);
  const names = (await demo.get(STORE, '/versions')).text.trim().split('\n');
  const kept = await Promise.all(names.map((name) => demo.get(STORE, `/versions/${name}`)));
  expect(kept.map(({ text }) => text)).toEqual(['one', 'two', '']);
  expect(kept[2]!.headers['content-type']).toBe('application/x-deleted;swift_versions_deleted=1');
});

it('lets an administrator into no account but their own, unless they have the role for all', async () => {
  const { sandbox } = testSandbox();
  const [demo, admin] = [await clientOf(sandbox), await clientOf(sandbox, 'admin')];
  await demo.put(STORE, '/box', '');
  const url = `${demo.endpoint(STORE)}/box`;
  const look = async (token: string) =>
    (await sandbox.handle({ method: 'GET', url, headers: { 'x-auth-token': token } })).status;
  expect(await look(admin.token)).toBe(403);
  const role = await admin.post('identity', '/roles', { role: { name: 'ResellerAdmin' } });
  const { id } = (role.body as { role: { id: string } }).role;
  await admin.put('identity', `/projects/${admin.projectId}/users/${admin.userId}/roles/${id}`);
  expect(await look((await clientOf(sandbox, 'admin')).token)).toBe(204);
});

it('can be left out', async () => {
  const { sandbox } = testSandbox({ without: [STORE] });
  expect((await clientOf(sandbox)).has(STORE)).toBe(false);
  expect((await sandbox.handle({ method: 'GET', url: '/info', headers: {} })).status).toBe(404);
});

describe('over a wire', () => {
  const { sandbox } = testSandbox();
  let listener: Listener;
  beforeAll(async () => {
    listener = await listen(sandbox, 0);
  });
  afterAll(() => listener.close());

  it('wants to know how long an object is', async () => {
    const demo = await clientOf(sandbox);
    await demo.put(STORE, '/box', '');
    const path = `${new URL(demo.endpoint(STORE)).pathname}/box/x`;
    const status = await new Promise((resolve, reject) => {
      const options = { port: listener.port, path, method: 'PUT', headers: { 'x-auth-token': demo.token, ...TEXT } };
      const sent = send(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.removeHeader('transfer-encoding');
      sent.useChunkedEncodingByDefault = false;
      sent.once('error', reject);
      sent.end();
    });
    expect(status).toBe(411);
  });
});
