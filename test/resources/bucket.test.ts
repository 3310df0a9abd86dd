import { beforeEach, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import bucket from '../../src/resources/aws/s3/bucket.ts';
import { Handle, type World } from './support/rig.ts';
import { sandboxWorld, type SandboxWorld } from './support/sandbox-world.ts';

let cloud: SandboxWorld;
let world: World;

beforeEach(async () => {
  cloud = sandboxWorld();
  world = await cloud.world('demo');
});

const run = <T>(work: () => Promise<T>): Promise<T> => cloud.clock.run(work());

async function madeOf(properties: ValueMap): Promise<Handle> {
  const handle = new Handle(world, bucket, 'b');
  await run(() => handle.create(properties));
  return handle;
}

const shown = async (properties: ValueMap): Promise<Readonly<Record<string, Value>>> => {
  const handle = await madeOf(properties);
  return (await run(() => handle.read()))!;
};

it('makes a container, tells where it is, and removes it', async () => {
  const handle = await madeOf({});
  const endpoint = new URL(await run(() => world.connection.service('object-store').endpoint()));
  expect(await run(() => handle.attribute('DomainName'))).toBe(endpoint.hostname);
  expect(await run(() => handle.attribute('WebsiteURL'))).toBe(`${endpoint.href}/${handle.id!}`);
  expect(handle.reference()).toBe(handle.id);
  await run(() => handle.delete());
  expect(await run(() => handle.read())).toBeUndefined();
  await run(() => handle.delete());
});

it('says who may read and write', async () => {
  const [project, user] = await run(() => Promise.all([world.connection.projectId(), world.connection.userId()]));
  const owner = `${project}:${user}`;
  expect(await shown({})).toMatchObject({ 'x-container-read': owner, 'x-container-write': owner });
  const lists = {
    PublicRead: { 'x-container-read': '.r:*', 'x-container-write': owner },
    PublicReadWrite: { 'x-container-read': '.r:*', 'x-container-write': '*:*' },
    AuthenticatedRead: { 'x-container-read': `${project}:*`, 'x-container-write': owner },
    BucketOwnerRead: { 'x-container-read': owner, 'x-container-write': owner },
  };
  for (const [AccessControl, headers] of Object.entries(lists)) {
    expect(await shown({ AccessControl }), AccessControl).toMatchObject(headers);
  }
});

it('marks what the template says of it', async () => {
  const properties = {
    Tags: [{ Key: 'a', Value: 'ü' }],
    WebsiteConfiguration: { IndexDocument: 'i.html', ErrorDocument: 'e.html' },
  };
  expect(await shown(properties)).toMatchObject({
    'x-container-meta-s3-tag-a': Buffer.from('ü').toString('latin1'),
    'x-container-meta-web-index': 'i.html',
    'x-container-meta-web-error': 'e.html',
  });
});

it('does not remove what is not empty', async () => {
  const handle = await madeOf({});
  await run(() => world.connection.service('object-store').raw('PUT', `/${handle.id!}/object`, 'x'));
  await expect(run(() => handle.delete())).rejects.toMatchObject({
    type: 'ResourceActionNotSupported',
    message: `The bucket you tried to delete is not empty (${handle.id!}). is not supported for resource.`,
  });
});
