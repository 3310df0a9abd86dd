/** The login plugins for services that run without Keystone, and the names of all plugins, beside keystoneauth1's own. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginNames, loginOf } from '../../../src/clouds/login/index.ts';
import type { Credential } from '../../../src/clouds/types.ts';
import { hasKeystoneauth, keystoneauth } from './keystoneauth.ts';
import { Logins } from './logins.ts';

const COMPARED = hasKeystoneauth();
const USER = { username: 'admin', password: 'pä:ss word' };

describe('a service without Keystone', () => {
  const seen: IncomingHttpHeaders[] = [];
  let server: Server;
  let logins: Logins;
  let basic: Credential;
  let none: Credential;

  beforeAll(async () => {
    const wanted = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`;
    server = createServer((request, response) => {
      seen.push(request.headers);
      const open = request.url?.startsWith('/open/') === true;
      const known = open ? 'x-auth-token' in request.headers : request.headers.authorization === wanted;
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(known ? '{"nodes": []}' : '{"error": {"message": "Incorrect username or password"}}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    logins = new Logins(url);
    basic = { authType: 'http_basic', auth: { endpoint: `${url}/v1`, ...USER } };
    none = { authType: 'none', auth: { endpoint: `${url}/open/v1` } };
  });
  afterAll(async () => {
    await logins.close();
    server.close();
  });

  it('lets a user in by HTTP basic authentication, and refuses another', async () => {
    const connection = await logins.connect(basic);
    expect(await connection.service('baremetal').get('/nodes')).toEqual({ nodes: [] });
    const other = await logins.connect({ ...basic, auth: { ...basic.auth, password: 'wrong' } });
    await expect(other.service('baremetal').get('/nodes')).rejects.toMatchObject({
      code: 'Unauthorized',
      message: 'Incorrect username or password',
    });
  });

  it.skipIf(!COMPARED)('is shown the headers that keystoneauth1 shows', async () => {
    const credentials = [basic, none];
    const { verdicts } = await keystoneauth(credentials);
    for (const [index, credential] of credentials.entries()) {
      await (await logins.connect(credential)).service('baremetal').get('/nodes');
      const verdict = verdicts[index]!;
      if ('error' in verdict) throw new Error(verdict.message);
      const wanted = Object.entries(verdict.headers).map(([name, value]) => [name.toLowerCase(), value]);
      expect(wanted.length, credential.authType).toBe(1);
      expect(seen.at(-1), credential.authType).toMatchObject(Object.fromEntries(wanted));
    }
  });
});

describe.skipIf(!COMPARED)('the login plugins of keystoneauth1', () => {
  const problem = (authType: string, auth: Credential['auth'] = {}): string => {
    try {
      loginOf({ name: 'any', authUrl: 'https://keystone.example/v3' }, { authType, auth });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it('are all known here, with all their parameters or with the reason why not', async () => {
    const { plugins } = await keystoneauth([]);
    expect(loginNames().filter((name) => plugins[name] === undefined)).toEqual([]);
    for (const [authType, parameters] of Object.entries(plugins)) {
      const why = problem(authType);
      expect.soft(why, authType).not.toMatch(/^There is no login plugin/);
      if (/cannot be used: ./.test(why)) continue;
      expect.soft(parameters.length, authType).toBeGreaterThan(0);
      const unknown = parameters.filter((name) => problem(authType, { [name]: 'x' }).includes('unknown parameter'));
      expect.soft(unknown, authType).toEqual([]);
    }
  });
});
