import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { contract, dig, type Client, type Person, type Reply, type Stage, type World } from './harness/index.ts';

const STORE = 'object-store';
const TEXT = { 'content-type': 'text/plain' };

/** Headers of the connection, and those whose presence hangs on the server below. */
const OF_THE_WIRE = /^(date|connection|keep-alive|transfer-encoding|content-length|server|allow)$/;
/** Headers that differ from run to run. */
const OF_THE_MOMENT =
  /^(x-timestamp|last-modified|x-trans-id|x-openstack-request-id|x-copied-from.*|www-authenticate|expires)$/;

/** A text as a key of a shape, in whose paths dots and brackets have a meaning. */
const asKey = (text: string): string => text.replaceAll(/[.[\]]/g, '·');

/** An answer with all that counts in it as keys, so that it is compared: headers with their values, and texts. */
function whole(reply: Reply): Reply {
  const headers: ValueMap = {};
  for (const [name, value] of Object.entries(reply.headers)) {
    if (OF_THE_WIRE.test(name) || name.startsWith('x-account-')) continue;
    headers[OF_THE_MOMENT.test(name) ? name : asKey(`${name}: ${value.replace(/boundary=\w+/, 'boundary')}`)] = '';
  }
  const text = reply.text.replaceAll(/[0-9a-f]{32}/g, 'ID').replaceAll(/\b([a-z]+)-(?:[0-9a-z]+-)?\d+\b/g, '$1-N');
  const body: ValueMap = { headers, ...(reply.body === null ? { text: { [asKey(text)]: '' } } : { json: reply.body }) };
  return { ...reply, body };
}

/** A person of a world that has an object store; skips the test where it has none. */
async function person({ world, skip }: Stage, who: Person = 'demo'): Promise<Client> {
  const client = await world.as(who);
  return client.has(STORE) ? client : skip('The cloud has no object store');
}

/** A container for one test, which removes it with all that is in it. */
async function within(
  { world }: Stage,
  client: Client,
  headers: Record<string, string>,
  body: (path: string) => Promise<void>,
): Promise<void> {
  const path = `/${world.unique('box')}`;
  expect((await client.put(STORE, path, '', headers)).status).toBe(201);
  try {
    await body(path);
  } finally {
    await empty(client, path);
  }
}

async function empty(client: Client, path: string): Promise<void> {
  const names = (await client.get(STORE, path)).text.split('\n').filter((name) => name !== '');
  for (const name of names) await client.delete(STORE, `${path}/${encodeURIComponent(name)}`);
  await client.delete(STORE, path);
}

/** Sends a request with no token, or to somebody else's account. */
function ask(world: World, method: string, url: string, headers: Record<string, string> = {}, body?: string) {
  return world.exchange(method, url, headers, body).then(({ status, headers: all, body: bytes }) => {
    return { status, headers: all, text: new TextDecoder().decode(bytes), body: null };
  });
}

contract('swift: containers', (test) => {
  test('a container lives: make, describe, list, remove', async (stage) => {
    const { world, same } = stage;
    const demo = await person(stage);
    const path = `/${world.unique('box')}`;
    const marks = { 'x-container-meta-color': 'red', 'x-container-meta-size': 'big' };
    same('none', whole(await demo.get(STORE, path)));
    same('make', whole(await demo.put(STORE, path, '', marks)));
    same('make again', whole(await demo.put(STORE, path, '', { 'x-container-meta-shape': 'round' })));
    same('head', whole(await demo.send('HEAD', STORE, path)));
    same('list', whole(await demo.get(STORE, path)));
    same('list as JSON', whole(await demo.get(STORE, `${path}?format=json`)));
    same(
      'describe',
      whole(await demo.post(STORE, path, '', { 'x-container-meta-color': '', 'x-container-meta-a': 'b' })),
    );
    same('forget', whole(await demo.post(STORE, path, '', { 'x-remove-container-meta-size': 'x' })));
    const shown = await demo.send('HEAD', STORE, path);
    same('described', whole(shown));
    expect(shown.headers['x-container-meta-color']).toBeUndefined();
    expect(shown.headers['x-container-meta-a']).toBe('b');
    same('remove', whole(await demo.delete(STORE, path)));
    same('remove again', whole(await demo.delete(STORE, path)));
    same('describe what is gone', whole(await demo.post(STORE, path, '', marks)));
  });

  test('containers that cannot be', async (stage) => {
    const { world, same } = stage;
    const demo = await person(stage);
    const path = `/${world.unique('box')}`;
    const put = (headers: Record<string, string>, name = path) => demo.put(STORE, name, '', headers);
    same('long name', whole(await put({}, `/${'x'.repeat(257)}`)));
    same('long mark', whole(await put({ [`x-container-meta-${'x'.repeat(129)}`]: 'a' })));
    same('long value', whole(await put({ 'x-container-meta-x': 'a'.repeat(257) })));
    same('nameless mark', whole(await put({ 'x-container-meta-': 'a' })));
    same('list of nobody', whole(await put({ 'x-container-read': '.x:y' })));
    same('everybody writes', whole(await put({ 'x-container-write': '.r:*' })));
    same('policy', whole(await put({ 'x-storage-policy': 'none' })));
    const many = Object.fromEntries(Array.from({ length: 91 }, (_, i) => [`x-container-meta-k${i}`, 'v']));
    same('many marks', whole(await put(many)));
    same('not made', whole(await demo.get(STORE, path)));
    same('method', whole(await demo.patch(STORE, path)));
    same('method of an account', whole(await demo.delete(STORE, '')));
  });

  test('listings: prefix, delimiter, markers, limits', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    await within(stage, demo, {}, async (path) => {
      for (const name of ['b', 'a/x', 'a/y', 'c', 'a%2Fz%20%C3%BC', 'd/', 'e%3Ff']) {
        expect((await demo.put(STORE, `${path}/${name}`, 'x', TEXT)).status, name).toBe(201);
      }
      for (const query of [
        '',
        'format=json',
        'prefix=a/',
        'delimiter=/',
        'delimiter=/&format=json',
        'prefix=a/&delimiter=/',
        'delimiter=/&marker=a/',
        'marker=a/y&end_marker=c',
        'reverse=true&limit=2',
        'limit=2&format=json',
        'limit=0',
        'limit=x',
        'limit=10001',
        'prefix=none',
        'prefix=none&format=json',
      ]) {
        same(query, whole(await demo.get(STORE, `${path}?${query}`)));
      }
      same('accepted JSON', whole(await demo.get(STORE, path, { accept: 'application/json' })));
      const first = await demo.get(STORE, `${path}?limit=3`);
      const names = first.text.trim().split('\n');
      const rest = await demo.get(STORE, `${path}?marker=${encodeURIComponent(names.at(-1)!)}`);
      expect([...names, ...rest.text.trim().split('\n')]).toEqual(['a/x', 'a/y', 'a/z ü', 'b', 'c', 'd/', 'e?f']);
      same('not empty', whole(await demo.delete(STORE, path)));
    });
  });

  test('an account tells of its containers', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    await within(stage, demo, {}, async (path) => {
      const name = path.slice(1);
      same('list', whole(await demo.get(STORE, `?prefix=${name}`)));
      const listed = await demo.get(STORE, `?prefix=${name}&format=json`);
      same('list as JSON', whole(listed));
      expect([dig(listed.body, '0.name'), dig(listed.body, '0.count')]).toEqual([name, 0]);
      same('mark', whole(await demo.post(STORE, '', '', { 'x-account-meta-contract': 'yes' })));
      expect((await demo.send('HEAD', STORE, '')).headers['x-account-meta-contract']).toBe('yes');
      same('unmark', whole(await demo.post(STORE, '', '', { 'x-remove-account-meta-contract': 'x' })));
      const head = await demo.send('HEAD', STORE, '');
      expect([head.status, head.headers['x-account-meta-contract']]).toEqual([204, undefined]);
      expect(Number(head.headers['x-account-container-count'])).toBeGreaterThan(0);
    });
  });
});

contract('swift: objects', (test) => {
  test('an object lives: store, read, describe, replace, remove', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    await within(stage, demo, {}, async (box) => {
      const path = `${box}/dir/hello.txt`;
      same('none', whole(await demo.get(STORE, path)));
      same('store', whole(await demo.put(STORE, path, 'hello', { ...TEXT, 'x-object-meta-color': 'red' })));
      const read = await demo.get(STORE, path);
      same('read', whole(read));
      expect([read.text, read.headers['etag']]).toEqual(['hello', '5d41402abc4b2a76b9719d911017c592']);
      const head = await demo.send('HEAD', STORE, path);
      same('head', whole(head));
      expect([head.headers['content-length'], head.text]).toEqual(['5', '']);
      same('describe', whole(await demo.post(STORE, path, '', { 'x-object-meta-size': 'big' })));
      same('described', whole(await demo.send('HEAD', STORE, path, undefined)), [/content-type/]);
      same('replace', whole(await demo.put(STORE, path, 'bye', { 'content-type': 'text/html' })));
      expect(dig((await demo.get(STORE, `${box}?format=json`)).body, '0.bytes')).toBe(3);
      same('wrong sum', whole(await demo.put(STORE, path, 'z', { ...TEXT, etag: 'x' })), [/last-modified/]);
      expect((await demo.get(STORE, path)).text).toBe('bye');
      same('only if there is none', whole(await demo.put(STORE, path, 'z', { ...TEXT, 'if-none-match': '*' })));
      same('only if it is another', whole(await demo.put(STORE, path, 'z', { ...TEXT, 'if-none-match': 'x' })));
      same('remove', whole(await demo.delete(STORE, path)));
      same('remove again', whole(await demo.delete(STORE, path)));
      same('describe what is gone', whole(await demo.post(STORE, path, '', { 'x-object-meta-a': 'b' })));
    });
  });

  test('objects that cannot be', async (stage) => {
    const { same, world } = stage;
    const demo = await person(stage);
    same('no container', whole(await demo.put(STORE, `/${world.unique('none')}/x`, 'x', TEXT)));
    await within(stage, demo, {}, async (box) => {
      const put = (headers: Record<string, string>, name = 'x') =>
        demo.put(STORE, `${box}/${name}`, 'x', { ...TEXT, ...headers });
      same('long name', whole(await put({}, 'x'.repeat(1025))));
      same('long value', whole(await put({ 'x-object-meta-x': 'a'.repeat(257) })));
      same('past', whole(await put({ 'x-delete-at': '1' })));
      same('no number', whole(await put({ 'x-delete-after': 'x' })));
      same('at no number', whole(await put({ 'x-delete-at': 'x' })));
      same('method', whole(await demo.patch(STORE, `${box}/x`)));
    });
  });

  test('parts and conditions', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    await within(stage, demo, {}, async (box) => {
      const path = `${box}/x`;
      await demo.put(STORE, path, 'hello', TEXT);
      const etag = '5d41402abc4b2a76b9719d911017c592';
      const asked: readonly Record<string, string>[] = [
        { range: 'bytes=1-2' },
        { range: 'bytes=-2' },
        { range: 'bytes=3-' },
        { range: 'bytes=9-' },
        { range: 'bits=1-2' },
        { range: 'bytes=0-1,3-4' },
        { 'if-match': etag },
        { 'if-match': 'x' },
        { 'if-none-match': etag },
        { 'if-none-match': 'x' },
        { 'if-modified-since': 'Tue, 22 Nov 2050 00:00:00 GMT' },
        { 'if-modified-since': 'Tue, 22 Nov 2005 00:00:00 GMT' },
        { 'if-unmodified-since': 'Tue, 22 Nov 2005 00:00:00 GMT' },
      ];
      for (const headers of asked) {
        same(JSON.stringify(headers), whole(await demo.get(STORE, path, headers)));
      }
      await demo.put(STORE, `${box}/empty`, '', { ...TEXT, 'content-length': '0' });
      same('nothing of nothing', whole(await demo.get(STORE, `${box}/empty`, { range: 'bytes=0-9' })));
      same('nothing', whole(await demo.get(STORE, `${box}/empty`)));
    });
  });

  test('copies', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    await within(stage, demo, {}, async (box) => {
      const marked = { ...TEXT, 'x-object-meta-color': 'red' };
      await demo.put(STORE, `${box}/a%20b`, 'hello', marked);
      const copy = { 'x-copy-from': `${box}/a%20b` };
      same('copy', whole(await demo.put(STORE, `${box}/c`, undefined, copy)));
      same('copied', whole(await demo.get(STORE, `${box}/c`)));
      same(
        'copy and mark',
        whole(await demo.put(STORE, `${box}/d`, undefined, { ...copy, 'x-object-meta-size': 'big' })),
      );
      same('marked', whole(await demo.get(STORE, `${box}/d`)));
      same('afresh', whole(await demo.put(STORE, `${box}/e`, undefined, { ...copy, 'x-fresh-metadata': 'true' })), [
        /x-object-meta/,
      ]);
      same('to a place', whole(await demo.send('COPY', STORE, `${box}/c`, undefined, { destination: `${box}/f` })));
      expect((await demo.get(STORE, `${box}/f`)).text).toBe('hello');
      same('of nothing', whole(await demo.put(STORE, `${box}/g`, undefined, { 'x-copy-from': `${box}/none` })));
      same('of no name', whole(await demo.put(STORE, `${box}/g`, undefined, { 'x-copy-from': 'x' })));
      same('to nowhere', whole(await demo.send('COPY', STORE, `${box}/c`)));
      same('to no container', whole(await demo.send('COPY', STORE, `${box}/c`, undefined, { destination: 'none/x' })));
    });
  });

  test('an object whose time is over is gone', async (stage) => {
    const demo = await person(stage);
    await within(stage, demo, {}, async (box) => {
      const path = `${box}/x`;
      await demo.put(STORE, path, 'hello', { ...TEXT, 'x-delete-after': '1' });
      expect((await demo.send('HEAD', STORE, path)).headers['x-delete-at']).toMatch(/^\d+$/);
      await stage.world.until('the object is gone', async () => {
        const { status } = await demo.get(STORE, path);
        return status === 404 ? true : undefined;
      });
    });
  });
});

contract('swift: who may', (test) => {
  test('access lists let others in', async (stage) => {
    const { same, world } = stage;
    const [demo, other] = [await person(stage), await person(stage, 'demo2')];
    await within(stage, demo, {}, async (box) => {
      const url = demo.endpoint(STORE) + box;
      const path = `${url}/x`;
      await demo.put(STORE, `${box}/x`, 'hello', TEXT);
      const token = { 'x-auth-token': other.token };
      same('nobody', whole(await ask(world, 'GET', path)));
      same('nobody, nowhere', whole(await ask(world, 'GET', `${url}none`)));
      same('another', whole(await ask(world, 'GET', path, token)));
      same('another, nowhere', whole(await ask(world, 'GET', `${url}none`, token)));
      const allow = async (headers: Record<string, string>) => {
        expect((await demo.post(STORE, box, '', headers)).status).toBe(204);
      };
      await allow({ 'x-container-read': `${other.projectId}:*` });
      expect((await ask(world, 'GET', path, token)).text).toBe('hello');
      same('another lists', whole(await ask(world, 'GET', url, token)));
      same('another writes', whole(await ask(world, 'PUT', `${url}/y`, { ...token, ...TEXT }, 'y')));
      same('nobody still', whole(await ask(world, 'GET', path)));
      await allow({ 'x-container-write': 'demo2:demo2', 'x-container-read': '.r:*' });
      same('another wrote', whole(await ask(world, 'PUT', `${url}/y`, { ...token, ...TEXT }, 'y')));
      same('anybody reads', whole(await ask(world, 'GET', path)));
      same('anybody does not list', whole(await ask(world, 'GET', url)));
      same('another describes', whole(await ask(world, 'POST', url, { ...token, 'x-container-meta-a': 'b' })));
      await allow({ 'x-container-read': '.r:*,.rlistings' });
      same('anybody lists', whole(await ask(world, 'GET', url)));
      same('a bad token is none', whole(await ask(world, 'GET', path, { 'x-auth-token': 'none' })));
      await allow({ 'x-remove-container-read': 'x', 'x-container-write': '' });
      same('nobody again', whole(await ask(world, 'GET', path)));
      same('another no more', whole(await ask(world, 'PUT', `${url}/y`, { ...token, ...TEXT }, 'y')));
      same('foreign account', whole(await ask(world, 'GET', demo.endpoint(STORE), token)));
      same('copy from elsewhere', whole(await ask(world, 'COPY', path, { ...token, destination: 'a/b' })));
    });
  });

  test('temporary URLs', async (stage) => {
    const { same, world } = stage;
    const demo = await person(stage);
    const key = 'of-the-contract-suite';
    await within(stage, demo, { 'x-container-meta-temp-url-key': key }, async (box) => {
      const base = new URL(demo.endpoint(STORE) + box);
      const until = 1_999_999_999;
      const signed = (method: string, name: string, digest = 'sha256', expires = until, signer = key): string => {
        const text = `${method}\n${expires}\n${base.pathname}/${name}`;
        const signature = createHmac(digest, signer).update(text).digest('hex');
        return `${base.href}/${name}?temp_url_sig=${signature}&temp_url_expires=${expires}`;
      };
      const marked = { ...TEXT, 'x-object-meta-color': 'red', 'x-object-meta-public-size': 'big' };
      same('store', whole(await ask(world, 'PUT', signed('PUT', 'x'), marked, 'hello')));
      const read = await ask(world, 'GET', signed('GET', 'x'));
      same('read', whole(read));
      expect(read.text).toBe('hello');
      same('head by GET', whole(await ask(world, 'HEAD', signed('GET', 'x'))));
      for (const digest of ['sha1', 'sha512']) same(digest, whole(await ask(world, 'GET', signed('GET', 'x', digest))));
      same('named', whole(await ask(world, 'GET', `${signed('GET', 'x')}&filename=a%20b`)));
      same('inline', whole(await ask(world, 'GET', `${signed('GET', 'x')}&inline`)));
      same('part', whole(await ask(world, 'GET', signed('GET', 'x'), { range: 'bytes=1-2' })));
      same('none', whole(await ask(world, 'GET', signed('GET', 'none'))));
      same('another method', whole(await ask(world, 'DELETE', signed('GET', 'x'))));
      same('md5', whole(await ask(world, 'GET', signed('GET', 'x', 'md5'))));
      same('too late', whole(await ask(world, 'GET', signed('GET', 'x', 'sha256', 1))));
      same('another key', whole(await ask(world, 'GET', signed('GET', 'x', 'sha256', until, 'other'))));
      same('no time', whole(await ask(world, 'GET', `${base.href}/x?temp_url_sig=${'0'.repeat(40)}`)));
      same(
        'no object',
        whole(await ask(world, 'GET', `${base.href}?temp_url_sig=${'0'.repeat(40)}&temp_url_expires=${until}`)),
      );
      same(
        'manifest',
        whole(await ask(world, 'PUT', signed('PUT', 'm'), { ...TEXT, 'x-object-manifest': 'a/b' }, 'x')),
      );
      same(
        'copy from elsewhere',
        whole(
          await ask(world, 'PUT', signed('PUT', 'm'), { ...TEXT, 'content-length': '0', 'x-copy-from': 'a/b' }, ''),
        ),
      );
      same('remove', whole(await ask(world, 'DELETE', signed('DELETE', 'x'))));
    });
  });

  test('a container keeps versions', async (stage) => {
    const { same } = stage;
    const demo = await person(stage);
    const { text } = await ask(stage.world, 'GET', `${new URL(demo.endpoint(STORE)).origin}/info`);
    if (!text.includes('x-versions-location')) stage.skip('The object store keeps no versions');
    await within(stage, demo, {}, async (box) => {
      await within(stage, demo, { 'x-versions-location': box.slice(1) }, async (path) => {
        const object = `${path}/signal`;
        expect((await demo.send('HEAD', STORE, path)).headers['x-versions-location']).toBe(box.slice(1));
        for (const text of ['one', 'two', 'three']) await demo.put(STORE, object, text, TEXT);
        const kept = (await demo.get(STORE, box)).text.trim().split('\n');
        expect(kept).toEqual([
          expect.stringMatching(/^006signal\/\d{10}\.\d{5}$/),
          expect.stringMatching(/^006signal\//),
        ]);
        expect((await demo.get(STORE, `${box}/${kept[0]}`)).text).toBe('one');
        same('back', whole(await demo.delete(STORE, object)));
        expect((await demo.get(STORE, object)).text).toBe('two');
        await demo.delete(STORE, object);
        expect((await demo.get(STORE, object)).text).toBe('one');
        await demo.delete(STORE, object);
        same('no version left', whole(await demo.get(STORE, object)));
      });
    });
  });

  test('what the store tells about itself', async (stage) => {
    const { world, same } = stage;
    const demo = await person(stage);
    const root = new URL(demo.endpoint(STORE)).origin;
    const reply = await ask(world, 'GET', `${root}/info`);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
    expect(Object.keys(JSON.parse(reply.text))).toEqual(expect.arrayContaining(['swift', 'tempurl']));
    same('no account', whole(await ask(world, 'GET', `${root}/v1`, { 'x-auth-token': demo.token })));
    same('odd account', whole(await ask(world, 'GET', `${root}/v1/odd`, { 'x-auth-token': demo.token })));
  });
});
