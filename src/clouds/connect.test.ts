import { describe, expect, it } from 'vitest';
import { CLOUD, entry, FakeCloud, json, PASSWORD } from './testing/fake-cloud.ts';
import type { Cloud, Credential, Transport } from './types.ts';

describe('Clouds', () => {
  it('gives the same connection for the same cloud and credential', async () => {
    const clouds = new FakeCloud().clouds();
    const one = await clouds.connect(CLOUD, PASSWORD);
    const reordered = Object.fromEntries(Object.entries(PASSWORD.auth).reverse());
    expect(await clouds.connect({ ...CLOUD }, { ...PASSWORD, auth: reordered })).toBe(one);
    expect(await clouds.connect({ ...CLOUD, region: 'two' }, PASSWORD)).not.toBe(one);
    expect(await clouds.connect(CLOUD, { ...PASSWORD, auth: { ...PASSWORD.auth, password: 'other' } })).not.toBe(one);
  });

  it('shares the token between regions, not between credentials or trust', async () => {
    const fake = new FakeCloud();
    const clouds = fake.clouds();
    const token = async (cloud: Partial<Cloud>, password = 's'): Promise<string> => {
      const credential = { ...PASSWORD, auth: { ...PASSWORD.auth, password } };
      return fake.clock.run((await clouds.connect({ ...CLOUD, ...cloud }, credential)).token());
    };
    expect(await token({})).toBe('token-1');
    expect(await token({ region: 'two' })).toBe('token-1');
    expect(await token({}, 'other')).toBe('token-2');
    expect(await token({ insecure: true })).toBe('token-3');
    expect(await token({ caCert: 'PEM' })).toBe('token-4');
    expect(await token({ authUrl: 'https://other.example/v3' })).toBe('token-5');
  });

  it('keeps transports of one trust apart from another’s', async () => {
    const fake = new FakeCloud();
    const made: Cloud[] = [];
    const transport = (cloud: Cloud): Transport => {
      made.push(cloud);
      return fake.transport;
    };
    const clouds = fake.clouds({ transport });
    for (const cloud of [CLOUD, { ...CLOUD, region: 'two' }, { ...CLOUD, insecure: true }]) {
      await fake.clock.run((await clouds.connect(cloud, PASSWORD)).token());
    }
    expect(made.map(({ insecure }) => insecure)).toEqual([undefined, true]);
  });

  it('does not let a cloud that hangs keep another waiting', async () => {
    const fake = new FakeCloud();
    fake.answer = ({ url }) => (url.hostname === 'hanging.example' ? new Promise(() => {}) : json(200, {}));
    const clouds = fake.clouds({ limits: { concurrency: 2 } });
    const endpoint = (host: string): { authType: string; auth: { endpoint: string } } => ({
      authType: 'none',
      auth: { endpoint: `https://${host}` },
    });
    const hanging = await clouds.connect(
      { name: 'hanging', authUrl: 'https://hanging.example' },
      endpoint('hanging.example'),
    );
    const healthy = await clouds.connect(
      { name: 'healthy', authUrl: 'https://healthy.example' },
      endpoint('healthy.example'),
    );
    const stuck = Promise.allSettled(Array.from({ length: 10 }, () => hanging.service('x').get('/a')));
    const begun = fake.clock.now();
    await fake.clock.run(Promise.all(Array.from({ length: 10 }, () => healthy.service('x').get('/a'))));
    expect(fake.clock.now()).toBe(begun);
    const outcomes = await fake.clock.run(stuck);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('shares one budget between all who talk to a cloud', async () => {
    const fake = new FakeCloud();
    let active = 0;
    let most = 0;
    fake.answer = async () => {
      most = Math.max(most, ++active);
      await fake.clock.sleep(10);
      active--;
      return json(200, {});
    };
    const clouds = fake.clouds({ limits: { concurrency: 3 } });
    const work = ['a', 'b', 'c', 'd'].map(async (password) => {
      const service = (await clouds.connect(CLOUD, { ...PASSWORD, auth: { ...PASSWORD.auth, password } })).service(
        'compute',
      );
      await Promise.all(Array.from({ length: 5 }, () => service.get('/a')));
    });
    await fake.clock.run(Promise.all(work));
    expect(most).toBe(3);
  });

  it('lends the liberties of the operator’s cloud to nothing that a credential names', async () => {
    const fake = new FakeCloud();
    const home: Cloud = { name: 'home', authUrl: 'http://127.0.0.1:5000/v3' };
    const clouds = fake.clouds({}, { trustedClouds: [home.authUrl] });
    const inner = 'http://169.254.169.254/token';
    const federation = { identity_provider: 'i', protocol: 'p', client_id: 'c' };
    const credentials: Credential[] = [
      { authType: 'none', auth: { endpoint: inner } },
      { authType: 'http_basic', auth: { endpoint: inner, username: 'u', password: 'p' } },
      { authType: 'v3oidcclientcredentials', auth: { ...federation, access_token_endpoint: inner } },
      { authType: 'v3oidcclientcredentials', auth: { ...federation, discovery_endpoint: inner } },
    ];
    for (const credential of credentials) {
      const work = (await clouds.connect(home, credential)).service('compute').get('/servers');
      await expect(fake.clock.run(work)).rejects.toMatchObject({ code: 'EgressRefused' });
    }
    expect(fake.seen).toEqual([]);
    fake.answer = () => json(200, {});
    fake.catalog = [entry('compute', 'http://127.0.0.1:8774/v2.1')];
    await fake.clock.run((await clouds.connect(home, PASSWORD)).service('compute').get('/servers'));
    expect(fake.paths).toEqual(['GET /v2.1/servers']);
  });
});
