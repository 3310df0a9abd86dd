import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../expressions/values.ts';
import { CLOUD, FakeCloud, json, PASSWORD } from './testing/fake-cloud.ts';
import type { Collection, Connection } from './types.ts';

const SERVERS: Collection = { service: 'compute', path: '/servers/detail', key: 'servers', microversion: '2.90' };

/** A cloud with servers, and a connection to it that is logged in. */
async function cloud(servers: Record<string, string>): Promise<{
  fake: FakeCloud;
  connection: Connection;
  servers: Record<string, string>;
  count: (path: RegExp) => number;
}> {
  const fake = new FakeCloud();
  fake.answer = ({ url }) => {
    const items = Object.entries(servers).map(([id, status]): ValueMap => ({ id, status }));
    if (url.pathname.endsWith('/detail')) return json(200, { servers: items });
    const item = items.find(({ id }) => url.pathname.endsWith(`/${String(id)}`));
    return item === undefined ? json(404, null) : json(200, { server: item });
  };
  const connection = await fake.clouds().connect(CLOUD, PASSWORD);
  await fake.clock.run(connection.token());
  return { fake, connection, servers, count: (path) => fake.paths.filter((asked) => path.test(asked)).length };
}

const active = (item: ValueMap | undefined): string | undefined => {
  if (item === undefined) throw new Error('gone');
  return item['status'] === 'ACTIVE' ? String(item['id']) : undefined;
};
const gone = (item: ValueMap | undefined): true | undefined => (item === undefined ? true : undefined);

describe('a watch', () => {
  it('serves all waits on a collection with one list', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `s${i}`);
    const { fake, connection, servers, count } = await cloud(Object.fromEntries(ids.map((id) => [id, 'BUILD'])));
    const waits = Promise.all(ids.map((id) => connection.watch(SERVERS, id, active)));
    await fake.clock.pass(1_000);
    for (const id of ids) servers[id] = 'ACTIVE';
    expect(await fake.clock.run(waits)).toEqual(ids);
    expect(count(/detail/)).toBeLessThan(10);
    expect(count(/servers\/s/)).toBe(0);
    expect(fake.seen.at(-1)!.headers['openstack-api-version']).toBe('compute 2.90');
  });

  it('looks often at first and after a change, rarely while nothing changes, and not at all for nobody', async () => {
    const { fake, connection, servers } = await cloud({ a: 'BUILD' });
    const begun = fake.clock.now();
    const wait = connection.watch(SERVERS, 'a', active);
    await fake.clock.pass(20_000);
    const looks = fake.seen.slice(1).map(({ at }) => at - begun);
    expect(looks[0]).toBe(50);
    expect(looks[1]! - looks[0]!).toBeLessThan(100);
    expect(looks.at(-1)! - looks.at(-2)!).toBe(2_000);
    servers['a'] = 'REBUILD';
    await fake.clock.pass(2_400);
    const after = fake.seen.slice(1 + looks.length).map(({ at }) => at - begun);
    expect(after[1]! - after[0]!).toBe(50);
    servers['a'] = 'ACTIVE';
    await fake.clock.run(wait);
    const end = fake.seen.length;
    await fake.clock.pass(60_000);
    expect(fake.seen).toHaveLength(end);
  });

  it('gives each state once', async () => {
    const { fake, connection, servers } = await cloud({ a: 'BUILD' });
    const states: unknown[] = [];
    const wait = connection.watch(SERVERS, 'a', (item) => {
      states.push(item?.['status']);
      return gone(item);
    });
    await fake.clock.pass(5_000);
    servers['a'] = 'DELETING';
    await fake.clock.pass(5_000);
    delete servers['a'];
    await fake.clock.run(wait);
    expect(states).toEqual(['BUILD', 'DELETING', undefined]);
  });

  it('asks by id for what it has never seen before it calls it gone', async () => {
    const { fake, connection, count } = await cloud({});
    expect(await fake.clock.run(connection.watch(SERVERS, 'x', gone))).toBe(true);
    expect(count(/GET \/v2.1\/servers\/x$/)).toBe(1);
    await expect(fake.clock.run(connection.watch(SERVERS, 'x', active))).rejects.toThrow('gone');
  });

  it('does not call gone what the list does not show yet', async () => {
    const { fake, connection } = await cloud({ late: 'BUILD' });
    const answer = fake.answer;
    fake.answer = (request) =>
      request.url.pathname.endsWith('/detail') && request.at < fake.clock.now() + 1 && fake.seen.length < 8
        ? json(200, { servers: [] })
        : answer(request);
    const states: unknown[] = [];
    const abort = new AbortController();
    const wait = connection.watch(SERVERS, 'late', (item) => void states.push(item?.['status']), abort.signal);
    await fake.clock.pass(10_000);
    abort.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
    expect(states).toEqual(['BUILD']);
  });

  it('takes nothing from a look that began before the wait', async () => {
    const { fake, connection, servers } = await cloud({ a: 'ACTIVE', b: 'BUILD' });
    const answer = fake.answer;
    fake.answer = async (request) => {
      const before = await answer(request);
      await fake.clock.sleep(100);
      return before;
    };
    const other = connection.watch(SERVERS, 'b', active);
    await fake.clock.pass(80);
    expect(fake.paths).toHaveLength(1);
    servers['a'] = 'RESIZE';
    const wait = connection.watch(SERVERS, 'a', active);
    await fake.clock.pass(100);
    servers['a'] = 'ACTIVE';
    servers['b'] = 'ACTIVE';
    expect(await fake.clock.run(Promise.all([other, wait]))).toEqual(['b', 'a']);
    expect(fake.paths.length).toBeGreaterThanOrEqual(2);
  });

  it('asks for the few by id where the list has more pages than there are waits', async () => {
    const { fake, connection, servers, count } = await cloud({ a: 'BUILD' });
    const answer = fake.answer;
    fake.answer = (request) => {
      if (!request.url.pathname.endsWith('/detail')) return answer(request);
      const page = Number(request.url.searchParams.get('marker') ?? 0);
      const next = page < 9 ? [{ rel: 'next', href: `?marker=${page + 1}` }] : [];
      return json(200, {
        servers: [{ id: page === 5 ? 'a' : `other${page}`, status: servers['a']! }],
        servers_links: next,
      });
    };
    const wait = connection.watch(SERVERS, 'a', active);
    await fake.clock.pass(10_000);
    servers['a'] = 'ACTIVE';
    expect(await fake.clock.run(wait)).toBe('a');
    expect(count(/detail/)).toBe(10);
  });

  it('survives a cloud that fails for a while', async () => {
    const { fake, connection, servers } = await cloud({ a: 'BUILD' });
    const answer = fake.answer;
    const wait = connection.watch(SERVERS, 'a', active);
    await fake.clock.pass(500);
    fake.answer = () => json(500, null);
    await fake.clock.pass(60_000);
    fake.answer = answer;
    servers['a'] = 'ACTIVE';
    expect(await fake.clock.run(wait)).toBe('a');
  });

  it('gives up with the cloud’s error when it fails for long, and at once when waiting cannot help', async () => {
    const { fake, connection } = await cloud({ a: 'BUILD' });
    const begun = fake.clock.now();
    fake.answer = () => json(500, { error: { message: 'broken' } });
    await expect(fake.clock.run(connection.watch(SERVERS, 'a', active))).rejects.toMatchObject({
      code: 'ServerError',
      message: 'broken',
    });
    expect(fake.clock.now() - begun).toBeGreaterThanOrEqual(120_000);
    expect(fake.clock.now() - begun).toBeLessThan(300_000);
    const seen = fake.seen.length;
    fake.answer = () => json(403, { error: { message: 'not yours' } });
    await expect(fake.clock.run(connection.watch(SERVERS, 'a', active))).rejects.toMatchObject({ code: 'Forbidden' });
    expect(fake.seen.length - seen).toBe(1);
  });

  it('ends for one who gives up, and goes on for the others', async () => {
    const { fake, connection, servers } = await cloud({ a: 'BUILD', b: 'BUILD' });
    const abort = new AbortController();
    const left = connection.watch(SERVERS, 'a', active, abort.signal);
    const kept = connection.watch(SERVERS, 'b', active);
    await fake.clock.pass(500);
    abort.abort(new Error('given up'));
    await expect(left).rejects.toThrow('given up');
    await expect(connection.watch(SERVERS, 'a', active, abort.signal)).rejects.toThrow('given up');
    servers['b'] = 'ACTIVE';
    expect(await fake.clock.run(kept)).toBe('b');
  });

  it('passes on what the caller throws, to that caller only', async () => {
    const { fake, connection, servers } = await cloud({ a: 'ERROR', b: 'BUILD' });
    const wrong = connection.watch(SERVERS, 'a', (item) => {
      if (item?.['status'] === 'ERROR') throw new Error('went to ERROR');
      return undefined;
    });
    const right = connection.watch(SERVERS, 'b', active);
    await expect(fake.clock.run(wrong)).rejects.toThrow('went to ERROR');
    servers['b'] = 'ACTIVE';
    expect(await fake.clock.run(right)).toBe('b');
  });

  it('tells nothing to one who has given up while it looked', async () => {
    const { fake, connection } = await cloud({ a: 'BUILD' });
    const answer = fake.answer;
    fake.answer = async (request) => {
      await fake.clock.sleep(100);
      return answer(request);
    };
    let told = 0;
    const abort = new AbortController();
    const left = connection.watch(SERVERS, 'a', () => void told++, abort.signal);
    const kept = connection.watch(SERVERS, 'a', (item) => item?.['status']);
    await fake.clock.pass(80);
    abort.abort(new Error('given up'));
    await expect(left).rejects.toThrow('given up');
    expect(await fake.clock.run(kept)).toBe('BUILD');
    expect(told).toBe(0);
  });
});
