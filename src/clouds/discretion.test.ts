import { describe, expect, it } from 'vitest';
import { discreet, discreetLogin } from './discretion.ts';
import { CloudError } from './errors.ts';
import type { LoginContext } from './login/plugin.ts';

const error = new CloudError('no user with hunter2, hunter2 or abc', {
  cloud: 'west',
  code: 'LoginFailed',
  status: 401,
  requestId: 'req-1',
});

describe('what a cloud says back', () => {
  it('is told without the secrets in it, and with all else', () => {
    expect(discreet(error, ['hunter2', 'else'])).toMatchObject({
      message: 'no user with ******, ****** or abc',
      cloud: 'west',
      code: 'LoginFailed',
      status: 401,
      requestId: 'req-1',
    });
  });

  it('is told as it is where there is none', () => {
    expect(discreet(error, ['hunter3', 'abc', ''])).toBe(error);
  });

  it('tells no parameter of a login that is secret', async () => {
    const refused = discreetLogin(() => Promise.reject(error), {
      authType: 'password',
      auth: { username: 'user', password: 'hunter2' },
    });
    await expect(refused({} as LoginContext)).rejects.toThrow('no user with ******, ****** or abc');
  });

  it('names the provider that the login goes to', async () => {
    const refused = discreetLogin(() => Promise.reject(error), {
      authType: 'v3oidcpassword',
      auth: { access_token_endpoint: 'hunter2', 'access-token-type': 'user' },
    });
    await expect(refused({} as LoginContext)).rejects.toThrow('no user with hunter2, hunter2 or abc');
  });
});
