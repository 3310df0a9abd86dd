/** A stack on a cloud whose Keystone trusts an OpenID Connect provider, by each of the logins that need no browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireRequest, WireResponse } from '../../src/clouds/types.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { messageOf, type User } from './support/user.ts';

const PROVIDER = 'https://10.5.0.1';
const CLIENT = { id: 'isotherm', secret: 'client-secret' };
const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net, properties: {name: made}}}';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: new TextEncoder().encode(JSON.stringify(body)),
});

/** A small provider (OpenID Connect Discovery; RFC 6749 §4.3, §4.4) with one client and one user. */
class Provider {
  readonly #tokens = new Set<string>();

  answer(request: WireRequest): WireResponse {
    const { pathname } = new URL(request.url);
    if (pathname === '/.well-known/openid-configuration') {
      return json(200, {
        issuer: PROVIDER,
        token_endpoint: `${PROVIDER}/token`,
        grant_types_supported: ['password', 'client_credentials'],
      });
    }
    if (pathname !== '/token') return json(404, {});
    const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
    if (request.headers['authorization'] !== `Basic ${basic}`) return json(401, { error: 'invalid_client' });
    const form = new URLSearchParams(String(request.body));
    const isUser = form.get('username') === 'demo' && form.get('password') === 'oidc-password';
    if (form.get('grant_type') === 'password' && !isUser) return json(400, { error: 'invalid_grant' });
    return json(200, { access_token: this.issue(), token_type: 'Bearer', expires_in: 300 });
  }

  issue(): string {
    const token = `access-${this.#tokens.size}`;
    this.#tokens.add(token);
    return token;
  }

  knows(authorization: string | undefined): boolean {
    return this.#tokens.has(authorization?.replace(/^Bearer /, '') ?? '');
  }
}

describe('a cloud behind OpenID Connect', () => {
  const world = new ManyClouds();
  const provider = new Provider();
  let east: Place;
  let user: User;

  beforeAll(async () => {
    world.cloud('east');
    const west = world.cloud('west');
    world.hosts.set(PROVIDER, async (request) => provider.answer(request));
    const inner = world.hosts.get(west.baseUrl)!;
    // The federated login of Keystone, whose web server has the access token checked: an unscoped token for the mapped user.
    world.hosts.set(west.baseUrl, async (request) => {
      if (!request.url.endsWith('/OS-FEDERATION/identity_providers/corp/protocols/openid/auth')) return inner(request);
      if (!provider.knows(request.headers['authorization'])) return json(401, { error: { message: 'Unauthorized' } });
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
    ['access', 'v3oidcaccesstoken', { access_token: provider.issue() }],
  ])('is reached by %s', async (name, authType, more) => {
    await world.run(async () => expect(await create(name, authType, more)).toBe('CREATE_COMPLETE'));
  });

  it.each<[string, string, ValueMap]>([
    ['wrong-password', 'v3oidcpassword', { ...client, ...discovery, username: 'demo', password: 'wrong' }],
    ['wrong-client', 'v3oidcclientcredentials', { ...client, ...discovery, client_secret: 'wrong' }],
    ['wrong-token', 'v3oidcaccesstoken', { access_token: 'made-up' }],
  ])('is not reached by %s', async (name, authType, more) => {
    await world.run(async () =>
      expect(await create(name, authType, more)).toMatch(/^400 StackValidationFailed: Cannot establish/),
    );
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
