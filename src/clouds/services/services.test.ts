import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { CLOUD, entry, FakeCloud, json, PASSWORD, type Answer } from '../testing/fake-cloud.ts';
import type { Connection } from '../types.ts';
import { secretPayload } from './barbican.ts';
import { createTrust, deleteTrust, ec2Token, validateToken } from './keystone.ts';
import { postMessages } from './zaqar.ts';

async function cloud(answer: Answer): Promise<{ fake: FakeCloud; connection: Connection }> {
  const fake = new FakeCloud();
  fake.catalog = [
    entry('identity', 'https://keystone.example:5000/v3'),
    entry('key-manager', 'https://barbican.example/v1'),
    entry('messaging', 'https://zaqar.example/v2'),
  ];
  fake.answer = answer;
  return { fake, connection: await fake.clouds().connect(CLOUD, PASSWORD) };
}

const TOKEN = {
  methods: ['password'],
  user: { id: 'u', name: 'demo', domain: { id: 'default', name: 'Default' } },
  project: { id: 'p', name: 'demo', domain: { id: 'default', name: 'Default' } },
  roles: [{ id: 'r', name: 'member' }],
  expires_at: '2026-11-22T04:39:09.000000Z',
  audit_ids: ['a1', 'a0'],
};

describe('validateToken', () => {
  it('asks with its own token about the other', async () => {
    const { fake, connection } = await cloud(() => json(200, { token: TOKEN }));
    expect(await fake.clock.run(validateToken(connection, new Secret('theirs')))).toEqual({
      user: TOKEN.user,
      project: TOKEN.project,
      system: false,
      roles: TOKEN.roles,
      expiresAt: Date.UTC(2026, 10, 22, 4, 39, 9),
      isAdminProject: true,
      methods: ['password'],
      auditIds: ['a1', 'a0'],
    });
    expect(fake.paths).toEqual([]);
    expect(fake.seen.at(-1)!.headers).toMatchObject({ 'x-auth-token': 'token-1', 'x-subject-token': 'theirs' });
  });

  it('reads trusts, application credentials and other scopes', async () => {
    const { project: _project, ...rest } = TOKEN;
    const token = {
      ...rest,
      system: { all: true },
      domain: { id: 'd', name: 'D' },
      is_admin_project: false,
      'OS-TRUST:trust': { id: 't', trustor_user: { id: 'u1' }, trustee_user: { id: 'u2' }, impersonation: true },
      application_credential: { id: 'ac', name: 'x', restricted: false },
    };
    const { fake, connection } = await cloud(() => json(200, { token }));
    expect(await fake.clock.run(validateToken(connection, new Secret('theirs')))).toMatchObject({
      system: true,
      domain: { id: 'd', name: 'D' },
      isAdminProject: false,
      trust: { id: 't', trustorUserId: 'u1', trusteeUserId: 'u2' },
      applicationCredential: { id: 'ac', restricted: false },
    });
  });

  it('knows what is no valid token, and lets no odd text into a header', async () => {
    const { fake, connection } = await cloud(() => json(404, { error: { message: 'Failed to validate token' } }));
    expect(await fake.clock.run(validateToken(connection, new Secret('theirs')))).toBeUndefined();
    const asked = fake.seen.length;
    for (const text of ['', 'a b', 'a\r\nx: y', 'é'])
      expect(await validateToken(connection, new Secret(text))).toBeUndefined();
    expect(fake.seen).toHaveLength(asked);
  });

  it('fails when Keystone does', async () => {
    const { fake, connection } = await cloud(() => json(200, { token: { user: 1 } }));
    await expect(fake.clock.run(validateToken(connection, new Secret('theirs')))).rejects.toMatchObject({
      code: 'UnexpectedAnswer',
    });
  });
});

describe('trusts', () => {
  it('are created and deleted', async () => {
    const { fake, connection } = await cloud(({ method }) =>
      method === 'POST' ? json(201, { trust: { id: 't1' } }) : json(404, null),
    );
    const request = {
      trustorUserId: 'u1',
      trusteeUserId: 'u2',
      projectId: 'p',
      roles: ['member'],
      impersonation: true,
    };
    expect(await fake.clock.run(createTrust(connection, request))).toBe('t1');
    expect(fake.seen.at(-1)!.body).toEqual({
      trust: {
        trustor_user_id: 'u1',
        trustee_user_id: 'u2',
        project_id: 'p',
        impersonation: true,
        roles: [{ name: 'member' }],
        allow_redelegation: false,
      },
    });
    await fake.clock.run(deleteTrust(connection, 't1'));
    expect(fake.paths.at(-1)).toBe('DELETE /v3/OS-TRUST/trusts/t1');
  });
});

describe('ec2Token', () => {
  it('exchanges a signature for a token', async () => {
    const { fake, connection } = await cloud(() => json(200, { token: TOKEN }, { 'x-subject-token': 'made' }));
    const { token, info } = await fake.clock.run(ec2Token(connection, { access: 'a', signature: 's' }));
    expect([token.reveal(), info.project?.id]).toEqual(['made', 'p']);
    expect(fake.seen.at(-1)!.body).toEqual({ ec2Credentials: { access: 'a', signature: 's' } });
    expect(fake.seen.at(-1)!.headers['x-auth-token']).toBe('token-1');
  });
});

describe('secretPayload', () => {
  it('is read by id, whatever host the reference names', async () => {
    const { fake, connection } = await cloud(() => ({
      ...json(200, null),
      headers: { 'content-type': 'text/plain' },
      body: new TextEncoder().encode('{"a":1}'),
    }));
    for (const reference of ['s1', 'http://evil.example/v1/secrets/s1', 'https://barbican.example/v1/secrets/s1/']) {
      expect((await fake.clock.run(secretPayload(connection, reference))).reveal()).toBe('{"a":1}');
    }
    expect(new Set(fake.seen.slice(1).map(({ url }) => url.href))).toEqual(
      new Set(['https://barbican.example/v1/secrets/s1/payload']),
    );
  });

  it('is read in the form in which it was stored', async () => {
    const bytes = new TextEncoder().encode('ü');
    const { fake, connection } = await cloud(({ headers }) =>
      headers['accept'] === 'text/plain' ? json(406, null) : { status: 200, headers: {}, body: bytes },
    );
    expect((await fake.clock.run(secretPayload(connection, 's1'))).reveal()).toBe('ü');
  });
});

it('postMessages puts messages into a queue, as somebody', async () => {
  const { fake, connection } = await cloud(() => json(201, { resources: [] }));
  const messages = [{ body: { a: 1 }, ttl: 60 }];
  await fake.clock.run(postMessages(connection, 'a queue', messages, 'me'));
  const { method, url, headers, body } = fake.seen.at(-1)!;
  expect([method, url.href]).toEqual(['POST', 'https://zaqar.example/v2/queues/a%20queue/messages']);
  expect(headers).toMatchObject({ 'client-id': 'me', 'content-type': 'application/json' });
  expect(body).toEqual({ messages });
});
