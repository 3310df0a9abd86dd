import { describe, expect, it } from 'vitest';
import type { Value } from '../../expressions/values.ts';
import { isCloudError, type CloudError } from '../errors.ts';
import { CLOUD, FakeCloud, json } from '../testing/fake-cloud.ts';
import type { Credential, WireResponse } from '../types.ts';
import { loginNames, loginOf } from './index.ts';

const USER = { name: 'demo', domain: { id: 'default' } };
const DEMO = { username: 'demo', user_domain_id: 'default' };
const PROJECT = { project: { name: 'p', domain: { name: 'Default' } } };
const IN_PROJECT = { project_name: 'p', project_domain_name: 'Default' };

async function sent(authType: string, auth: Credential['auth']): Promise<Value> {
  const fake = new FakeCloud();
  const connection = await fake.clouds().connect(CLOUD, { authType, auth });
  await fake.clock.run(connection.token());
  return (fake.seen[0]!.body as { auth: Value }).auth;
}

function problem(authType: string, auth: Credential['auth']): string {
  try {
    loginOf(CLOUD, { authType, auth });
  } catch (error) {
    if (isCloudError(error, 'BadCredential')) return error.message;
    throw error;
  }
  return 'none';
}

describe('what a login sends to Keystone', () => {
  it.each(['password', 'v3password'])('%s by name', async (authType) => {
    expect(await sent(authType, { ...DEMO, ...IN_PROJECT, password: 's' })).toEqual({
      identity: { methods: ['password'], password: { user: { ...USER, password: 's' } } },
      scope: PROJECT,
    });
  });

  it.each<[string, Credential['auth'], Value]>([
    ['project by id', { project_id: 'p1' }, { project: { id: 'p1' } }],
    ['tenant', { tenant_id: 'p1' }, { project: { id: 'p1' } }],
    ['domain by id', { domain_id: 'd1' }, { domain: { id: 'd1' } }],
    ['domain by name', { domain_name: 'D' }, { domain: { name: 'D' } }],
    ['system', { system_scope: 'all' }, { system: { all: true } }],
    ['trust', { trust_id: 't1' }, { 'OS-TRUST:trust': { id: 't1' } }],
    ['unscoped', { unscoped: true }, 'unscoped'],
    ['default domain', { project_name: 'p', default_domain_name: 'Default' }, PROJECT],
  ])('password scoped to %s', async (_name, scope, expected) => {
    expect(await sent('password', { 'user-id': 'u1', password: 's', ...scope })).toEqual({
      identity: { methods: ['password'], password: { user: { id: 'u1', password: 's' } } },
      scope: expected,
    });
  });

  it('password without a scope', async () => {
    expect(await sent('password', { user_id: 'u1', password: 's' })).not.toHaveProperty('scope');
  });

  it('token with a scope', async () => {
    expect(await sent('v3token', { token: 't', project_id: 'p1' })).toEqual({
      identity: { methods: ['token'], token: { id: 't' } },
      scope: { project: { id: 'p1' } },
    });
  });

  it('application credential by id and by name', async () => {
    expect(
      await sent('v3applicationcredential', { application_credential_id: 'a1', 'application-credential-secret': 's' }),
    ).toEqual({
      identity: { methods: ['application_credential'], application_credential: { id: 'a1', secret: 's' } },
    });
    const byName = { application_credential_name: 'a', application_credential_secret: 's', ...DEMO };
    expect(await sent('v3applicationcredential', byName)).toEqual({
      identity: { methods: ['application_credential'], application_credential: { name: 'a', secret: 's', user: USER } },
    });
  });

  it('passcode, alone and as a second factor', async () => {
    expect(await sent('v3totp', { ...DEMO, passcode: 123456, ...IN_PROJECT })).toEqual({
      identity: { methods: ['totp'], totp: { user: { ...USER, passcode: '123456' } } },
      scope: PROJECT,
    });
    const both = { ...DEMO, auth_methods: ['v3password', 'v3totp'], password: 's', passcode: '1', ...IN_PROJECT };
    const expected = {
      identity: {
        methods: ['password', 'totp'],
        password: { user: { ...USER, password: 's' } },
        totp: { user: { ...USER, passcode: '1' } },
      },
      scope: PROJECT,
    };
    expect(await sent('v3multifactor', both)).toEqual(expected);
    expect(await sent('v3multifactor', { ...both, auth_methods: 'v3password, v3totp' })).toEqual(expected);
  });
});

describe('a token without a scope', () => {
  it('is used as it is', async () => {
    const fake = new FakeCloud();
    fake.answer = () => fake.token();
    const connection = await fake.clouds().connect(CLOUD, { authType: 'token', auth: { token: 'given' } });
    expect(await fake.clock.run(connection.token())).toBe('given');
    expect(await connection.projectId()).toBe('p1');
    expect(
      fake.seen.map(({ method, headers }) => [method, headers['x-auth-token'], headers['x-subject-token']]),
    ).toEqual([['GET', 'given', 'given']]);
  });
});

describe('OpenID Connect', () => {
  const FEDERATION = { identity_provider: 'idp', protocol: 'openid', ...IN_PROJECT };
  const CLIENT = { client_id: 'me', client_secret: 'canary-client' };

  function provider(): FakeCloud {
    const fake = new FakeCloud();
    fake.answer = ({ url }) => {
      if (url.pathname === '/token') return json(200, { access_token: 'canary-access', id_token: 'canary-id' });
      if (url.pathname === '/.well-known/openid-configuration') {
        return json(200, { token_endpoint: 'https://idp.example/token', grant_types_supported: ['password'] });
      }
      return fake.token();
    };
    return fake;
  }

  it('logs in with user and password', async () => {
    const fake = provider();
    const auth = {
      ...FEDERATION,
      ...CLIENT,
      discovery_endpoint: 'https://idp.example/.well-known/openid-configuration',
    };
    const credential = { authType: 'v3oidcpassword', auth: { ...auth, username: 'u', password: 'p' } };
    await fake.clock.run((await fake.clouds().connect(CLOUD, credential)).token());
    const [, tokens, federated, scoped] = fake.seen;
    expect(fake.seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /.well-known/openid-configuration',
      'POST /token',
      'POST /v3/OS-FEDERATION/identity_providers/idp/protocols/openid/auth',
      'POST /v3/auth/tokens',
    ]);
    expect(Object.fromEntries(new URLSearchParams(String(tokens!.body)))).toEqual({
      grant_type: 'password',
      scope: 'openid profile',
      username: 'u',
      password: 'p',
    });
    expect(tokens!.headers['authorization']).toBe(`Basic ${Buffer.from('me:canary-client').toString('base64')}`);
    expect(federated!.headers['authorization']).toBe('Bearer canary-access');
    expect((scoped!.body as { auth: Value }).auth).toMatchObject({ scope: PROJECT });
  });

  it('logs in as a client, and with an access token', async () => {
    const fake = provider();
    const auth = {
      ...FEDERATION,
      ...CLIENT,
      access_token_endpoint: 'https://idp.example/token',
      access_token_type: 'id_token',
    };
    await fake.clock.run((await fake.clouds().connect(CLOUD, { authType: 'v3oidcclientcredentials', auth })).token());
    expect(fake.seen[1]!.headers['authorization']).toBe('Bearer canary-id');
    const given = { ...FEDERATION, access_token: 'given' };
    await fake.clock.run((await fake.clouds().connect(CLOUD, { authType: 'v3oidcaccesstoken', auth: given })).token());
    expect(fake.seen[3]!.headers['authorization']).toBe('Bearer given');
  });

  it.each(['http://169.254.169.254/token', 'https://127.0.0.1/token', 'file:///etc/passwd'])(
    'sends no password to %s, whatever the discovery document says',
    async (token_endpoint) => {
      const fake = new FakeCloud();
      fake.answer = () => json(200, { token_endpoint });
      const auth = {
        ...FEDERATION,
        ...CLIENT,
        discovery_endpoint: 'https://idp.example/d',
        username: 'u',
        password: 'p',
      };
      const connection = await fake.clouds().connect(CLOUD, { authType: 'v3oidcpassword', auth });
      await expect(fake.clock.run(connection.token())).rejects.toMatchObject({ code: 'EgressRefused' });
      expect(fake.paths).toEqual(['GET /d']);
    },
  );

  it('fails clearly, and tells no secret', async () => {
    const cases: [number, Value, string][] = [
      [
        401,
        { error: 'invalid_client', error_description: 'Invalid client' },
        'The OpenID Connect provider answered: Invalid client',
      ],
      [200, { nothing: true }, "The OpenID Connect provider answered without 'access_token'"],
      [200, 'text', 'The OpenID Connect provider did not answer with a JSON object'],
    ];
    for (const [status, body, message] of cases) {
      const fake = new FakeCloud();
      fake.answer = () => json(status, body);
      const auth = { ...FEDERATION, ...CLIENT, access_token_endpoint: 'https://idp.example/token' };
      const connection = await fake.clouds().connect(CLOUD, { authType: 'v3oidcclientcredentials', auth });
      const error = (await fake.clock.run(connection.token()).catch((error: unknown) => error)) as CloudError;
      expect([error.code, error.message]).toEqual(['LoginFailed', message]);
      expect(JSON.stringify(error) + error.describe()).not.toContain('canary');
    }
  });
});

describe('a login that Keystone refuses', () => {
  const PASSCODE = { ...DEMO, passcode: '123456' };
  const denied = json(401, { error: { code: 401, message: 'Denied.', title: 'Unauthorized' } });

  async function refusal(answer: WireResponse, authType: string, auth: Credential['auth']): Promise<CloudError> {
    const fake = new FakeCloud();
    fake.answer = fake.loginAnswer = () => answer;
    const connection = await fake.clouds().connect(CLOUD, { authType, auth });
    return (await fake.clock.run(connection.token()).catch((error: unknown) => error)) as CloudError;
  }
  const receipt = (required: Value): WireResponse =>
    json(401, { receipt: {}, required_auth_methods: required }, { 'openstack-auth-receipt': 'canary' });

  it.each<[string, Value, string]>([
    ['one set', [['password', 'totp']], 'password and totp'],
    ['two sets', [['totp'], ['password', 'token']], 'totp, or password and token'],
    ['no set', [], 'other methods'],
    ['no list', null, 'other methods'],
    ['nonsense', ['totp', [5, 'token']], 'token'],
    ['too much', [['x'.repeat(100_000)]], 'x'.repeat(500)],
  ])('for want of factors says which, %s', async (_name, required, wanted) => {
    const error = await refusal(receipt(required), 'v3totp', PASSCODE);
    const message = `This is not enough to log in: Keystone asks this user for ${wanted}`;
    expect(error).toMatchObject({ code: 'LoginFailed', status: 401, message });
    expect(error.describe()).not.toContain('canary');
  });

  it('for a passcode says how long one lasts, and for a password does not', async () => {
    const password = { ...DEMO, password: 's' };
    const both = { ...password, ...PASSCODE, auth_methods: 'v3password,v3totp' };
    const hinted = 'Denied. (a passcode is good for a minute at most)';
    expect((await refusal(denied, 'v3totp', PASSCODE)).message).toBe(hinted);
    expect((await refusal(denied, 'v3multifactor', both)).message).toBe(hinted);
    expect((await refusal(denied, 'v3password', password)).message).toBe('Denied.');
    const busy = json(403, { error: { message: 'Forbidden.' } });
    expect((await refusal(busy, 'v3totp', PASSCODE)).message).toBe('Forbidden.');
  });

  it.each<[string, number, Record<string, string>, string | null, string, string]>([
    ['a mapping', 401, {}, 'Denied.', 'LoginFailed', 'Denied. (does its mapping know this user?)'],
    ['a user twice', 409, {}, 'Duplicate entry.', 'LoginFailed', 'Duplicate entry.'],
    ['a provider', 404, {}, 'Could not find idp.', 'LoginFailed', 'Could not find idp.'],
    [
      'a token that is no good',
      401,
      { 'content-type': 'text/html', 'www-authenticate': 'Bearer error="invalid_token", error_description="No JWT"' },
      null,
      'LoginFailed',
      'No JWT',
    ],
    ['no reason', 401, { 'content-type': 'text/html' }, null, 'LoginFailed', 'The login was answered with status 401'],
    [
      'a login page',
      302,
      { 'content-type': 'text/html', location: 'https://idp.example/login' },
      null,
      'UnexpectedAnswer',
      'The login was answered with status 302, which leads elsewhere, as to a browser',
    ],
  ])('behind an identity provider, for %s', async (_name, status, headers, message, code, says) => {
    const answer = json(status, message === null ? null : { error: { message } }, headers);
    const auth = { identity_provider: 'idp', protocol: 'openid', access_token: 'canary' };
    const error = await refusal(answer, 'v3oidcaccesstoken', auth);
    const text = `Keystone did not take what the identity provider says: ${says}`;
    expect(error).toMatchObject({ code, status, message: text });
    expect(error.describe()).not.toContain('canary');
  });
});

describe('clouds without Keystone', () => {
  it('are reached with HTTP basic authentication or none', async () => {
    const fake = new FakeCloud();
    fake.answer = () => json(200, { nodes: [] });
    const cloud = { name: 'ironic', authUrl: '' };
    const endpoint = 'https://ironic.example:6385/v1';
    const basic = { authType: 'http_basic', auth: { endpoint, username: 'u', password: 'p' } };
    await fake.clock.run((await fake.clouds().connect(cloud, basic)).service('baremetal').get('/nodes'));
    const none = await fake.clouds().connect(cloud, { authType: 'none', auth: { endpoint } });
    await fake.clock.run(none.service('baremetal').get('/nodes'));
    expect(fake.paths).toEqual(['GET /v1/nodes', 'GET /v1/nodes']);
    const shown = fake.seen.map(({ headers }) => [headers['authorization'], headers['x-auth-token']]);
    expect(shown).toEqual([
      ['Basic dTpw', undefined],
      [undefined, 'notused'],
    ]);
    await expect(none.token()).rejects.toMatchObject({ code: 'LoginFailed' });
  });
});

describe('a credential that makes no sense', () => {
  it.each<[string, Credential['auth'], string]>([
    ['v3magic', {}, "There is no login plugin 'v3magic': known are password, v3password, token"],
    ['v3adfspassword', {}, "The login plugin 'v3adfspassword' cannot be used: ADFS"],
    ['v3oidcauthcode', {}, 'it needs a browser'],
    ['password', { ...DEMO }, "missing parameter 'password'"],
    ['password', { ...DEMO, password: '' }, "missing parameter 'password'"],
    ['password', { ...DEMO, password: 's', colour: 'red' }, "unknown parameter 'colour'"],
    ['password', { username: 'u', password: 's' }, "'user_domain_id' or 'user_domain_name' is needed too"],
    ['password', { password: 's' }, "'user_id', or 'username' with its domain, is needed"],
    ['password', { ...DEMO, password: 's', project_name: 'p' }, "'project_domain_id' or 'project_domain_name'"],
    ['password', { ...DEMO, password: 's', project_id: 'p', trust_id: 't' }, 'a login has one scope only'],
    ['password', { ...DEMO, password: 's', system_scope: 'some' }, "'system_scope' can only be 'all'"],
    ['password', { ...DEMO, password: ['s'] }, "parameter 'password' must be a text"],
    ['password', { ...DEMO, user_name: 'x', password: 's' }, "parameter 'username' is given twice"],
    ['token', {}, "missing parameter 'token'"],
    ['v3applicationcredential', { application_credential_secret: 's' }, "'application_credential_id', or"],
    [
      'v3applicationcredential',
      { application_credential_id: 'a' },
      "missing parameter 'application_credential_secret'",
    ],
    ['v3totp', { ...DEMO }, "missing parameter 'passcode'"],
    ['v3multifactor', { auth_methods: ['v3magic'] }, "not 'v3magic'"],
    [
      'v3multifactor',
      { ...DEMO, auth_methods: ['v3password', 'v3totp'], password: 's' },
      "missing parameter 'passcode'",
    ],
    [
      'v3oidcpassword',
      { identity_provider: 'i', protocol: 'p', client_id: 'c', username: 'u', password: 'p' },
      "'access_token_endpoint' or",
    ],
    ['none', {}, "missing parameter 'endpoint'"],
  ])('%s %j', (authType, auth, message) => {
    expect(problem(authType, auth)).toContain(message);
  });

  it('is told with all that is wrong, and without values', () => {
    const text = problem('password', { canary: 1, other: 2, username: { canary: 'secret-value' } });
    expect(text).toContain(
      "unknown parameter 'canary'; unknown parameter 'other'; parameter 'username' must be a text; missing parameter 'password'",
    );
    expect(text).not.toContain('secret-value');
  });

  it('is refused before anything is sent', async () => {
    const fake = new FakeCloud();
    const clouds = fake.clouds();
    await expect(clouds.connect(CLOUD, { authType: 'password', auth: {} })).rejects.toMatchObject({
      code: 'BadCredential',
    });
    const elsewhere = { authType: 'token', auth: { token: 't', auth_url: 'https://other.example/v3' } };
    await expect(clouds.connect(CLOUD, elsewhere)).rejects.toMatchObject({ code: 'BadCredential' });
    await expect(
      clouds.connect({ name: 'x', authUrl: 'file:///etc' }, { authType: 'token', auth: { token: 't' } }),
    ).rejects.toMatchObject({
      code: 'BadCredential',
    });
    expect(fake.seen).toEqual([]);
  });

  it('has a plugin for each name', () => {
    expect(new Set(loginNames()).size).toBe(loginNames().length);
  });
});
