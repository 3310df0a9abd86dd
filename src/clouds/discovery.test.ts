import { describe, expect, it } from 'vitest';
import type { Value } from '../expressions/values.ts';
import { TransportError } from './errors.ts';
import { CLOUD, entry, FakeCloud, json, PASSWORD } from './testing/fake-cloud.ts';

const link = (href: string): Value => [{ rel: 'self', href }];

/** The endpoint and newest microversion of a service whose catalog URL is `url`, where GET on a path gives a document. */
async function found(
  type: string,
  url: string,
  documents: Record<string, Value>,
): Promise<{ endpoint: string; newest: string | undefined; asked: string[] }> {
  const fake = new FakeCloud();
  fake.catalog = [entry(type, url)];
  fake.answer = ({ url }) =>
    documents[url.pathname] === undefined ? json(401, null) : json(300, documents[url.pathname]!);
  const service = (await fake.clouds().connect(CLOUD, PASSWORD)).service(type);
  const endpoint = await fake.clock.run(service.endpoint());
  await fake.clock.run(service.endpoint());
  const asked = fake.paths;
  return { endpoint, newest: await fake.clock.run(service.maxMicroversion()), asked };
}

describe('the endpoint of a service', () => {
  it('is the catalog’s where that names the version', async () => {
    const { endpoint, asked } = await found('compute', 'https://h/compute/v2.1', {});
    expect(endpoint).toBe('https://h/compute/v2.1');
    expect(asked).toEqual([]);
  });

  it.each<[string, string, Value, string]>([
    [
      'network',
      'https://h:9696',
      { versions: [{ id: 'v2.0', links: link('http://inner:9696/v2.0/') }] },
      'https://h:9696/v2.0',
    ],
    [
      'image',
      'https://h/image/',
      {
        versions: [
          { id: 'v2.16', links: link('http://h/v2/') },
          { id: 'v2.9', links: link('http://h/v2/') },
        ],
      },
      'https://h/image/v2',
    ],
    [
      'key-manager',
      'https://h:9311',
      { versions: { values: [{ id: 'v1', links: link('http://h:9311/v1/') }] } },
      'https://h:9311/v1',
    ],
    [
      'load-balancer',
      'https://h/lb',
      {
        versions: [
          { id: 'v1', links: link('/v1') },
          { id: 'v2.0', links: link('http://h/lb/v2') },
        ],
      },
      'https://h/lb/v2',
    ],
  ])('%s at %s is what the version document says, at the catalog’s host', async (type, url, document, expected) => {
    const path = `${new URL(url).pathname.replace(/\/$/, '')}/`;
    const { endpoint, asked } = await found(type, url, { [path]: document });
    expect(endpoint).toBe(expected);
    expect(asked).toEqual([`GET ${path}`]);
  });

  it.each([
    ['network', 'https://h:9696/', 'https://h:9696/v2.0'],
    ['image', 'https://h/image', 'https://h/image/v2'],
    ['identity', 'https://h:5000', 'https://h:5000/v3'],
    ['identity', 'https://h/identity/v2.0', 'https://h/identity/v3'],
    ['block-storage', 'https://h', 'https://h/v3/p1'],
    ['volumev3', 'https://h/v3/p9', 'https://h/v3/p9'],
    ['volume', 'https://h/v1/p9', 'https://h/v3/p9'],
    ['orchestration', 'https://h/v1/p9', 'https://h/v1/p9'],
    ['object-store', 'https://h/swift/v1/AUTH_p1/', 'https://h/swift/v1/AUTH_p1'],
    ['placement', 'https://h/placement', 'https://h/placement'],
    ['something-else', 'https://h/x/v7/y', 'https://h/x/v7/y'],
  ])('%s at %s is conventional where there is no document', async (type, url, expected) => {
    expect((await found(type, url, {})).endpoint).toBe(expected);
  });
});

describe('a version document that could not be had', () => {
  it('is asked for again', async () => {
    const fake = new FakeCloud();
    fake.catalog = [entry('network', 'https://h')];
    fake.answer = () => {
      throw new TransportError('unreachable', 'ECONNREFUSED');
    };
    const service = (await fake.clouds().connect(CLOUD, PASSWORD)).service('network');
    await expect(fake.clock.run(service.endpoint())).rejects.toMatchObject({ code: 'Unreachable' });
    fake.answer = () => json(404, null);
    expect(await fake.clock.run(service.endpoint())).toBe('https://h/v2.0');
  });
});

describe('the newest microversion', () => {
  it('is in the document of the version', async () => {
    const document = {
      version: { id: 'v2.1', version: '2.93', min_version: '2.1', links: link('http://inner/v2.1/') },
    };
    expect((await found('compute', 'https://h/v2.1', { '/v2.1/': document })).newest).toBe('2.93');
  });

  it('is in the document of all versions, where that of the version needs a login', async () => {
    const document = { versions: [{ id: 'v3.0', version: '3.70', links: link('http://h/v3/') }] };
    expect((await found('volumev3', 'https://h/v3/p1', { '/': document })).newest).toBe('3.70');
  });

  it('is that of the only version where the API has none in its path', async () => {
    const document = { versions: [{ id: 'v1.0', max_version: '1.39', links: link('') }] };
    expect((await found('placement', 'https://h/placement', { '/placement/': document })).newest).toBe('1.39');
  });

  it('is not made up', async () => {
    const document = { versions: [{ id: 'v2.0', links: link('http://h/v2.0/') }] };
    expect(
      (await found('network', 'https://h', { '/': document, '/v2.0/': { resources: [] } })).newest,
    ).toBeUndefined();
    expect(
      (await found('compute', 'https://h/v2/p1', { '/v2/': { version: { id: 'v2.0', version: '' } } })).newest,
    ).toBeUndefined();
  });
});
