import { expect } from 'vitest';
import { contract, dig, listAt, textAt } from './harness/index.ts';

const BYTES = { 'content-type': 'application/octet-stream' };
const PATCH = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
const BARE = { disk_format: 'qcow2', container_format: 'bare' };
const SCHEMA_PROSE = [
  /validation_data|cinder_encryption|properties\.stores|locations|kernel_id|pattern|is_base|maxLength/,
];

contract('glance: images', (test) => {
  test('an image lives: create, fill, change, tag, delete', async ({ world, same }) => {
    const demo = await world.as('demo');
    const name = world.unique('image');
    const made = await demo.post('image', '/images', { name, ...BARE, foo: 'bar', tags: ['t1'] });
    same('create', made);
    expect(dig(made.body, 'status')).toBe('queued');
    const path = `/images/${textAt(made.body, 'id')}`;
    same('no bytes yet', await demo.get('image', `${path}/file`));
    expect((await demo.put('image', `${path}/file`, 'hello', BYTES)).status).toBe(204);
    const shown = await demo.get('image', path);
    same('show', shown);
    expect([dig(shown.body, 'status'), dig(shown.body, 'size')]).toEqual(['active', 5]);
    expect(dig(shown.body, 'checksum')).toBe('5d41402abc4b2a76b9719d911017c592');
    expect((await demo.get('image', `${path}/file`)).text).toBe('hello');
    same('fill again', await demo.put('image', `${path}/file`, 'hello', BYTES));
    const changes = [
      { op: 'replace', path: '/name', value: `${name}-x` },
      { op: 'add', path: '/k1', value: 'v' },
      { op: 'remove', path: '/foo' },
    ];
    const changed = await demo.patch('image', path, JSON.stringify(changes), PATCH);
    same('change', changed);
    expect([dig(changed.body, 'name'), dig(changed.body, 'k1'), dig(changed.body, 'foo')]).toEqual([
      `${name}-x`,
      'v',
      undefined,
    ]);
    same('tag', await demo.put('image', `${path}/tags/t2`));
    same('no tag', await demo.delete('image', `${path}/tags/none`));
    expect(
      listAt((await demo.get('image', path)).body, 'tags')
        .map(String)
        .sort(),
    ).toEqual(['t1', 't2']);
    same('protect', await demo.patch('image', path, '[{"op":"replace","path":"/protected","value":true}]', PATCH));
    same('protected', await demo.delete('image', path));
    await demo.patch('image', path, '[{"op":"replace","path":"/protected","value":false}]', PATCH);
    same('off', await demo.post('image', `${path}/actions/deactivate`));
    same('bytes of what is off', await demo.get('image', `${path}/file`));
    same('on', await demo.post('image', `${path}/actions/reactivate`));
    expect((await demo.delete('image', path)).status).toBe(204);
    same('gone', await demo.get('image', path));
    same('delete what is gone', await demo.delete('image', path));
    same('change what is gone', await demo.patch('image', path, '[]', PATCH));
  });

  test('patches that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const made = await demo.post('image', '/images', BARE);
    const path = `/images/${textAt(made.body, 'id')}`;
    const patches = {
      'read-only': [{ op: 'replace', path: '/status', value: 'active' }],
      'remove nothing': [{ op: 'remove', path: '/nope' }],
      'replace nothing': [{ op: 'replace', path: '/nope', value: 'x' }],
      'remove a base property': [{ op: 'remove', path: '/name' }],
      'no list': { a: 1 },
      'no operation': [{ path: '/name', value: 'x' }],
      publish: [{ op: 'add', path: '/visibility', value: 'public' }],
      'wrong type': [{ op: 'replace', path: '/min_disk', value: 'a' }],
      negative: [{ op: 'replace', path: '/min_disk', value: -1 }],
      'wrong choice': [{ op: 'replace', path: '/disk_format', value: 'zz' }],
      'give away': [{ op: 'replace', path: '/owner', value: 'x' }],
    };
    for (const [name, patch] of Object.entries(patches)) {
      const reply = await demo.patch('image', path, JSON.stringify(patch), PATCH);
      same(name, reply);
      expect(reply.status, name).toBeGreaterThanOrEqual(400);
    }
    same('wrong content type', await demo.patch('image', path, []));
    same('nothing', await demo.patch('image', path, '[]', PATCH));
    await demo.delete('image', path);
  });

  test('images that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const bodies = {
      'wrong format': { disk_format: 'zz' },
      'number for a name': { name: 5 },
      'bad id': { id: 'x' },
      'read-only': { status: 'active' },
      size: { size: 5 },
      public: { visibility: 'public' },
      'unknown visibility': { visibility: 'zz' },
      negative: { min_ram: -1 },
      'text for a flag': { protected: 'x' },
      'number for a property': { foo: 5 },
    };
    for (const [name, body] of Object.entries(bodies)) same(name, await demo.post('image', '/images', body));
    same('no JSON', await demo.post('image', '/images', 'garbage', { 'content-type': 'application/json' }));
    same('no image', await demo.get('image', '/images/none'));
    same('no path', await demo.get('image', '/none'));
    same('no method', await demo.put('image', '/images', {}));
    same('no token', await demo.get('image', '/images', { 'x-auth-token': 'none' }));
    const empty = await demo.post('image', '/images', {});
    same('empty', empty);
    const path = `/images/${textAt(empty.body, 'id')}`;
    same('bytes without a format', await demo.put('image', `${path}/file`, 'x', BYTES));
    same(
      'bytes of another type',
      await demo.put('image', `${path}/file`, '{}', { 'content-type': 'application/json' }),
    );
    same(
      'import without a format',
      await demo.post('image', `${path}/import`, { method: { name: 'web-download', uri: 'http://x' } }),
    );
    same('unknown import', await demo.post('image', `${path}/import`, { method: { name: 'zz' } }));
    await demo.delete('image', path);
  });

  test('lists: filters, order, pages', async ({ world, same }) => {
    const demo = await world.as('demo');
    const tag = world.unique('tag');
    const names = ['c', 'a', 'b'];
    const ids: string[] = [];
    for (const name of names) ids.push(textAt((await demo.post('image', '/images', { name, tags: [tag] })).body, 'id'));
    const found = async (query: string): Promise<string[]> => {
      const reply = await demo.get('image', `/images?tag=${tag}&${query}`);
      return listAt(reply.body, 'images').map((image) => textAt(image, 'name'));
    };
    expect(await found('sort=name:asc')).toEqual(['a', 'b', 'c']);
    expect(await found('sort_key=name&sort_dir=desc')).toEqual(['c', 'b', 'a']);
    expect(await found('name=a')).toEqual(['a']);
    expect(await found('name=in:a,c&sort=name:asc')).toEqual(['a', 'c']);
    expect(await found('status=active')).toEqual([]);
    expect(await found('visibility=public')).toEqual([]);
    const page = await demo.get('image', `/images?tag=${tag}&sort=name:asc&limit=2`);
    same('page', page);
    const next = textAt(page.body, 'next').replace('/v2', '');
    expect(listAt((await demo.get('image', next)).body, 'images').map((image) => dig(image, 'name'))).toEqual(['c']);
    for (const query of [
      'sort=name:up',
      'sort=none:asc',
      'limit=-1',
      'limit=x',
      'marker=none',
      'visibility=zz',
      'size_min=x',
    ]) {
      same(query, await demo.get('image', `/images?${query}`));
    }
    same('public', await demo.get('image', '/images?name=cirros'), [/os_|hw_/]);
    for (const id of ids) await demo.delete('image', `/images/${id}`);
  });

  test('an image is shared with a project', async ({ world, same }) => {
    const [demo, other] = [await world.as('demo'), await world.as('demo2')];
    const made = await demo.post('image', '/images', { name: world.unique('shared'), ...BARE });
    const path = `/images/${textAt(made.body, 'id')}`;
    same('foreign', await other.get('image', path));
    same('nobody', await demo.get('image', `${path}/members`));
    same('share', await demo.post('image', `${path}/members`, { member: other.projectId }));
    same('twice', await demo.post('image', `${path}/members`, { member: other.projectId }));
    same('no member', await demo.post('image', `${path}/members`, {}));
    expect((await other.get('image', path)).status).toBe(200);
    same('foreign change', await other.patch('image', path, '[{"op":"replace","path":"/name","value":"x"}]', PATCH));
    same('foreign delete', await other.delete('image', path));
    same('accept', await other.put('image', `${path}/members/${other.projectId}`, { status: 'accepted' }));
    same('accept wrongly', await other.put('image', `${path}/members/${other.projectId}`, { status: 'zz' }));
    same('accept for another', await demo.put('image', `${path}/members/${other.projectId}`, { status: 'rejected' }));
    same('members', await demo.get('image', `${path}/members`));
    same('unshare', await demo.delete('image', `${path}/members/${other.projectId}`));
    same('unshare again', await demo.delete('image', `${path}/members/${other.projectId}`));
    expect((await other.get('image', path)).status).toBe(404);
    await demo.delete('image', path);
  });

  test('what the service tells about itself', async ({ world, same }) => {
    const demo = await world.as('demo');
    same('import methods', await demo.get('image', '/info/import'));
    same('stores', await demo.get('image', '/info/stores'));
    same('schema', await demo.get('image', '/schemas/image'), SCHEMA_PROSE);
    same('list schema', await demo.get('image', '/schemas/images'), [...SCHEMA_PROSE, /links/]);
    same('member schema', await demo.get('image', '/schemas/member'));
    same('no schema', await demo.get('image', '/schemas/none'));
    same('tasks', await demo.get('image', '/tasks'));
  });
});

contract('glance: import', (test) => {
  test('an image is downloaded by the cloud', async ({ world, same }) => {
    const demo = await world.as('demo');
    const made = await demo.post('image', '/images', { name: world.unique('web'), ...BARE });
    const path = `/images/${textAt(made.body, 'id')}`;
    for (const uri of [
      'http://nowhere.invalid/x',
      'http://127.0.0.1/x',
      'file:///etc/passwd',
      'http://images.invalid:22/x',
    ]) {
      same(uri, await demo.post('image', `${path}/import`, { method: { name: 'web-download', uri } }));
    }
    // Nothing here may depend on a way to the Internet, so the real service stops at the refusals.
    if (world.name === 'sandbox') {
      const method = { name: 'web-download', uri: 'https://images.example.org/cirros.img' };
      expect((await demo.post('image', `${path}/import`, { method })).status).toBe(202);
      expect(dig((await demo.get('image', path)).body, 'status')).toBe('importing');
      const active = await world.until('the image is active', async () => {
        const reply = await demo.get('image', path);
        return dig(reply.body, 'status') === 'active' ? reply : undefined;
      });
      expect(dig(active.body, 'size')).toBeGreaterThan(0);
    }
    await demo.delete('image', path);
  });
});
