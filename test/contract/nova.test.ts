import { expect } from 'vitest';
import { contract, dig, listAt, textAt, type Reply, type World } from './harness/index.ts';

const NOBODY = '6a4d0b1c-14b1-4f2c-9d1e-7b0b3f0d4c11';
const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKYwJnBbyxL4YhbwIG22fo2LIDcS+W/PEGZY5oM7jnCJ someone@example.org';
const FINGERPRINT = '66:de:90:0a:f5:ed:59:f7:14:9a:18:88:7d:b7:fb:05';

function at(version: string): Record<string, string> {
  return { 'openstack-api-version': `compute ${version}` };
}

async function network(world: World): Promise<string> {
  const demo = await world.as('demo');
  const made = await demo.post('network', '/networks', { network: { name: world.unique('net') } });
  const id = textAt(made.body, 'network.id');
  await demo.post('network', '/subnets', { subnet: { network_id: id, ip_version: 4, cidr: '10.1.0.0/24' } });
  return id;
}

async function image(world: World): Promise<string> {
  return textAt((await (await world.as('demo')).get('image', '/images?name=cirros')).body, 'images.0.id');
}

/** A request for a server that is fine but for what `fields` changes; a field that is undefined is left out. */
async function order(world: World, net: string, fields: object = {}): Promise<object> {
  const server = {
    name: world.unique('server'),
    flavorRef: '1',
    imageRef: await image(world),
    networks: [{ uuid: net }],
  };
  return { server: { ...server, ...fields } };
}

/** A server of demo's that is there for the test, deleted afterwards with its network. */
async function withServer(
  world: World,
  body: (server: { id: string; path: string; net: string; status: () => Promise<string> }) => Promise<void>,
  fields: object = {},
): Promise<void> {
  const demo = await world.as('demo');
  const net = await network(world);
  const made = await demo.post('compute', '/servers', await order(world, net, fields));
  expect([made.status, made.text]).toEqual([202, expect.any(String)]);
  const id = textAt(made.body, 'server.id');
  const path = `/servers/${id}`;
  const status = async (): Promise<string> => textAt((await demo.get('compute', path)).body, 'server.status');
  await world.until(`${id} is built`, async () => ((await status()) === 'BUILD' ? undefined : true));
  expect(await status()).toBe('ACTIVE');
  await body({ id, path, net, status });
  await demo.delete('compute', path);
  await vanished(world, 'compute', path);
  expect((await demo.delete('network', `/networks/${net}`)).status).toBe(204);
}

async function vanished(world: World, service: string, path: string): Promise<void> {
  const demo = await world.as('demo');
  await world.until(`${path} is gone`, async () => ((await demo.get(service, path)).status === 404 ? true : undefined));
}

contract('nova: servers', (test) => {
  test('a server lives', async ({ world, same }) => {
    const demo = await world.as('demo');
    const net = await network(world);
    const made = await demo.post(
      'compute',
      '/servers',
      await order(world, net, { metadata: { a: 'b' }, user_data: 'aGVsbG8=' }),
    );
    same('create', made);
    expect(made.headers['location']).toContain('/v2.1/servers/');
    const id = textAt(made.body, 'server.id');
    const path = `/servers/${id}`;
    same('while it is built', await demo.get('compute', path));
    await world.until('it is built', async () =>
      dig((await demo.get('compute', path)).body, 'server.status') === 'ACTIVE' ? true : undefined,
    );
    const shown = await demo.get('compute', path);
    same('show', shown, [/addresses/]);
    expect(Object.values((dig(shown.body, 'server.addresses') ?? {}) as object)).toHaveLength(1);
    expect(dig(shown.body, 'server.OS-EXT-STS:vm_state')).toBe('active');
    const admin = await world.as('admin');
    for (const version of ['2.3', '2.9', '2.19', '2.26', '2.47', '2.63', '2.73', '2.93']) {
      same(`show ${version}`, await demo.get('compute', path, at(version)), [/addresses/]);
      same(`as admin ${version}`, await admin.get('compute', path, at(version)), [/addresses/]);
    }
    const name = textAt(shown.body, 'server.name');
    same('detail', await demo.get('compute', `/servers/detail?name=${name}`), [/addresses/]);
    same('detail 2.93', await demo.get('compute', `/servers/detail?name=${name}`, at('2.93')), [/addresses/]);
    same('list', await demo.get('compute', `/servers?name=${name}&limit=1`));
    expect(listAt((await demo.get('compute', `/servers/detail?status=SHUTOFF&name=${name}`)).body, 'servers')).toEqual(
      [],
    );
    expect(listAt((await demo.get('compute', `/servers?name=^${name}$&status=ACTIVE`)).body, 'servers')).toHaveLength(
      1,
    );
    same('addresses', await demo.get('compute', `${path}/ips`), [/addresses/]);
    same('interfaces', await demo.get('compute', `${path}/os-interface`));
    same('groups', await demo.get('compute', `${path}/os-security-groups`));
    same('actions', await demo.get('compute', `${path}/os-instance-actions`, at('2.93')));
    const ports = await demo.get('network', `/ports?device_id=${id}`);
    expect(listAt(ports.body, 'ports').map((port) => [dig(port, 'status'), dig(port, 'device_owner')])).toEqual([
      ['ACTIVE', 'compute:nova'],
    ]);
    same('rename', await demo.put('compute', path, { server: { name: world.unique('other') } }), [/addresses/]);
    expect((await (await world.as('demo2')).get('compute', path)).status).toBe(404);
    expect((await demo.delete('compute', path)).status).toBe(204);
    await vanished(world, 'compute', path);
    same('gone', await demo.get('compute', path));
    same('delete what is gone', await demo.delete('compute', path));
    expect(listAt((await demo.get('network', `/ports?network_id=${net}`)).body, 'ports')).toEqual([]);
    expect((await demo.delete('network', `/networks/${net}`)).status).toBe(204);
  });

  test('servers that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const net = await network(world);
    const post = async (fields: object, version = '2.1'): Promise<Reply> =>
      demo.post('compute', '/servers', await order(world, net, fields), at(version));
    same('no flavor of that id', await post({ flavorRef: '99' }));
    same('no image of that id', await post({ imageRef: NOBODY }));
    same('a word for an image', await post({ imageRef: 'zz' }));
    same('no image', await post({ imageRef: undefined }));
    same('no key of that name', await post({ key_name: 'nokey' }));
    same('no network of that id', await post({ networks: [{ uuid: NOBODY }] }));
    same('no port of that id', await post({ networks: [{ port: NOBODY }] }));
    same('a word for a network', await post({ networks: [{ uuid: 'zz' }] }));
    same('no group of that name', await post({ security_groups: [{ name: 'nosuch' }] }));
    same('no such zone', await post({ availability_zone: 'mars' }));
    same('an empty name', await post({ name: '' }));
    same('a number in the metadata', await post({ metadata: { a: 1 } }));
    same('auto too early', await post({ networks: 'auto' }));
    same('no body', await demo.post('compute', '/servers', { x: 1 }));
    const boot = { boot_index: 0, uuid: NOBODY, source_type: 'volume', destination_type: 'volume' };
    same('no volume of that id', await post({ imageRef: undefined, block_device_mapping_v2: [boot] }));
    const hints = { ...(await order(world, net)), 'os:scheduler_hints': { group: NOBODY } };
    same('no server group of that id', await demo.post('compute', '/servers', hints));
    same('too few', await post({ min_count: 3, max_count: 2 }));
    expect((await demo.delete('network', `/networks/${net}`)).status).toBe(204);
  });

  test('lists that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    same('all tenants', await demo.get('compute', '/servers/detail?all_tenants=1'));
    same('unknown marker', await demo.get('compute', `/servers?marker=${NOBODY}`));
    same('bad limit', await demo.get('compute', '/servers?limit=-1'));
    same('unknown server', await demo.get('compute', `/servers/${NOBODY}`));
    same('a word for a server', await demo.get('compute', '/servers/zz'));
    same('unknown version', await demo.get('compute', '/flavors', at('2.200')));
    same('no version at all', await demo.get('compute', '/flavors', at('banana')));
    same('unknown path', await demo.get('compute', '/nonsense'));
  });

  test('actions lead from state to state', async ({ world, same }) => {
    const demo = await world.as('demo');
    await withServer(world, async ({ path, status }) => {
      const act = (body: object, version = '2.1'): Promise<Reply> =>
        demo.post('compute', `${path}/action`, body, at(version));
      const reaches = (wanted: string): Promise<true> =>
        world.until(`it is ${wanted}`, async () => {
          const shown = (await demo.get('compute', path)).body;
          const idle = dig(shown, 'server.OS-EXT-STS:task_state') === null;
          return idle && (await status()) === wanted ? true : undefined;
        });
      same('start what runs', await act({ 'os-start': null }));
      same('unknown', await act({ bogus: null }));
      same('stop', await act({ 'os-stop': null }));
      await reaches('SHUTOFF');
      same('stopped', await demo.get('compute', path), [/addresses/]);
      same('stop again', await act({ 'os-stop': null }));
      same('start', await act({ 'os-start': null }));
      await reaches('ACTIVE');
      same('pause', await act({ pause: null }));
      await reaches('PAUSED');
      same('unpause', await act({ unpause: null }));
      await reaches('ACTIVE');
      same('suspend', await act({ suspend: null }));
      await reaches('SUSPENDED');
      same('resume', await act({ resume: null }));
      await reaches('ACTIVE');
      same('reboot', await act({ reboot: { type: 'SOFT' } }));
      await reaches('ACTIVE');
      same('reboot strangely', await act({ reboot: { type: 'GENTLE' } }));
      same('resize to the same', await act({ resize: { flavorRef: '1' } }));
      same('resize to nothing', await act({ resize: { flavorRef: '77' } }));
      same('confirm too early', await act({ confirmResize: null }));
      same('revert too early', await act({ revertResize: null }));
      same('rebuild', await act({ rebuild: { imageRef: await image(world) } }), [/addresses/]);
      await reaches('ACTIVE');
      same('rebuild on nothing', await act({ rebuild: { imageRef: NOBODY } }));
      same('console output', await act({ 'os-getConsoleOutput': {} }));
      same('bad console', await act({ 'os-getVNCConsole': { type: 'strange' } }));
      same('lock', await act({ lock: null }));
      same('stop what is locked', await act({ 'os-stop': null }));
      same('delete what is locked', await demo.delete('compute', path));
      same('unlock', await act({ unlock: null }));
      same('no group', await act({ addSecurityGroup: { name: 'nosuch' } }));
      same('group off', await act({ removeSecurityGroup: { name: 'default' } }));
      same('group off again', await act({ removeSecurityGroup: { name: 'default' } }));
      same('group on', await act({ addSecurityGroup: { name: 'default' } }));
      same('set state by a user', await act({ 'os-resetState': { state: 'error' } }));
      const snapshot = await act({ createImage: { name: world.unique('snap') } }, '2.45');
      same('image', snapshot);
      await reaches('ACTIVE');
      expect((await demo.delete('image', `/images/${textAt(snapshot.body, 'image_id')}`)).status).toBe(204);
    });
  });

  test('metadata and tags', async ({ world, same }) => {
    const demo = await world.as('demo');
    await withServer(world, async ({ path }) => {
      const meta = `${path}/metadata`;
      same('add', await demo.post('compute', meta, { metadata: { q: 'r' } }));
      same('replace', await demo.put('compute', meta, { metadata: { q: 'z' } }));
      same('one', await demo.get('compute', `${meta}/q`));
      same('set one', await demo.put('compute', `${meta}/k`, { meta: { k: 'v' } }));
      same('mismatch', await demo.put('compute', `${meta}/k`, { meta: { j: 'v' } }));
      same('delete', await demo.delete('compute', `${meta}/q`));
      same('delete again', await demo.delete('compute', `${meta}/q`));
      same('a number', await demo.post('compute', meta, { metadata: { q: 5 } }));
      same('tag', await demo.put('compute', `${path}/tags/red`, undefined, at('2.26')));
      same('tags', await demo.get('compute', `${path}/tags`, at('2.26')));
      same('no tag', await demo.delete('compute', `${path}/tags/blue`, at('2.26')));
      same('tags before their time', await demo.get('compute', `${path}/tags`, at('2.25')));
    });
  });

  test('interfaces come and go', async ({ world, same }) => {
    const demo = await world.as('demo');
    await withServer(world, async ({ path, net }) => {
      const attached = await demo.post('compute', `${path}/os-interface`, { interfaceAttachment: { net_id: net } });
      same('attach', attached);
      const port = textAt(attached.body, 'interfaceAttachment.port_id');
      same('show', await demo.get('compute', `${path}/os-interface/${port}`));
      same(
        'attach an unknown port',
        await demo.post('compute', `${path}/os-interface`, { interfaceAttachment: { port_id: NOBODY } }),
      );
      same('detach', await demo.delete('compute', `${path}/os-interface/${port}`));
      await vanished(world, 'network', `/ports/${port}`);
      const own = textAt((await demo.post('network', '/ports', { port: { network_id: net } })).body, 'port.id');
      same(
        'attach a port',
        await demo.post('compute', `${path}/os-interface`, { interfaceAttachment: { port_id: own } }),
      );
      await demo.delete('compute', `${path}/os-interface/${own}`);
      await world.until('the port is free', async () =>
        dig((await demo.get('network', `/ports/${own}`)).body, 'port.device_id') === '' ? true : undefined,
      );
      expect((await demo.delete('network', `/ports/${own}`)).status).toBe(204);
    });
  });

  test('volumes come and go', async ({ world, same }) => {
    const demo = await world.as('demo');
    const made = await demo.post('volumev3', '/volumes', { volume: { size: 1, name: world.unique('vol') } });
    const volume = textAt(made.body, 'volume.id');
    const reaches = (wanted: string): Promise<true> =>
      world.until(`the volume is ${wanted}`, async () =>
        dig((await demo.get('volumev3', `/volumes/${volume}`)).body, 'volume.status') === wanted ? true : undefined,
      );
    await reaches('available');
    await withServer(world, async ({ path }) => {
      const list = `${path}/os-volume_attachments`;
      same('attach nothing', await demo.post('compute', list, { volumeAttachment: { volumeId: NOBODY } }));
      same('attach', await demo.post('compute', list, { volumeAttachment: { volumeId: volume } }));
      await reaches('in-use');
      same('the volume', await demo.get('volumev3', `/volumes/${volume}`));
      same('list', await demo.get('compute', list));
      same('list 2.89', await demo.get('compute', list, at('2.89')));
      same('list 2.79', await demo.get('compute', list, at('2.79')));
      same('show', await demo.get('compute', `${list}/${volume}`));
      same('attach again', await demo.post('compute', list, { volumeAttachment: { volumeId: volume } }));
      same('delete in use', await demo.delete('volumev3', `/volumes/${volume}`));
      same('extend in use', await demo.post('volumev3', `/volumes/${volume}/action`, { 'os-extend': { new_size: 2 } }));
      same('attachments', await demo.get('volumev3', '/attachments', { 'openstack-api-version': 'volume 3.27' }));
      expect(listAt((await demo.get('compute', path)).body, 'server.os-extended-volumes:volumes_attached')).toEqual([
        { id: volume },
      ]);
      same('detach nothing', await demo.delete('compute', `${list}/${NOBODY}`));
      same('detach', await demo.delete('compute', `${list}/${volume}`));
      await reaches('available');
    });
    expect((await demo.delete('volumev3', `/volumes/${volume}`)).status).toBe(202);
    await vanished(world, 'volumev3', `/volumes/${volume}`);
  });

  test('a server goes and leaves what was not its own', async ({ world }) => {
    const demo = await world.as('demo');
    const net = await network(world);
    const port = textAt((await demo.post('network', '/ports', { port: { network_id: net } })).body, 'port.id');
    const made = await demo.post('compute', '/servers', await order(world, net, { networks: [{ port }] }));
    const path = `/servers/${textAt(made.body, 'server.id')}`;
    await world.until('it is built', async () =>
      dig((await demo.get('compute', path)).body, 'server.status') === 'ACTIVE' ? true : undefined,
    );
    expect((await demo.get('network', `/ports/${port}`)).body).toMatchObject({
      port: { status: 'ACTIVE', device_owner: 'compute:nova' },
    });
    const again = await demo.post('compute', '/servers', await order(world, net, { networks: [{ port }] }));
    expect([
      again.status,
      dig(again.body, 'conflictingRequest.message') ?? dig(again.body, 'badRequest.message'),
    ]).toEqual([409, `Port ${port} is still in use.`]);
    await demo.delete('compute', path);
    await vanished(world, 'compute', path);
    expect((await demo.get('network', `/ports/${port}`)).body).toMatchObject({
      port: { status: 'DOWN', device_id: '', device_owner: '' },
    });
    await demo.delete('network', `/ports/${port}`);
    expect((await demo.delete('network', `/networks/${net}`)).status).toBe(204);
  });

  test('a server boots from a volume', async ({ world }) => {
    const demo = await world.as('demo');
    const disk = {
      boot_index: 0,
      uuid: await image(world),
      source_type: 'image',
      destination_type: 'volume',
      volume_size: 1,
      delete_on_termination: true,
    };
    let volume = '';
    await withServer(
      world,
      async ({ path }) => {
        const shown = await demo.get('compute', path);
        expect(dig(shown.body, 'server.image')).toBe('');
        volume = textAt(shown.body, 'server.os-extended-volumes:volumes_attached.0.id');
        expect((await demo.get('volumev3', `/volumes/${volume}`)).body).toMatchObject({
          volume: { status: 'in-use', bootable: 'true' },
        });
      },
      { imageRef: undefined, block_device_mapping_v2: [disk] },
    );
    await vanished(world, 'volumev3', `/volumes/${volume}`);
  });

  test('a server that no address is left for ends in error', async ({ world, same }) => {
    const demo = await world.as('demo');
    const net = await network(world);
    const made = await demo.post(
      'compute',
      '/servers',
      await order(world, net, { networks: [{ uuid: net, fixed_ip: '10.9.9.9' }] }),
    );
    expect(made.status).toBe(202);
    const path = `/servers/${textAt(made.body, 'server.id')}`;
    await world.until('it is in error', async () =>
      dig((await demo.get('compute', path)).body, 'server.status') === 'ERROR' ? true : undefined,
    );
    same('show', await demo.get('compute', path));
    await demo.delete('compute', path);
    await vanished(world, 'compute', path);
    expect((await demo.delete('network', `/networks/${net}`)).status).toBe(204);
  });
});

contract('nova: keys, groups, flavors', (test) => {
  test('a key pair lives', async ({ world, same }) => {
    const demo = await world.as('demo');
    const name = world.unique('key');
    const made = await demo.post('compute', '/os-keypairs', { keypair: { name, public_key: PUBLIC_KEY } });
    same('import', made);
    expect(dig(made.body, 'keypair.fingerprint')).toBe(FINGERPRINT);
    same('again', await demo.post('compute', '/os-keypairs', { keypair: { name, public_key: PUBLIC_KEY } }));
    same('show', await demo.get('compute', `/os-keypairs/${name}`));
    same('show 2.10', await demo.get('compute', `/os-keypairs/${name}`, at('2.10')));
    same('list', await demo.get('compute', '/os-keypairs', at('2.35')));
    expect((await (await world.as('demo2')).get('compute', `/os-keypairs/${name}`)).status).toBe(404);
    same('delete', await demo.delete('compute', `/os-keypairs/${name}`));
    same('gone', await demo.get('compute', `/os-keypairs/${name}`));
    const generated = await demo.post('compute', '/os-keypairs', { keypair: { name } });
    same('generate', generated);
    expect(textAt(generated.body, 'keypair.private_key')).toContain('PRIVATE KEY-----');
    same('delete 2.2', await demo.delete('compute', `/os-keypairs/${name}`, at('2.2')));
  });

  test('key pairs that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const post = (keypair: object, version = '2.1'): Promise<Reply> =>
      demo.post('compute', '/os-keypairs', { keypair }, at(version));
    same('junk', await post({ name: 'k2', public_key: 'junk' }));
    same('no name', await post({ public_key: PUBLIC_KEY }));
    same('a strange name', await post({ name: 'k/2!' }));
    same('nothing to import', await post({ name: 'k2' }, '2.92'));
    same('a type too early', await post({ name: 'k2', type: 'ssh' }));
  });

  test('server groups', async ({ world, same }) => {
    const demo = await world.as('demo');
    const list = '/os-server-groups';
    const old = await demo.post('compute', list, { server_group: { name: 'g', policies: ['affinity'] } });
    same('create', old);
    const made = await demo.post(
      'compute',
      list,
      { server_group: { name: 'g', policy: 'anti-affinity', rules: { max_server_per_host: 2 } } },
      at('2.64'),
    );
    same('create 2.64', made);
    same('silly', await demo.post('compute', list, { server_group: { name: 'g', policies: ['silly'] } }));
    same(
      'soft too early',
      await demo.post('compute', list, { server_group: { name: 'g', policies: ['soft-affinity'] } }),
    );
    same(
      'rules for affinity',
      await demo.post(
        'compute',
        list,
        { server_group: { name: 'g', policy: 'affinity', rules: { max_server_per_host: 2 } } },
        at('2.64'),
      ),
    );
    same('list', await demo.get('compute', list));
    const ids = [textAt(old.body, 'server_group.id'), textAt(made.body, 'server_group.id')];
    for (const id of ids) expect((await demo.delete('compute', `${list}/${id}`)).status).toBe(204);
    same('gone', await demo.get('compute', `${list}/${ids[0]}`));
  });

  test('flavors', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    same('list', await demo.get('compute', '/flavors'));
    same('detail', await demo.get('compute', '/flavors/detail'));
    same('detail 2.93', await demo.get('compute', '/flavors/detail', at('2.93')));
    same(
      'create by a user',
      await demo.post('compute', '/flavors', { flavor: { name: 'f', ram: 1, vcpus: 1, disk: 1 } }),
    );
    const flavor = { name: world.unique('flavor'), ram: 1, vcpus: 1, disk: 1, 'os-flavor-access:is_public': false };
    const made = await admin.post('compute', '/flavors', { flavor });
    same('create', made);
    const path = `/flavors/${textAt(made.body, 'flavor.id')}`;
    same('again', await admin.post('compute', '/flavors', { flavor }));
    expect((await demo.get('compute', path)).status).toBe(404);
    same('add access', await admin.post('compute', `${path}/action`, { addTenantAccess: { tenant: demo.projectId } }));
    same('access', await admin.get('compute', `${path}/os-flavor-access`));
    expect((await demo.get('compute', path)).status).toBe(200);
    same('set specs', await admin.post('compute', `${path}/os-extra_specs`, { extra_specs: { 'hw:x': 'y' } }));
    same('specs', await admin.get('compute', `${path}/os-extra_specs`));
    same('no spec', await admin.delete('compute', `${path}/os-extra_specs/zz`));
    same('delete', await admin.delete('compute', path));
    same('gone', await admin.get('compute', path));
    const open = { addTenantAccess: { tenant: demo.projectId } };
    same('access to a public one', await admin.post('compute', '/flavors/1/action', open, at('2.7')));
  });
});

contract('nova: operators', (test) => {
  test('quotas and limits', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const path = `/os-quota-sets/${demo.projectId}`;
    same('own', await demo.get('compute', path));
    same('own 2.93', await demo.get('compute', path, at('2.93')));
    same('detail', await demo.get('compute', `${path}/detail`));
    same('defaults', await demo.get('compute', `${path}/defaults`));
    same('of others', await demo.get('compute', `/os-quota-sets/${admin.projectId}`));
    same('set a bad one', await admin.put('compute', path, { quota_set: { bogus: -1 } }));
    same('set', await admin.put('compute', path, { quota_set: { instances: 0 } }));
    const net = await network(world);
    same('used up', await demo.post('compute', '/servers', await order(world, net)));
    same('reset', await admin.delete('compute', path));
    await demo.delete('network', `/networks/${net}`);
    same('limits', await demo.get('compute', '/limits'));
    same('limits 2.93', await demo.get('compute', '/limits', at('2.93')));
  });

  test('the rest', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const wiring = [/hosts\./, /cpu_info/];
    same('versions', await demo.get('compute', '/'));
    same('zones', await demo.get('compute', '/os-availability-zone'));
    same('zones in detail', await admin.get('compute', '/os-availability-zone/detail'), wiring);
    same('hypervisors', await admin.get('compute', '/os-hypervisors/detail'), wiring);
    same('hypervisors 2.93', await admin.get('compute', '/os-hypervisors/detail', at('2.93')), wiring);
    same('hypervisors by a user', await demo.get('compute', '/os-hypervisors'));
    same('statistics', await admin.get('compute', '/os-hypervisors/statistics'));
    same('services', await admin.get('compute', '/os-services'));
    same('services 2.93', await admin.get('compute', '/os-services', at('2.93')));
    same('extensions', await demo.get('compute', '/extensions'));
    const made = await admin.post('compute', '/os-aggregates', { aggregate: { name: world.unique('agg') } });
    same('aggregate', made);
    const path = `/os-aggregates/${String(dig(made.body, 'aggregate.id') as number)}`;
    same('aggregate shown', await admin.get('compute', path));
    same(
      'aggregate metadata',
      await admin.post('compute', `${path}/action`, { set_metadata: { metadata: { a: 'b' } } }),
    );
    same('aggregate gone', await admin.delete('compute', path));
  });
});
