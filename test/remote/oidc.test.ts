/** A stack on a cloud whose Keystone trusts an OpenID Connect provider, by each of the logins that need no browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireResponse } from '../../src/clouds/types.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import { CLIENT, json, Provider } from '../real/identity/provider.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { messageOf, type User } from './support/user.ts';

const PROVIDER = 'https://10.5.0.1';
const AUTH = /\/OS-FEDERATION\/identity_providers\/(\w+)\/protocols\/openid\/auth$/;
const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net, properties: {name: made}}}';

const DENIED = 'The request you have made requires authentication.';
const NOT_VALIDATED: WireResponse = {
  status: 401,
  headers: {
    'content-type': 'text/html; charset=iso-8859-1',
    'www-authenticate': 'Bearer error="invalid_token", error_description="JWT token could not be validated"',
  },
  body: new TextEncoder().encode('<html><body><h1>Unauthorized</h1></body></html>'),
};
const refusal = (code: number, title: string, message: string): WireResponse =>
  json(code, { error: { code, message, title } });

describe('a cloud behind OpenID Connect', () => {
  const world = new ManyClouds();
  const provider = new Provider(PROVIDER, () => world.clock.now());
  let east: Place;
  let user: User;

  beforeAll(async () => {
    world.cloud('east');
    const west = world.cloud('west');
    world.hosts.set(PROVIDER, async (request) => provider.answer(request));
    const inner = world.hosts.get(west.baseUrl)!;
    // The federated login of Keystone and the web server before it, which checks the access token: an unscoped token for a user whom
    // the mapping knows. What they refuse is worded as test/real/identity.test.ts finds it.
    world.hosts.set(west.baseUrl, async (request) => {
      const asked = AUTH.exec(new URL(request.url).pathname);
      if (asked === null) return inner(request);
      const subject = provider.subjectOf(request.headers['authorization']);
      if (subject === undefined) return NOT_VALIDATED;
      if (asked[1] !== 'corp') return refusal(404, 'Not Found', `Could not find Identity Provider: ${asked[1]}.`);
      if (subject === 'stranger') return refusal(401, 'Unauthorized', DENIED);
      const user = { name: 'demo', domain: { id: 'default' }, password: 'secret' };
      const auth = { identity: { methods: ['password'], password: { user } }, scope: 'unscoped' };
      return inner({
        method: 'POST',
        url: `${west.baseUrl}/identity/v3/auth/tokens`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ auth }),
      });
    });
    await world.run(async () => {
      east = await world.server('east');
      user = await world.user(east, 'east');
    });
  });
  afterAll(() => world.close());

  const FEDERATION = (): ValueMap => ({
    auth_url: world.keystone('west'),
    identity_provider: 'corp',
    protocol: 'openid',
    project_name: 'demo',
    project_domain_id: 'default',
  });
  const client = { client_id: CLIENT.id, client_secret: CLIENT.secret };
  const discovery = { discovery_endpoint: `${PROVIDER}/.well-known/openid-configuration` };
  const direct = { access_token_endpoint: `${PROVIDER}/token` };

  const create = async (name: string, authType: string, more: ValueMap): Promise<string> => {
    const secret = await world.secret('east', { auth_type: authType, auth: { ...FEDERATION(), ...more } });
    const template = {
      heat_template_version: '2018-08-31',
      resources: {
        there: { type: 'OS::Heat::Stack', properties: { context: { credential_secret_id: secret }, template: CHILD } },
      },
    };
    const answer = await user.ask('POST', '/stacks', { stack_name: name, template });
    if (answer.status !== 201) return messageOf(answer);
    const id = String((answer.body['stack'] as ValueMap)['id']);
    const stack = await user.ended(name, id);
    await user.remove(name, id);
    return String(stack['stack_status']);
  };

  it.each<[string, string, ValueMap]>([
    ['password', 'v3oidcpassword', { ...client, ...discovery, username: 'demo', password: 'oidc-password' }],
    ['password-direct', 'v3oidcpassword', { ...client, ...direct, username: 'demo', password: 'oidc-password' }],
    ['client', 'v3oidcclientcredentials', { ...client, ...discovery }],
    ['access', 'v3oidcaccesstoken', { access_token: provider.issue('demo') }],
  ])('is reached by %s', async (name, authType, more) => {
    await world.run(async () => expect(await create(name, authType, more)).toBe('CREATE_COMPLETE'));
  });

  const asUser = { ...client, ...discovery, username: 'demo', password: 'oidc-password' };
  it.each<[string, string, ValueMap, string]>([
    ['wrong-password', 'v3oidcpassword', { ...asUser, password: 'wrong' }, 'Invalid user credentials'],
    ['stranger', 'v3oidcpassword', { ...asUser, username: 'stranger' }, 'does its mapping know this user?'],
    ['nowhere', 'v3oidcpassword', { ...asUser, identity_provider: 'none' }, 'Could not find Identity Provider: none.'],
    [
      'wrong-client',
      'v3oidcclientcredentials',
      { ...client, ...discovery, client_secret: 'wrong' },
      'Invalid client credentials',
    ],
    ['wrong-token', 'v3oidcaccesstoken', { access_token: 'made-up' }, 'JWT token could not be validated'],
  ])('is not reached by %s, and why is said', async (name, authType, more, why) => {
    await world.run(async () => {
      const message = await create(name, authType, more);
      expect(message).toMatch(/^400 StackValidationFailed: Cannot establish/);
      expect(message).toContain(why);
    });
  });

  it('shows its provider no token of Keystone, and Keystone no password', () => {
    const toProvider = world.sent.filter(({ url }) => url.startsWith(PROVIDER));
    expect(toProvider.length).toBeGreaterThan(0);
    expect(toProvider.filter(({ headers }) => 'x-auth-token' in headers)).toEqual([]);
    const elsewhere = world.sent.filter(({ url }) => !url.startsWith(PROVIDER) && !url.includes('/key-manager'));
    expect(
      elsewhere.filter(({ body }) => String(body).includes('oidc-password') && !String(body).includes('payload')),
    ).toEqual([]);
  });
});
