import { describe, expect, it } from 'vitest';
import { parseCredentialSecret } from './credential-secret.ts';
import { Secret } from './secret.ts';

const parse = (text: string): unknown => parseCredentialSecret(new Secret(text), { name: 'west', region: 'one' });

describe('a credential secret', () => {
  it('names cloud and credential', () => {
    const auth = { auth_url: 'https://w/v3', application_credential_id: 'a', application_credential_secret: 's' };
    expect(parse(JSON.stringify({ auth_type: 'v3applicationcredential', auth }))).toEqual({
      cloud: { name: 'west', region: 'one', authUrl: 'https://w/v3' },
      credential: { authType: 'v3applicationcredential', auth },
    });
  });

  it.each([
    ['canary {', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['{"auth": {"password": "canary"}}', "no 'auth_type'"],
    ['{"auth_type": "password"}', "no 'auth'"],
    ['{"auth_type": "password", "auth": {"password": "canary"}}', "no 'auth_url'"],
    ['{"auth_type": "canarx", "auth": {"auth_url": "https://w"}}', "no login plugin 'canarx'"],
    [
      '{"auth_type": "token", "auth": {"auth_url": "https://w", "token": {"x": "canary"}}}',
      "parameter 'token' must be a text",
    ],
  ])('%s is refused, and not quoted', (text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).not.toThrow('canary');
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'BadCredential' }));
  });
});
