import { describe, expect, it } from 'vitest';
import { CloudError } from '../../src/clouds/errors.ts';
import { TokenAuth } from '../../src/api/auth/token-auth.ts';
import type { TokenIdentity } from '../../src/api/auth/identity.ts';
import { Policy } from '../../src/api/policy/policy.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { identity, testApi } from './support.ts';

describe('a token', () => {
  it('that is missing or unknown is answered as Keystone’s middleware does', async () => {
    const api = testApi();
    for (const as of ['', 'stranger']) {
      const answer = await api.send('GET', '/stacks', { as });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Keystone uri="http://keystone/v3"');
      expect(answer.json()).toEqual({
        error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
      });
    }
  });

  it('is checked once a minute', async () => {
    const api = testApi();
    const ask = async (as: string) => (await api.send('GET', '/build_info', { as })).statusCode;
    await ask('member');
    api.clock.at += 59_000;
    await ask('member');
    expect(api.validated).toEqual(['member']);
    api.clock.at += 2_000;
    await ask('member');
    expect(api.validated).toEqual(['member', 'member']);
  });

  it('that is unknown is not asked about again at once', async () => {
    const api = testApi();
    const ask = async () => (await api.send('GET', '/build_info', { as: 'stranger' })).statusCode;
    expect([await ask(), await ask(), api.validated.length]).toEqual([401, 401, 1]);
    api.clock.at += 11_000;
    expect([await ask(), api.validated.length]).toEqual([401, 2]);
  });

  it('that cannot be in a header never reaches Keystone', async () => {
    const api = testApi();
    const answer = await api.send('GET', '/build_info', { headers: { 'x-auth-token': 'a b' } });
    expect([answer.statusCode, api.validated]).toEqual([401, []]);
  });
});

describe('TokenAuth', () => {
  const make = (validate: () => Promise<TokenIdentity | undefined>) => {
    const clock = { at: 0, now: () => clock.at, sleep: () => Promise.reject(new Error('never')) };
    const connections = { connect: () => ({}) as Connection };
    const auth = new TokenAuth({ clock, connections, policy: new Policy(), authUrl: 'u', validator: { validate } });
    return { auth, clock };
  };

  it('lets nobody in after the token’s end', async () => {
    const { auth, clock } = make(async () => identity({ expiresAt: 1_000 }));
    expect((await auth.authenticate('t', 'r')).userId).toBe('u1');
    clock.at = 1_000;
    await expect(async () => await auth.authenticate('t', 'r')).rejects.toMatchObject({ type: 'HTTPUnauthorized' });
  });

  it('says so when Keystone is out of reach, and asks again', async () => {
    let fails = true;
    const { auth } = make(async () => {
      if (fails) throw new CloudError('down', { cloud: 'home', code: 'Unreachable' });
      return identity();
    });
    await expect(async () => await auth.authenticate('t', 'r')).rejects.toMatchObject({
      type: 'HTTPServiceUnavailable',
    });
    fails = false;
    expect((await auth.authenticate('t', 'r')).projectId).toBe('mine');
  });

  it('knows an admin by role and project', async () => {
    const admin = async (changes: Partial<TokenIdentity>) =>
      (await make(async () => identity(changes)).auth.authenticate('t', 'r')).isAdmin;
    expect(await admin({ roles: ['admin'] })).toBe(true);
    expect(await admin({ roles: ['Admin'] })).toBe(true);
    expect(await admin({ roles: ['admin'], isAdminProject: false })).toBe(false);
    expect(await admin({ roles: ['member'] })).toBe(false);
  });

  it('tells which types the caller may use', async () => {
    const { auth } = make(async () => identity());
    const who = await auth.authenticate('t', 'r');
    expect(
      ['OS::Nova::Server', 'OS::Nova::Flavor', 'OS::Keystone::User', 'my.yaml'].map((type) => who.mayUseType(type)),
    ).toEqual([true, false, false, true]);
  });
});
