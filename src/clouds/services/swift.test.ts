import { describe, expect, it } from 'vitest';
import { CLOUD, entry, FakeCloud, json, PASSWORD, type Answer } from '../testing/fake-cloud.ts';
import type { Connection, WireResponse } from '../types.ts';
import { listContainer, readObject } from './swift.ts';

async function cloud(answer: Answer): Promise<{ fake: FakeCloud; connection: Connection }> {
  const fake = new FakeCloud();
  fake.catalog = [
    entry('identity', 'https://keystone.example:5000/v3'),
    entry('object-store', 'https://swift.example/v1/AUTH_p1'),
  ];
  fake.answer = answer;
  return { fake, connection: await fake.clouds().connect(CLOUD, PASSWORD) };
}

const bytes = (text: string, status = 200): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body: new TextEncoder().encode(text),
});

describe('listContainer', () => {
  it('follows the pages', async () => {
    const pages: Record<string, string[]> = { '': ['a', 'b'], b: ['c'], c: [] };
    const { fake, connection } = await cloud(({ url }) =>
      json(
        200,
        pages[url.searchParams.get('marker') ?? '']!.map((name) => ({ name, bytes: 1 })),
        { 'x-container-bytes-used': '3' },
      ),
    );
    expect(await fake.clock.run(listContainer(connection, 'my files', 10))).toEqual({
      bytes: 3,
      names: ['a', 'b', 'c'],
    });
    expect(fake.paths[0]).toBe('GET /v1/AUTH_p1/my%20files?format=json&limit=11');
    expect(fake.paths).toHaveLength(3);
  });

  it('ends with a container that never does', async () => {
    const { fake, connection } = await cloud(() => json(200, [{ name: 'again' }, { subdir: 'x/' }]));
    const { names } = await fake.clock.run(listContainer(connection, 'c', 4));
    expect(names).toEqual(Array.from({ length: 5 }, () => 'again'));
  });

  it('takes no for an answer', async () => {
    const { fake, connection } = await cloud(() => bytes('<html><h1>Not Found</h1><p>Not there.</p></html>', 404));
    await expect(fake.clock.run(listContainer(connection, 'c', 4))).rejects.toMatchObject({ code: 'NotFound' });
    for (const body of ['no listing', '{}']) {
      fake.answer = () => bytes(body);
      await expect(fake.clock.run(listContainer(connection, 'c', 4))).rejects.toMatchObject({
        code: 'UnexpectedAnswer',
      });
    }
    await expect(listContainer(connection, '..', 4)).rejects.toThrow(RangeError);
  });
});

describe('readObject', () => {
  it('asks for no more than wanted, and takes no more', async () => {
    const { fake, connection } = await cloud(() => bytes('hello', 206));
    const read = await fake.clock.run(readObject(connection, 'c', 'a/b?', 3));
    expect(new TextDecoder().decode(read)).toBe('hel');
    expect(fake.paths.at(-1)).toBe('GET /v1/AUTH_p1/c/a%2Fb%3F');
    expect(fake.seen.at(-1)!.headers['range']).toBe('bytes=0-2');
  });

  it('knows that nothing has no first byte', async () => {
    const { fake, connection } = await cloud(() => bytes('', 416));
    expect(await fake.clock.run(readObject(connection, 'c', 'o', 3))).toEqual(new Uint8Array());
  });
});
