/**
 * The cloud client against real services. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with the entries of `ENTRIES` below: two
 * ordinary users with projects of their own, and an administrator, of one cloud.
 */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCloudsYaml } from '../../src/clouds/cloudsyaml.ts';
import { Clouds } from '../../src/clouds/connect.ts';
import type { CloudAccess } from '../../src/clouds/credential-secret.ts';
import { Egress } from '../../src/clouds/egress.ts';
import { isNotFound } from '../../src/clouds/errors.ts';
import type { CloudLogEntry } from '../../src/clouds/log.ts';
import { listAll } from '../../src/clouds/paging.ts';
import { path } from '../../src/clouds/path.ts';
import { Secret } from '../../src/clouds/secret.ts';
import { secretPayload } from '../../src/clouds/services/barbican.ts';
import { createTrust, deleteTrust, ec2Token, validateToken } from '../../src/clouds/services/keystone.ts';
import { systemResolver, UndiciTransport } from '../../src/clouds/transport/undici.ts';
import type { Collection, Connection, Credential } from '../../src/clouds/types.ts';
import type { Clock, Random } from '../../src/expressions/ports.ts';
import type { ValueMap } from '../../src/expressions/values.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
const ENTRIES = { demo: 'east-demo', other: 'east-demo2', admin: 'east-admin' } as const;
if (FILE === undefined) process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: nothing is tried on real clouds\n');

const clock: Clock = { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) };
const random: Random = { integer: (bound) => Math.floor(Math.random() * bound), uuid: () => crypto.randomUUID() };
const NAME = `isotherm-test-${random.uuid().slice(0, 8)}`;

describe.skipIf(FILE === undefined)('a real cloud', () => {
  const log: CloudLogEntry[] = [];
  const access = new Map<string, CloudAccess>();
  let clouds: Clouds;
  let demo: Connection;
  let other: Connection;
  let admin: Connection;

  const open = async (entry: string, more?: Partial<Credential>): Promise<Connection> => {
    const { cloud, credential } = access.get(entry)!;
    return clouds.connect(cloud, { ...credential, ...more });
  };
  const inProject = (entry: string): ValueMap => {
    const { auth } = access.get(entry)!.credential;
    return Object.fromEntries(Object.entries(auth).filter(([key]) => key.startsWith('project_')));
  };

  beforeAll(async () => {
    const read = (file: string): Promise<string> => readFile(file, 'utf8');
    const text = await read(FILE!);
    for (const entry of Object.values(ENTRIES)) access.set(entry, await readCloudsYaml(entry, text, read));
    const trustedClouds = [...access.values()].map(({ cloud }) => cloud.authUrl);
    const egress = new Egress({ trustedClouds }, systemResolver, clock);
    clouds = new Clouds({
      clock,
      random,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
      log: (line) => log.push(line),
    });
    [demo, other, admin] = await Promise.all([open(ENTRIES.demo), open(ENTRIES.other), open(ENTRIES.admin)]);
  });

  afterAll(() => clouds.close());

  describe('login', () => {
    it('with a password', async () => {
      expect(await demo.projectId()).toMatch(/^[0-9a-f]{32}$/);
      expect(await demo.roles()).toContain('member');
      expect(await demo.projectId()).not.toBe(await other.projectId());
    });

    it('with a token, as it is and exchanged', async () => {
      const token = await demo.token();
      const asItIs = await open(ENTRIES.demo, { authType: 'token', auth: { token } });
      expect([await asItIs.token(), await asItIs.projectId()]).toEqual([token, await demo.projectId()]);
      expect(await asItIs.has('compute')).toBe(true);
      const exchanged = await open(ENTRIES.demo, { authType: 'v3token', auth: { token, ...inProject(ENTRIES.demo) } });
      expect(await exchanged.projectId()).toBe(await demo.projectId());
      expect(await exchanged.token()).not.toBe(token);
    });

    it('without a scope, and with that of the system', async () => {
      const { auth } = access.get(ENTRIES.admin)!.credential;
      const bare = Object.fromEntries(Object.entries(auth).filter(([key]) => !key.startsWith('project_')));
      const unscoped = await open(ENTRIES.admin, { auth: { ...bare, unscoped: true } });
      await expect(unscoped.projectId()).rejects.toMatchObject({ code: 'LoginFailed' });
      expect(await unscoped.userId()).toBe(await admin.userId());
      const system = await open(ENTRIES.admin, { auth: { ...bare, system_scope: 'all' } });
      expect(await system.roles()).toContain('admin');
    });

    it('with an application credential, by id and by name', async () => {
      const user = await demo.userId();
      const identity = demo.service('identity');
      const created = (await identity.post(path`/users/${user}/application_credentials`, {
        application_credential: { name: NAME },
      })) as { application_credential: { id: string; secret: string } };
      const { id, secret } = created.application_credential;
      try {
        const common = { application_credential_secret: secret };
        const byId = await open(ENTRIES.demo, {
          authType: 'v3applicationcredential',
          auth: { ...common, application_credential_id: id },
        });
        expect(await byId.projectId()).toBe(await demo.projectId());
        const byName = await open(ENTRIES.demo, {
          authType: 'v3applicationcredential',
          auth: { ...common, application_credential_name: NAME, user_id: user },
        });
        expect(await byName.userId()).toBe(user);
        const info = await validateToken(admin, new Secret(await byId.token()));
        expect(info).toMatchObject({
          applicationCredential: { id, restricted: true },
          methods: ['application_credential'],
        });
        const asItIs = await open(ENTRIES.demo, { authType: 'token', auth: { token: await byId.token() } });
        expect(await asItIs.projectId()).toBe(await demo.projectId());
      } finally {
        await identity.delete(path`/users/${user}/application_credentials/${id}`);
      }
    });

    it('with a trust', async () => {
      const trustId = await createTrust(demo, {
        trustorUserId: await demo.userId(),
        trusteeUserId: await other.userId(),
        projectId: await demo.projectId(),
        roles: ['member'],
        impersonation: true,
      });
      const { auth } = access.get(ENTRIES.other)!.credential;
      const bare = Object.fromEntries(Object.entries(auth).filter(([key]) => !key.startsWith('project_')));
      const trustee = await open(ENTRIES.other, { auth: { ...bare, trust_id: trustId } });
      expect(await trustee.projectId()).toBe(await demo.projectId());
      expect(await trustee.userId()).toBe(await demo.userId());
      expect(await trustee.roles()).toContain('member');
      expect(await validateToken(admin, new Secret(await trustee.token()))).toMatchObject({ trust: { id: trustId } });
      await deleteTrust(demo, trustId);
      await deleteTrust(demo, trustId);
    });

    it('fails clearly', async () => {
      const { auth } = access.get(ENTRIES.demo)!.credential;
      const wrong = await open(ENTRIES.demo, { auth: { ...auth, password: 'canary-wrong' } });
      await expect(wrong.token()).rejects.toMatchObject({ code: 'LoginFailed', status: 401, service: 'identity' });
      const scoped = await open(ENTRIES.demo, { auth: { ...auth, project_name: 'nowhere' } });
      await expect(scoped.token()).rejects.toMatchObject({ code: 'LoginFailed' });
      const dead = await open(ENTRIES.demo, { authType: 'token', auth: { token: 'gAAAAA-none' } });
      await expect(dead.token()).rejects.toMatchObject({ code: 'LoginFailed' });
    });

    it('again when the token is taken away', async () => {
      const { auth } = access.get(ENTRIES.demo)!.credential;
      const own = await open(ENTRIES.demo, { auth: { ...auth, auth_url: access.get(ENTRIES.demo)!.cloud.authUrl } });
      const token = await own.token();
      await own.service('identity').raw('DELETE', '/auth/tokens', undefined, { headers: { 'x-subject-token': token } });
      await own.service('identity').get(path`/users/${await own.userId()}`);
      expect(await own.token()).not.toBe(token);
    });
  });

  describe('Keystone', () => {
    it('vouches for a token, and not for another text', async () => {
      const info = await validateToken(admin, new Secret(await demo.token()));
      expect(info?.project?.id).toBe(await demo.projectId());
      expect(info?.roles.map(({ name }) => name)).toEqual(await demo.roles());
      expect(info!.expiresAt).toBeGreaterThan(Date.now());
      expect(await validateToken(admin, new Secret('gAAAAA-none'))).toBeUndefined();
    });

    it('checks a signature made with an EC2 key', async () => {
      const user = await demo.userId();
      const made = (await demo.service('identity').post(path`/users/${user}/credentials/OS-EC2`, {
        tenant_id: await demo.projectId(),
      })) as { credential: { access: string; secret: string } };
      const { access: key, secret } = made.credential;
      const sign = (text: string, withSecret: string): string =>
        createHmac('sha256', withSecret).update(text).digest('base64');
      const params = {
        AWSAccessKeyId: key,
        SignatureMethod: 'HmacSHA256',
        SignatureVersion: '2',
        Timestamp: new Date().toISOString().replace(/\.\d+/, ''),
      };
      const query = new URLSearchParams(params).toString();
      const signed = (withSecret: string): ValueMap => ({
        access: key,
        host: 'heat.example',
        verb: 'GET',
        path: '/v1/signal',
        params,
        signature: sign(`GET\nheat.example\n/v1/signal\n${query}`, withSecret),
      });
      try {
        const { info } = await ec2Token(admin, signed(secret));
        expect([info.user.id, info.project?.id]).toEqual([user, await demo.projectId()]);
        await expect(ec2Token(admin, signed('wrong'))).rejects.toMatchObject({ code: 'Unauthorized' });
      } finally {
        await demo.service('identity').delete(path`/users/${user}/credentials/OS-EC2/${key}`);
      }
    });
  });

  describe('services', () => {
    it.each([
      ['compute', '/servers/detail', 'servers', /^2\.\d+$/],
      ['network', '/networks', 'networks', undefined],
      ['image', '/images', 'images', undefined],
      ['block-storage', '/volumes/detail', 'volumes', /^3\.\d+$/],
      ['volumev3', '/types', 'volume_types', /^3\.\d+$/],
      ['key-manager', '/secrets', 'secrets', undefined],
      ['orchestration', '/stacks', 'stacks', undefined],
    ] as const)('%s is found, listed, and asked for its microversions', async (type, list, key, newest) => {
      const { items } = await listAll(demo, { service: type, path: list, key });
      expect(Array.isArray(items)).toBe(true);
      const found = await demo.service(type).maxMicroversion();
      if (newest === undefined) expect(found).toBeUndefined();
      else expect(found).toMatch(newest);
    });

    it('list page by page', async () => {
      const all = await listAll(demo, { service: 'compute', path: '/flavors', key: 'flavors' });
      const paged = await listAll(demo, { service: 'compute', path: '/flavors', key: 'flavors', query: { limit: 1 } });
      expect(paged.pages).toBeGreaterThan(all.items.length - 1);
      expect(paged.items.map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
      const images = await listAll(demo, { service: 'image', path: '/images', key: 'images', query: { limit: 1 } });
      expect(images.items.length).toBeGreaterThan(0);
      const networks = await listAll(demo, {
        service: 'network',
        path: '/networks',
        key: 'networks',
        query: { limit: 1 },
      });
      expect(networks.items.length).toBeGreaterThan(0);
    });

    it.each([
      ['compute', '/servers/nope', /could not be found/],
      ['network', '/networks/nope', /could not be found/],
      ['image', '/images/nope', /^No image found with ID nope$/],
      ['block-storage', '/volumes/nope', /could not be found/],
      ['key-manager', '/secrets/nope', /Not Found/],
    ])('%s says that nothing is at %s', async (type, where, message) => {
      const error: unknown = await demo
        .service(type)
        .get(where)
        .catch((error: unknown) => error);
      expect(isNotFound(error)).toBe(true);
      expect(error).toMatchObject({ message: expect.stringMatching(message), service: type, status: 404 });
    });

    it('that are not in the catalog are not there', async () => {
      expect(await demo.has('no-such-service')).toBe(false);
      await expect(demo.service('no-such-service').get('/')).rejects.toMatchObject({ code: 'EndpointNotFound' });
    });

    it('speak the microversion that is asked for', async () => {
      const answer = await demo.service('compute').raw('GET', '/servers', undefined, { microversion: '2.60' });
      expect(answer.headers['openstack-api-version']).toBe('compute 2.60');
      const volumes = await demo.service('volume').raw('GET', '/volumes', undefined, { microversion: '3.59' });
      expect(volumes.headers['openstack-api-version']).toBe('volume 3.59');
    });

    it('keep a secret', async () => {
      const payload = '{"auth_type": "token", "ü": 1}';
      const keys = demo.service('key-manager');
      const made = (await keys.post('/secrets', { name: NAME, payload, payload_content_type: 'text/plain' })) as {
        secret_ref: string;
      };
      expect((await secretPayload(demo, made.secret_ref)).reveal()).toBe(payload);
      await keys.delete(path`/secrets/${made.secret_ref.split('/').at(-1)!}`);
      await expect(secretPayload(demo, made.secret_ref)).rejects.toMatchObject({ code: 'NotFound' });
    });
  });

  it('is watched: five servers come and go, seen by a few lists', { timeout: 180_000 }, async () => {
    const SERVERS: Collection = { service: 'compute', path: '/servers/detail', key: 'servers' };
    const compute = demo.service('compute');
    const { items: flavors } = await listAll(demo, { service: 'compute', path: '/flavors', key: 'flavors' });
    const { items: images } = await listAll(demo, { service: 'image', path: '/images', key: 'images' });
    const before = log.length;
    const ids = await Promise.all(
      Array.from({ length: 5 }, async (_, i) => {
        const server = {
          name: `${NAME}-${i}`,
          flavorRef: flavors[0]!['id']!,
          imageRef: images[0]!['id']!,
          networks: 'none',
        };
        const made = (await compute.post('/servers', { server }, { microversion: '2.37' })) as {
          server: { id: string };
        };
        return made.server.id;
      }),
    );
    try {
      const states = await Promise.all(
        ids.map((id) =>
          demo.watch(SERVERS, id, (server) => {
            if (server === undefined) throw new Error('the server is gone');
            return server['status'] === 'BUILD' ? undefined : String(server['status']);
          }),
        ),
      );
      expect(states).toEqual(ids.map(() => 'ACTIVE'));
    } finally {
      await Promise.all(ids.map((id) => compute.delete(path`/servers/${id}`)));
      await Promise.all(
        ids.map((id) => demo.watch(SERVERS, id, (server) => (server === undefined ? true : undefined))),
      );
    }
    const asked = log.slice(before).filter(({ service }) => service === 'compute');
    expect(
      asked.filter(({ method, path }) => method === 'GET' && !path.endsWith('/detail')).length,
    ).toBeLessThanOrEqual(5);
    for (const id of ids) await expect(compute.get(path`/servers/${id}`)).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('has left no secret in the log', async () => {
    const text = JSON.stringify(log);
    for (const token of [await demo.token(), await admin.token()]) expect(text).not.toContain(token);
    expect(text).not.toMatch(/canary|"secret"/);
  });
});
