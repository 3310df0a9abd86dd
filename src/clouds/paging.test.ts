import { describe, expect, it } from 'vitest';
import type { Value } from '../expressions/values.ts';
import { listAll, nextQuery } from './paging.ts';
import { CLOUD, FakeCloud, json, PASSWORD, type Answer } from './testing/fake-cloud.ts';

async function listed(answer: Answer): Promise<{ ids: Value[]; paths: string[] }> {
  const fake = new FakeCloud();
  fake.answer = answer;
  const connection = await fake.clouds().connect(CLOUD, PASSWORD);
  const { items } = await fake.clock.run(
    listAll(connection, { service: 'compute', path: '/servers/detail', key: 'servers', query: { status: 'A' } }),
  );
  return { ids: items.map(({ id }) => id!), paths: fake.paths };
}

describe('nextQuery', () => {
  it.each<[string, Value]>([
    [
      'nova, neutron, cinder, octavia',
      {
        servers_links: [
          { rel: 'previous', href: 'x?a=1' },
          { rel: 'next', href: 'http://inner/v2.1/servers?limit=2&marker=b' },
        ],
      },
    ],
    ['keystone', { links: { next: 'http://inner/v3/users?limit=2&marker=b', previous: null } }],
    ['glance', { next: '/v2/images?limit=2&marker=b', first: '/v2/images' }],
    ['a list of links', { links: [{ rel: 'next', href: '?limit=2&marker=b#x' }] }],
  ])('of %s', (_service, body) => {
    expect(nextQuery(body as { [key: string]: Value }, 'servers')).toBe('limit=2&marker=b');
  });

  it('is none on the last page', () => {
    for (const body of [
      {},
      { links: { next: null } },
      { next: '' },
      { servers_links: [] },
      { next: 5 },
      { links: 'x' },
    ]) {
      expect(nextQuery(body as { [key: string]: Value }, 'servers')).toBeUndefined();
    }
  });
});

describe('listAll', () => {
  it('follows the pages at its own endpoint, keeping its filter', async () => {
    const { ids, paths } = await listed(({ url }) =>
      url.searchParams.has('marker')
        ? json(200, { servers: [{ id: 'c' }] })
        : json(200, {
            servers: [{ id: 'a' }, { id: 'b' }],
            servers_links: [{ rel: 'next', href: 'http://127.0.0.1/evil?marker=b' }],
          }),
    );
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(paths).toEqual(['GET /v2.1/servers/detail?status=A', 'GET /v2.1/servers/detail?status=A&marker=b']);
  });

  it.each<[string, Answer]>([
    [
      'the same page again',
      () => json(200, { servers: [{ id: 'a' }], servers_links: [{ rel: 'next', href: '?marker=a' }] }),
    ],
    [
      'ever new pages',
      ({ at, url }) =>
        json(200, {
          servers: [{ id: 'a' }],
          servers_links: [{ rel: 'next', href: `?marker=${at}${url.search.length}x${url.search.slice(-9)}` }],
        }),
    ],
    ['no list', () => json(200, { images: [] })],
    ['no map', () => json(200, [1])],
    [
      'a marker that is gone',
      ({ url }) =>
        url.searchParams.has('marker')
          ? json(400, { error: { message: 'marker [a] not found' } })
          : json(200, { servers: [{ id: 'a' }], servers_links: [{ rel: 'next', href: '?marker=a' }] }),
    ],
  ])('fails on %s', async (_what, answer) => {
    await expect(listed(answer)).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
  });

  it('does not ask for the same page twice', async () => {
    let asked = 0;
    const endless: Answer = () => {
      asked++;
      return json(200, { servers: [{ id: 'a' }], servers_links: [{ rel: 'next', href: '?marker=a' }] });
    };
    await expect(listed(endless)).rejects.toThrow('never ends');
    expect(asked).toBe(2);
  });
});
