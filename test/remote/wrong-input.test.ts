/** Everything that can be wrong on the way to another cloud, and what is said of it before anything is made. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransportError } from '../../src/clouds/errors.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { mapAt, type User } from './support/user.ts';

const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net}}';
const CANARY = 'canary-4f1d8e';

describe('a wrong way to another cloud', () => {
  const world = new ManyClouds();
  const rows: string[][] = [];
  let strict: User;
  let user: User;
  let east: Place;

  beforeAll(async () => {
    world.cloud('east');
    world.cloud('west');
    world.hosts.set('https://10.3.0.1', () => Promise.reject(new TransportError('untrusted', 'self-signed')));
    world.hosts.set('http://10.3.0.2', () => new Promise(() => {}));
    world.hosts.set('http://10.3.0.3', async () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: new TextEncoder().encode('<html>a web page</html>'),
    }));
    await world.run(async () => {
      east = await world.server('east');
      user = await world.user(east, 'east');
      const place = await world.server('east', { allowInsecure: false });
      strict = await world.user(place, 'east');
    });
  });
  afterAll(async () => {
    const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
    const lines = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
    process.stdout.write(`\n${lines.join('\n')}\n`);
    await world.close();
  });

  const at = (auth_url: string, more: ValueMap = {}): ValueMap => {
    const credential = world.credential('west');
    return { ...credential, auth: { ...(credential['auth'] as ValueMap), auth_url, ...more } };
  };
  type Context = () => Promise<ValueMap>;
  const secret =
    (payload: () => Value): Context =>
    async () => ({ credential_secret_id: await world.secret('east', payload()) });

  type Case = readonly [name: string, context: Context, expected: RegExp, server?: 'strict'];
  const MATRIX: readonly Case[] = [
    [
      'no such secret',
      async () => ({ credential_secret_id: '00000000-0000-4000-8000-000000000000' }),
      /secret 00000000.* could not be found in the key manager of cloud east/,
    ],
    ['a secret id that is none', async () => ({ credential_secret_id: 'west' }), /secret west could not be found/],
    [
      "another project's secret",
      async () => ({ credential_secret_id: await world.secret('east', world.credential('west'), 'admin') }),
      /secret .* may not be read with the roles of the stack's owner/,
    ],
    ['a secret that is no JSON', secret(() => `'${CANARY}'`), /The credential secret is not a JSON object/],
    [
      'single quotes',
      secret(() => `{'auth_type': 'v3password', 'auth': {'password': '${CANARY}'}}`),
      /not a JSON object/,
    ],
    ['JSON that is no object', secret(() => `["${CANARY}"]`), /The credential secret is not a JSON object/],
    ['no auth_type', secret(() => ({ auth: { password: CANARY } })), /has no 'auth_type'/],
    ['no auth', secret(() => ({ auth_type: 'v3password' })), /has no 'auth' with the parameters of the login/],
    ['no auth_url', secret(() => ({ auth_type: 'v3password', auth: { password: CANARY } })), /has no 'auth_url'/],
    [
      'no such plugin',
      secret(() => ({ auth_type: 'v4magic', auth: { auth_url: 'http://10.0.0.2' } })),
      /no login plugin 'v4magic'/,
    ],
    [
      'a plugin that needs a browser',
      secret(() => ({ auth_type: 'v3oidcauthcode', auth: { auth_url: 'http://10.0.0.2' } })),
      /'v3oidcauthcode' cannot be used: it needs a browser/,
    ],
    [
      'v3adfspassword',
      secret(() => ({ auth_type: 'v3adfspassword', auth: { auth_url: 'http://10.0.0.2' } })),
      /cannot be used: ADFS/,
    ],
    [
      'a parameter that is missing',
      secret(() => ({
        auth_type: 'v3applicationcredential',
        auth: { auth_url: 'http://10.0.0.2', application_credential_id: 'x' },
      })),
      /application_credential_secret/,
    ],
    ['a parameter too many', secret(() => at('http://10.0.0.2', { pasword: CANARY })), /pasword/],
    ['a URL that is none', secret(() => at('keystone')), /not an http or https URL/],
    [
      'a wrong password',
      secret(() => at(world.keystone('west'), { password: CANARY })),
      /credential|credentials|requires authentication/,
    ],
    [
      'no such project',
      secret(() => at(world.keystone('west'), { project_name: 'nowhere' })),
      /authentication|project/i,
    ],
    ['nobody there', secret(() => at('http://10.3.0.9/v3')), /Unable to establish connection to http:\/\/10\.3\.0\.9/],
    ['a cloud that hangs', secret(() => at('http://10.3.0.2/v3')), /did not answer within 30 s/],
    [
      'a certificate that is not trusted',
      secret(() => at('https://10.3.0.1/v3')),
      /certificate of https:\/\/10\.3\.0\.1 .* could not be verified/,
    ],
    ['something that is no Keystone', secret(() => at('http://10.3.0.3/v3')), /did not answer as|Identity|Keystone/],
    [
      'the metadata service',
      secret(() => at('http://169.254.169.254/v3')),
      /Requests to 169\.254\.169\.254 are not allowed/,
    ],
    ['localhost', secret(() => at('http://127.0.0.1:5000/v3')), /Requests to 127\.0\.0\.1 are not allowed/],
    ['localhost in disguise', secret(() => at('http://0x7f000001/v3')), /not allowed/],
    ['no such region', async () => ({ region_name: 'Atlantis' }), /Atlantis/],
    [
      'insecure where the operator forbids it',
      async () => ({ credential_secret_id: await world.secret('east', world.credential('west')), insecure: true }),
      /operator of this service does not allow `insecure`/,
      'strict',
    ],
  ];

  it.each(MATRIX.map((row) => [row[0], row] as const))('%s', async (name, [, context, expected, server]) => {
    await world.run(async () => {
      const template = {
        heat_template_version: '2018-08-31',
        resources: { there: { type: 'OS::Heat::Stack', properties: { context: await context(), template: CHILD } } },
      };
      const who = server === 'strict' ? strict : user;
      world.sent.length = 0;
      const answer = await who.ask('POST', '/stacks', { stack_name: 'wrong', template });
      const error = mapAt(answer.body, 'error');
      const message = String(error['message']);
      rows.push([name, `${answer.status} ${String(error['type'])}`, message]);
      expect(answer.status).toBe(400);
      expect(message).toMatch(expected);
      expect(message).not.toContain(CANARY);
      const changing = world.sent.filter(({ method, url }) => method !== 'GET' && !url.endsWith('/auth/tokens'));
      expect(changing).toEqual([]);
      expect((await who.ask('GET', '/stacks')).body['stacks']).toEqual([]);
    });
  });

  it('tells nobody what the secret held', () => {
    expect(east.log.filter((line) => line.includes(CANARY))).toEqual([]);
    expect(user.answers.filter((text) => text.includes(CANARY))).toEqual([]);
  });
});
