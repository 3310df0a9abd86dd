import { expect } from 'vitest';
import { contract, dig, listAt, textAt } from './harness/index.ts';

const KM = 'key-manager';
const idOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
const JSON_BODY = { 'content-type': 'application/json' };

contract('barbican: secrets', (test) => {
  test('a text lives: store, show, read, delete', async ({ world, same }) => {
    const demo = await world.as('demo');
    const name = world.unique('secret');
    const made = await demo.post(KM, '/secrets', { name, payload: 'hällo', payload_content_type: 'text/plain' });
    same('store', made);
    expect(made.headers['location']).toBe(dig(made.body, 'secret_ref'));
    const path = `/secrets/${idOf(textAt(made.body, 'secret_ref'))}`;
    const shown = await demo.get(KM, path, { accept: 'application/json' });
    same('show', shown);
    expect(dig(shown.body, 'status')).toBe('ACTIVE');
    expect(dig(shown.body, 'content_types.default')).toBe('text/plain');
    const read = await demo.get(KM, `${path}/payload`, { accept: 'text/plain' });
    same('read', read);
    expect(read.text).toBe('hällo');
    same('list', await demo.get(KM, `/secrets?name=${name}`));
    same('fill what is full', await demo.put(KM, path, 'x', { 'content-type': 'text/plain' }));
    expect((await demo.delete(KM, path)).status).toBe(204);
    same('gone', await demo.get(KM, path));
    same('read what is gone', await demo.get(KM, `${path}/payload`));
    same('delete what is gone', await demo.delete(KM, path));
  });

  test('bytes go in as base64 and come out as they are', async ({ world, same }) => {
    const demo = await world.as('demo');
    const bytes = Buffer.from([0, 255, 128, 10]);
    const made = await demo.post(KM, '/secrets', {
      payload: bytes.toString('base64'),
      payload_content_type: 'application/octet-stream',
      payload_content_encoding: 'base64',
      algorithm: 'aes',
      bit_length: 32,
      mode: 'cbc',
      secret_type: 'symmetric',
      expiration: '2035-01-02T03:04:05',
    });
    const path = `/secrets/${idOf(textAt(made.body, 'secret_ref'))}`;
    const shown = await demo.get(KM, path, { accept: 'application/json' });
    same('show', shown);
    expect(dig(shown.body, 'expiration')).toBe('2035-01-02T03:04:05');
    expect(dig(shown.body, 'name')).toBeNull();
    const wire = { 'x-auth-token': demo.token, accept: 'application/octet-stream' };
    const read = await world.exchange('GET', `${demo.endpoint(KM)}${path}/payload`, wire);
    expect(Buffer.from(read.body)).toEqual(bytes);
    await demo.delete(KM, path);
  });

  test('in two steps: first what it is, then what is in it', async ({ world, same }) => {
    const demo = await world.as('demo');
    const made = await demo.post(KM, '/secrets', { name: 'two' });
    const path = `/secrets/${idOf(textAt(made.body, 'secret_ref'))}`;
    same('empty', await demo.get(KM, path, { accept: 'application/json' }));
    same('read nothing', await demo.get(KM, `${path}/payload`, { accept: 'text/plain' }));
    same('as JSON', await demo.put(KM, path, '{}', JSON_BODY));
    const filled = await demo.put(KM, path, 'abc', { 'content-type': 'text/plain' });
    same('fill', filled);
    expect(filled.status).toBe(204);
    expect((await demo.get(KM, `${path}/payload`, { accept: 'text/plain' })).text).toBe('abc');
    await demo.delete(KM, path);
  });

  test('lists come in pages', async ({ world, same }) => {
    const demo = await world.as('demo');
    const name = world.unique('page');
    const text = { name, payload: 'x', payload_content_type: 'text/plain' };
    const refs = [1, 2, 3].map(() => demo.post(KM, '/secrets', text));
    const paths = (await Promise.all(refs)).map((reply) => `/secrets/${idOf(textAt(reply.body, 'secret_ref'))}`);
    const first = await demo.get(KM, `/secrets?name=${name}&limit=2`);
    same('first', first);
    expect(listAt(first.body, 'secrets').length).toBe(2);
    expect(dig(first.body, 'total')).toBe(3);
    same('second', await demo.get(KM, `/secrets?name=${name}&limit=2&offset=2`));
    for (const path of paths) await demo.delete(KM, path);
  });

  test('bad input is told', async ({ world, same }) => {
    const demo = await world.as('demo');
    const bodies = {
      'no type': { payload: 'x' },
      'no payload': { payload_content_type: 'text/plain' },
      'empty payload': { payload: '', payload_content_type: 'text/plain' },
      'unknown type': { payload: 'x', payload_content_type: 'foo/bar' },
      'no encoding': { payload: 'x', payload_content_type: 'application/octet-stream' },
      'text with an encoding': { payload: 'x', payload_content_type: 'text/plain', payload_content_encoding: 'base64' },
      'no base64': {
        payload: 'x y!',
        payload_content_type: 'application/octet-stream',
        payload_content_encoding: 'base64',
      },
      'a number for a name': { name: 5 },
      'a text for a number': { bit_length: 'a' },
      'no bits': { bit_length: 0 },
      expired: { expiration: '2001-01-01T00:00:00' },
      'no time': { expiration: 'tomorrow' },
      'unknown kind': { secret_type: 'zz' },
    };
    for (const [name, body] of Object.entries(bodies)) {
      const reply = await demo.post(KM, '/secrets', body);
      same(name, reply);
      expect(reply.status, name).toBe(400);
    }
    same('no JSON', await demo.post(KM, '/secrets', 'garbage', JSON_BODY));
    same('no id', await demo.get(KM, '/secrets/none'));
    same('no path', await demo.get(KM, '/none'));
    same('no method', await demo.patch(KM, '/secrets'));
    same('no token', await demo.get(KM, '/secrets', { 'x-auth-token': 'none' }));
  });

  test('a secret belongs to its project, until an ACL says more', async ({ world, same }) => {
    const [demo, other] = [await world.as('demo'), await world.as('demo2')];
    const made = await demo.post(KM, '/secrets', { payload: 'x', payload_content_type: 'text/plain' });
    const path = `/secrets/${idOf(textAt(made.body, 'secret_ref'))}`;
    same('show', await other.get(KM, path));
    same('read', await other.get(KM, `${path}/payload`));
    same('delete', await other.delete(KM, path));
    same('no ACL', await demo.get(KM, `${path}/acl`));
    same('set ACL', await demo.put(KM, `${path}/acl`, { read: { users: [other.userId], 'project-access': false } }));
    same('ACL', await demo.get(KM, `${path}/acl`));
    const read = await other.get(KM, `${path}/payload`, { accept: 'text/plain' });
    expect(read.text).toBe('x');
    same('foreign ACL', await other.put(KM, `${path}/acl`, { read: { users: [] } }));
    same('bad ACL', await demo.put(KM, `${path}/acl`, { read: { users: 'x' } }));
    same('unset ACL', await demo.delete(KM, `${path}/acl`));
    expect((await other.get(KM, `${path}/payload`, { accept: 'text/plain' })).status).toBe(403);
    await demo.delete(KM, path);
  });
});

contract('barbican: containers and orders', (test) => {
  test('a container holds secrets and knows who uses it', async ({ world, same }) => {
    const demo = await world.as('demo');
    const secret = await demo.post(KM, '/secrets', { payload: 'x', payload_content_type: 'text/plain' });
    const secret_ref = textAt(secret.body, 'secret_ref');
    const body = { type: 'generic', name: world.unique('box'), secret_refs: [{ name: 'a', secret_ref }] };
    const made = await demo.post(KM, '/containers', body);
    same('create', made);
    const path = `/containers/${idOf(textAt(made.body, 'container_ref'))}`;
    same('show', await demo.get(KM, path));
    same('add consumer', await demo.post(KM, `${path}/consumers`, { name: 'n', URL: 'http://x' }));
    same('consumers', await demo.get(KM, `${path}/consumers`));
    same('no type', await demo.post(KM, '/containers', {}));
    same('wrong type', await demo.post(KM, '/containers', { type: 'zz' }));
    const gone = secret_ref.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    same(
      'no such secret',
      await demo.post(KM, '/containers', { ...body, secret_refs: [{ name: 'a', secret_ref: gone }] }),
    );
    expect((await demo.delete(KM, path)).status).toBe(204);
    same('gone', await demo.get(KM, path));
    await demo.delete(KM, `/secrets/${idOf(secret_ref)}`);
  });

  test('an order makes a key', async ({ world, same }) => {
    const demo = await world.as('demo');
    const meta = {
      name: 'k',
      algorithm: 'aes',
      bit_length: 256,
      mode: 'cbc',
      payload_content_type: 'application/octet-stream',
    };
    const made = await demo.post(KM, '/orders', { type: 'key', meta });
    same('order', made);
    const path = `/orders/${idOf(textAt(made.body, 'order_ref'))}`;
    const done = await world.until('the order is ACTIVE', async () => {
      const reply = await demo.get(KM, path);
      return dig(reply.body, 'status') === 'ACTIVE' ? reply : undefined;
    });
    same('done', done);
    const secret = `/secrets/${idOf(textAt(done.body, 'secret_ref'))}`;
    const wire = { 'x-auth-token': demo.token, accept: 'application/octet-stream' };
    const key = await world.exchange('GET', `${demo.endpoint(KM)}${secret}/payload`, wire);
    expect(key.body.length).toBe(32);
    same('delete', await demo.delete(KM, path));
    same('no type', await demo.post(KM, '/orders', { meta }));
    same('no meta', await demo.post(KM, '/orders', { type: 'key' }));
    await demo.delete(KM, secret);
  });
});
