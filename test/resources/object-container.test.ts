import { beforeEach, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import container from '../../src/resources/swift/container.ts';
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
  const handle = new Handle(world, container, 'c');
  await run(() => handle.create(properties));
  return handle;
}

const put = (path: string): Promise<unknown> =>
  run(() => world.connection.service('object-store').raw('PUT', path, 'hello'));

it('tells what is in it', async () => {
  const handle = await madeOf({});
  await put(`/${handle.id!}/a`);
  const endpoint = await run(() => world.connection.service('object-store').endpoint());
  const attributes = {
    ObjectCount: 1,
    BytesUsed: 5,
    RootURL: endpoint,
    WebsiteURL: `${endpoint}/${handle.id!}`,
    DomainName: new URL(endpoint).hostname,
  };
  for (const [name, value] of Object.entries(attributes)) {
    expect(await run(() => handle.attribute(name)), name).toBe(value);
  }
  expect(await run(() => handle.attribute('HeadContainer'))).toMatchObject({ 'x-container-bytes-used': '5' });
});

it('marks its account as well', async () => {
  await madeOf({ 'X-Account-Meta': { color: 'red' } });
  const { headers } = await run(() => world.connection.service('object-store').raw('HEAD', '/', undefined));
  expect(headers['x-account-meta-color']).toBe('red');
});

it('goes with what is in it only where that is wanted', async () => {
  const kept = await madeOf({});
  await put(`/${kept.id!}/a`);
  const words = `Deleting non-empty container (${kept.id!}) when PurgeOnDelete is False is not supported for resource.`;
  await expect(run(() => kept.delete())).rejects.toMatchObject({ type: 'ResourceActionNotSupported', message: words });
  const purged = await madeOf({ PurgeOnDelete: true });
  for (const name of ['a', 'dir/b', 'c%3Fd', ...Array.from({ length: 9 }, (_, i) => `n${i}`)]) {
    await put(`/${purged.id!}/${name}`);
  }
  await run(() => purged.delete());
  expect(await run(() => purged.read())).toBeUndefined();
});

it('leaves a container alone that its successor has taken over', async () => {
  const before = await madeOf({ name: 'mine' });
  const after = await madeOf({ name: 'mine', 'X-Container-Read': '.r:*' });
  await run(() => before.delete());
  expect(await run(() => after.read())).toMatchObject({ 'x-container-read': '.r:*' });
  await run(() => after.delete());
  expect(await run(() => after.read())).toBeUndefined();
});

it('refuses what cannot be a name or a header', async () => {
  await expect(madeOf({ name: 'a/b' })).rejects.toThrow("A container cannot have the name 'a/b'");
  await expect(madeOf({ 'X-Container-Meta': { 'a b': 'c' } })).rejects.toMatchObject({
    type: 'Invalid',
    message: "'a b' cannot be part of a header's name",
  });
  await expect(madeOf({ 'X-Container-Meta': { a: 'b\nc' } })).rejects.toMatchObject({ type: 'Invalid' });
  await expect(madeOf({ 'X-Container-Write': '.r:*' })).rejects.toMatchObject({
    code: 'BadRequest',
    message: expect.stringContaining("Referrers not allowed in write ACL: '.r:*'"),
  });
});
