import { describe, expect, it } from 'vitest';
import { parseCatalog } from './catalog.ts';
import type { Link } from './link.ts';
import type { Grant } from './login/grant.ts';
import { identityV3, Session } from './session.ts';
import { CLOUD, FakeCloud, json, PASSWORD } from './testing/fake-cloud.ts';
import type { Connection } from './types.ts';

async function connected(): Promise<{ fake: FakeCloud; connection: Connection }> {
  const fake = new FakeCloud();
  fake.answer = ({ headers }) => json(200, { token: headers['x-auth-token']! });
  return { fake, connection: await fake.clouds().connect(CLOUD, PASSWORD) };
}

describe('a session', () => {
  it('logs in at the first need, once for all who wait', async () => {
    const { fake, connection } = await connected();
    expect(fake.logins).toBe(0);
    const compute = connection.service('compute');
    await fake.clock.run(Promise.all([compute.get('/a'), compute.get('/b'), connection.token(), connection.roles()]));
    expect(fake.logins).toBe(1);
    expect(await connection.roles()).toEqual(['member']);
    expect(await connection.userId()).toBe('u1');
  });

  it('logs in again a minute before the token ends, not earlier', async () => {
    const { fake, connection } = await connected();
    await fake.clock.run(connection.token());
    await fake.clock.pass(fake.tokenLife - 61_000);
    expect(await fake.clock.run(connection.token())).toBe('token-1');
    await fake.clock.pass(2_000);
    expect(await fake.clock.run(connection.token())).toBe('token-2');
  });

  it('uses a token that lives shorter than a minute for most of its life', async () => {
    const { fake, connection } = await connected();
    fake.tokenLife = 20_000;
    await fake.clock.run(connection.token());
    await fake.clock.pass(14_000);
    expect(await fake.clock.run(connection.token())).toBe('token-1');
    await fake.clock.pass(2_000);
    expect(await fake.clock.run(connection.token())).toBe('token-2');
  });

  it('does not mind a cloud whose clock is off', async () => {
    const { fake, connection } = await connected();
    fake.loginAnswer = () =>
      fake.token({ issued_at: '2001-01-01T00:00:00.000000Z', expires_at: '2001-01-01T01:00:00.000000Z' });
    await fake.clock.run(connection.token());
    await fake.clock.run(connection.token());
    expect(fake.logins).toBe(1);
  });

  it('logs in again when the cloud refuses the token, once for all, and repeats the requests', async () => {
    const { fake, connection } = await connected();
    const compute = connection.service('compute');
    await fake.clock.run(compute.get('/a'));
    fake.answer = ({ headers }) => (headers['x-auth-token'] === 'token-1' ? json(401, null) : json(200, { ok: true }));
    const answers = await fake.clock.run(
      Promise.all([compute.get('/b'), compute.post('/c', {}), compute.delete('/d')]),
    );
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(fake.logins).toBe(2);
  });

  it('gives up when the new token is refused too', async () => {
    const { fake, connection } = await connected();
    fake.answer = () => json(401, { error: { message: 'No.' } });
    await expect(fake.clock.run(connection.service('compute').get('/a'))).rejects.toMatchObject({
      code: 'Unauthorized',
      message: 'No.',
    });
    expect(fake.logins).toBe(2);
  });

  it('tells why a login failed, and tries again the next time', async () => {
    const { fake, connection } = await connected();
    fake.loginAnswer = () =>
      json(
        401,
        { error: { message: 'The request you have made requires authentication.' } },
        { 'x-openstack-request-id': 'req-1' },
      );
    await expect(fake.clock.run(connection.token())).rejects.toMatchObject({
      code: 'LoginFailed',
      cloud: 'east',
      service: 'identity',
      status: 401,
      requestId: 'req-1',
      message: 'The request you have made requires authentication.',
    });
    fake.loginAnswer = undefined;
    expect(await fake.clock.run(connection.token())).toBe('token-2');
  });

  it('is refused where Keystone knows the credential no more', async () => {
    const { fake, connection } = await connected();
    const message = 'Could not find Application Credential: nope.';
    fake.loginAnswer = () => json(404, { error: { code: 404, message, title: 'Not Found' } });
    await expect(fake.clock.run(connection.token())).rejects.toMatchObject({ code: 'LoginFailed', message });
  });

  it('takes no object for gone because its own application credential is', async () => {
    const { fake, connection } = await connected();
    await fake.clock.run(connection.token());
    const answer = json(404, { error: { code: 404, message: 'Could not find Application Credential: nope.' } });
    fake.answer = () => answer;
    fake.loginAnswer = () => answer;
    const keystone = connection.service('identity');
    await expect(fake.clock.run(keystone.delete('/roles/r'))).rejects.toMatchObject({ code: 'LoginFailed' });
    const gone = fake.clock.run(keystone.get('/users/u/application_credentials/nope'));
    await expect(gone).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('says when what answers is no Keystone', async () => {
    const { fake, connection } = await connected();
    for (const answer of [
      json(200, { hello: 1 }),
      json(201, { token: {} }),
      json(404, null),
      { ...json(200, null), body: new TextEncoder().encode('<html>') },
    ]) {
      fake.loginAnswer = () => answer;
      await expect(fake.clock.run(connection.token())).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
    }
  });

  it('keeps what some other service wrote to itself', async () => {
    const { fake, connection } = await connected();
    fake.loginAnswer = () => ({
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: new TextEncoder().encode('<body>inner secrets</body>'),
    });
    await expect(fake.clock.run(connection.token())).rejects.toThrow('The login was answered with status 403');
  });

  it('lets one who gives up go, and the login go on', async () => {
    const { fake, connection } = await connected();
    let finish = (): void => {};
    const slow = new Promise<void>((resolve) => (finish = resolve));
    fake.loginAnswer = () => slow.then(() => fake.token());
    const abort = new AbortController();
    const given = connection.service('compute').get('/a', { signal: abort.signal });
    const kept = connection.token();
    abort.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    finish();
    expect(await fake.clock.run(kept)).toBe('token-1');
    expect(fake.logins).toBe(1);
  });
});

describe('a grant', () => {
  it('may be shown to the cloud that gave it, and to no other', async () => {
    const fake = new FakeCloud();
    const grant: Grant = { headers: () => ({}), identity: { roles: [] }, catalog: parseCatalog(fake.catalog) };
    const parts = {
      link: undefined as unknown as Link,
      outside: () => parts.link,
      login: () => Promise.resolve(grant),
    };
    const session = new Session({
      ...parts,
      clock: fake.clock,
      owner: 'o',
      identity: 'https://keystone.example:5000/v3',
    });
    const shown = (url: string): boolean => session.allows(grant, url);
    expect(shown('https://nova.example/v2.1/servers')).toBe(true);
    expect(shown('https://keystone.example:5000/v3/users')).toBe(true);
    for (const url of ['https://keystone.example/v3', 'http://nova.example/', 'https://nova.example.evil/', 'nova']) {
      expect(shown(url)).toBe(false);
    }
  });
});

describe('identityV3', () => {
  it.each([
    ['http://k:5000', 'http://k:5000/v3'],
    ['http://k:5000/', 'http://k:5000/v3'],
    ['http://k:5000/v3/', 'http://k:5000/v3'],
    ['http://k/identity/v2.0', 'http://k/identity/v3'],
    ['http://k/identity/v3?x=1', 'http://k/identity/v3'],
  ])('%s', (authUrl, identity) => {
    expect(identityV3(authUrl)).toBe(identity);
  });
});
