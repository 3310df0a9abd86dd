import { expect, it } from 'vitest';
import { CloudError } from '../../src/clouds/errors.ts';
import type { Connection, RequestOptions, WireResponse } from '../../src/clouds/types.ts';
import type { Properties } from '../../src/resources/contract.ts';
import bucket from '../../src/resources/aws/s3/bucket.ts';
import { Handle } from './support/rig.ts';
import { sandboxWorld } from './support/sandbox-world.ts';

/** Just enough of an object store: it keeps containers by their paths. */
class Store {
  readonly containers = new Map<string, Readonly<Record<string, string>>>();
  readonly full = new Set<string>();

  endpoint = async (): Promise<string> => 'https://objects.test:8080/v1/AUTH_p';
  raw = async (method: string, path: string, _body: unknown, options: RequestOptions = {}): Promise<WireResponse> => {
    if (method === 'PUT') this.containers.set(path, options.headers ?? {});
    const headers = this.containers.get(path);
    if (headers === undefined) throw failure('NotFound', 404);
    return { status: 204, headers, body: new Uint8Array() };
  };
  delete = async (path: string): Promise<null> => {
    if (this.full.has(path)) throw failure('Conflict', 409);
    if (!this.containers.delete(path)) throw failure('NotFound', 404);
    return null;
  };
}

const failure = (code: 'NotFound' | 'Conflict', status: number): CloudError =>
  new CloudError('no', { cloud: 'east', code, status, service: 'object-store' });

async function rig(): Promise<{ store: Store; handle: Handle }> {
  const world = await sandboxWorld().world('demo');
  const store = new Store();
  const connection = {
    projectId: async () => 'p',
    userId: async () => 'u',
    service: () => store,
  } as unknown as Connection;
  return { store, handle: new Handle({ ...world, connection }, bucket, 'b') };
}

const headersFor = async (properties: Properties): Promise<Readonly<Record<string, string>>> => {
  const { store, handle } = await rig();
  await handle.create(properties);
  return [...store.containers.values()][0]!;
};

it('makes a container, tells where it is, and removes it', async () => {
  const { store, handle } = await rig();
  await handle.create({});
  expect([...store.containers.keys()]).toEqual([`/${handle.id!}`]);
  expect(await handle.attribute('DomainName')).toBe('objects.test');
  expect(await handle.attribute('WebsiteURL')).toBe(`https://objects.test:8080/v1/AUTH_p/${handle.id!}`);
  expect(handle.reference()).toBe(handle.id);
  await handle.delete();
  expect(await handle.read()).toBeUndefined();
  await handle.delete();
});

it('says who may read and write', async () => {
  expect(await headersFor({})).toEqual({ 'X-Container-Read': 'p:u', 'X-Container-Write': 'p:u' });
  expect(await headersFor({ AccessControl: 'PublicRead' })).toEqual({
    'X-Container-Read': '.r:*',
    'X-Container-Write': 'p:u',
  });
  expect(await headersFor({ AccessControl: 'AuthenticatedRead' })).toMatchObject({ 'X-Container-Read': 'p:*' });
});

it('marks what the template says of it', async () => {
  const properties = { Tags: [{ Key: 'a', Value: 'b' }], WebsiteConfiguration: { IndexDocument: 'i.html' } };
  expect(await headersFor(properties)).toMatchObject({
    'X-Container-Meta-S3-Tag-a': 'b',
    'X-Container-Meta-Web-Index': 'i.html',
  });
});

it('does not remove what is not empty', async () => {
  const { store, handle } = await rig();
  await handle.create({});
  store.full.add(`/${handle.id!}`);
  await expect(handle.delete()).rejects.toMatchObject({
    type: 'ResourceActionNotSupported',
    message: `The bucket you tried to delete is not empty (${handle.id!}). is not supported for resource.`,
  });
});
