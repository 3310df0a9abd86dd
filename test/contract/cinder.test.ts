import { expect } from 'vitest';
import { contract, dig, listAt, textAt, type Reply, type World } from './harness/index.ts';

const NOBODY = '6a4d0b1c-14b1-4f2c-9d1e-7b0b3f0d4c11';
const VOLUME = 'volumev3';

function at(version: string): Record<string, string> {
  return { 'openstack-api-version': `volume ${version}` };
}

/** Waits until a volume or snapshot of demo's has a status. */
async function reaches(world: World, path: string, wanted: string): Promise<void> {
  const demo = await world.as('demo');
  const kind = path.startsWith('/volumes') ? 'volume' : 'snapshot';
  await world.until(`${path} is ${wanted}`, async () =>
    dig((await demo.get(VOLUME, path)).body, `${kind}.status`) === wanted ? true : undefined,
  );
}

async function vanished(world: World, path: string): Promise<void> {
  const demo = await world.as('demo');
  await world.until(`${path} is gone`, async () => ((await demo.get(VOLUME, path)).status === 404 ? true : undefined));
}

async function volume(world: World, fields: object = {}): Promise<string> {
  const demo = await world.as('demo');
  const made = await demo.post(VOLUME, '/volumes', { volume: { size: 2, name: world.unique('vol'), ...fields } });
  expect([made.status, made.text]).toEqual([202, expect.any(String)]);
  const path = `/volumes/${textAt(made.body, 'volume.id')}`;
  await reaches(world, path, 'available');
  return path;
}

async function drop(world: World, ...paths: string[]): Promise<void> {
  const demo = await world.as('demo');
  for (const path of paths) expect([path, (await demo.delete(VOLUME, path)).status]).toEqual([path, 202]);
  for (const path of paths) await vanished(world, path);
}

contract('cinder: volumes', (test) => {
  test('a volume lives', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const name = world.unique('vol');
    const made = await demo.post(VOLUME, '/volumes', { volume: { size: 2, name, metadata: { k: 'v' } } });
    same('create', made);
    expect(dig(made.body, 'volume.status')).toBe('creating');
    const path = `/volumes/${textAt(made.body, 'volume.id')}`;
    await reaches(world, path, 'available');
    same('show', await demo.get(VOLUME, path));
    for (const version of ['3.13', '3.48', '3.63', '3.70']) {
      same(`show ${version}`, await demo.get(VOLUME, path, at(version)));
      same(`as admin ${version}`, await admin.get(VOLUME, path, at(version)));
    }
    same('list', await demo.get(VOLUME, `/volumes?name=${name}`));
    same('detail', await demo.get(VOLUME, `/volumes/detail?name=${name}&limit=1`));
    same('counted', await demo.get(VOLUME, `/volumes?name=${name}&with_count=true`, at('3.70')));
    expect(listAt((await demo.get(VOLUME, `/volumes?name=${name}&status=error`)).body, 'volumes')).toEqual([]);
    same('rename', await demo.put(VOLUME, path, { volume: { name: world.unique('vol') } }));
    expect((await (await world.as('demo2')).get(VOLUME, path)).status).toBe(404);
    same('delete', await demo.delete(VOLUME, path));
    await vanished(world, path);
    same('gone', await demo.get(VOLUME, path));
    same('delete what is gone', await demo.delete(VOLUME, path));
  });

  test('volumes that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const post = (fields: object): Promise<Reply> => demo.post(VOLUME, '/volumes', { volume: { size: 1, ...fields } });
    same('no size', await demo.post(VOLUME, '/volumes', { volume: {} }));
    same('size zero', await post({ size: 0 }));
    same('a word for a size', await post({ size: 'x' }));
    same('no body', await demo.post(VOLUME, '/volumes', { x: 1 }));
    same('no snapshot of that id', await post({ snapshot_id: NOBODY }));
    same('no source of that id', await post({ source_volid: NOBODY }));
    same('no type of that name', await post({ volume_type: 'none' }));
    same('no image of that id', await post({ imageRef: NOBODY }));
    same('no such zone', await post({ availability_zone: 'mars' }));
    same('unknown marker', await demo.get(VOLUME, `/volumes?marker=${NOBODY}`));
    same('a word for a volume', await demo.get(VOLUME, '/volumes/zz'));
    same('unknown path', await demo.get(VOLUME, '/nonsense'));
    same('unknown version', await demo.get(VOLUME, '/volumes', at('3.900')));
    same('attachments before their time', await demo.get(VOLUME, '/attachments'));
  });

  test('metadata', async ({ world, same }) => {
    const demo = await world.as('demo');
    const path = await volume(world);
    const meta = `${path}/metadata`;
    same('add', await demo.post(VOLUME, meta, { metadata: { q: 'r' } }));
    same('replace', await demo.put(VOLUME, meta, { metadata: { z: 'r' } }));
    same('show', await demo.get(VOLUME, meta));
    same('one', await demo.get(VOLUME, `${meta}/z`));
    same('delete', await demo.delete(VOLUME, `${meta}/z`));
    same('delete again', await demo.delete(VOLUME, `${meta}/z`));
    await drop(world, path);
  });

  test('actions', async ({ world, same }) => {
    const demo = await world.as('demo');
    const path = await volume(world);
    const act = (body: object): Promise<Reply> => demo.post(VOLUME, `${path}/action`, body);
    same('bootable', await act({ 'os-set_bootable': { bootable: true } }));
    expect((await demo.get(VOLUME, path)).body).toMatchObject({ volume: { bootable: 'true' } });
    same('shrink', await act({ 'os-extend': { new_size: 1 } }));
    same('extend', await act({ 'os-extend': { new_size: 3 } }));
    await reaches(world, path, 'available');
    expect(dig((await demo.get(VOLUME, path)).body, 'volume.size')).toBe(3);
    same('unknown', await act({ 'os-bogus': {} }));
    same('set status by a user', await act({ 'os-reset_status': { status: 'error' } }));
    same('retype to the same', await act({ 'os-retype': { new_type: '__DEFAULT__', migration_policy: 'never' } }));
    same('read-only', await act({ 'os-update_readonly_flag': { readonly: true } }));
    same('show', await demo.get(VOLUME, path));
    await drop(world, path);
  });

  test('snapshots', async ({ world, same }) => {
    const demo = await world.as('demo');
    const path = await volume(world);
    const source = path.slice('/volumes/'.length);
    const made = await demo.post(VOLUME, '/snapshots', { snapshot: { volume_id: source, name: world.unique('snap') } });
    same('create', made);
    const id = textAt(made.body, 'snapshot.id');
    await reaches(world, `/snapshots/${id}`, 'available');
    same('show', await demo.get(VOLUME, `/snapshots/${id}`));
    same('detail', await demo.get(VOLUME, `/snapshots/detail?volume_id=${source}`, at('3.70')));
    same('of nothing', await demo.post(VOLUME, '/snapshots', { snapshot: { volume_id: NOBODY } }));
    same('volume in use', await demo.delete(VOLUME, path));
    same('too small', await demo.post(VOLUME, '/volumes', { volume: { snapshot_id: id, size: 1 } }));
    const copy = await volume(world, { size: undefined, snapshot_id: id });
    const shown = await demo.get(VOLUME, copy);
    same('copy', shown);
    expect(dig(shown.body, 'volume.size')).toBe(2);
    const clone = await volume(world, { size: undefined, source_volid: source });
    same('rename', await demo.put(VOLUME, `/snapshots/${id}`, { snapshot: { name: 'other' } }));
    await drop(world, copy, clone, `/snapshots/${id}`);
    same('gone', await demo.get(VOLUME, `/snapshots/${id}`));
    await drop(world, path);
  });

  test('a volume of an image', async ({ world, same }) => {
    const demo = await world.as('demo');
    const image = textAt((await demo.get('image', '/images?name=cirros')).body, 'images.0.id');
    const path = await volume(world, { imageRef: image, size: 1 });
    const shown = await demo.get(VOLUME, path);
    same('show', shown, [/volume_image_metadata\./]);
    expect(shown.body).toMatchObject({ volume: { bootable: 'true', volume_image_metadata: { image_id: image } } });
    await drop(world, path);
  });

  test('attachments', async ({ world, same }) => {
    const demo = await world.as('demo');
    const path = await volume(world);
    const attachment = { volume_uuid: path.slice('/volumes/'.length), instance_uuid: NOBODY };
    const made = await demo.post(VOLUME, '/attachments', { attachment }, at('3.27'));
    same('reserve', made);
    const again = await demo.post(VOLUME, '/attachments', { attachment }, at('3.27'));
    same('reserve again', again);
    const other = { ...attachment, instance_uuid: '7b5e1c2d-25c2-4a3d-8e2f-8c1c4a1e5d22' };
    expect((await demo.post(VOLUME, '/attachments', { attachment: other }, at('3.27'))).status).toBe(400);
    same('show', await demo.get(VOLUME, `/attachments/${textAt(made.body, 'attachment.id')}`, at('3.70')));
    same('none of that id', await demo.get(VOLUME, `/attachments/${NOBODY}`, at('3.70')));
    for (const held of [made, again]) {
      const id = textAt(held.body, 'attachment.id');
      expect((await demo.delete(VOLUME, `/attachments/${id}`, at('3.27'))).status).toBe(200);
    }
    await reaches(world, path, 'available');
    await drop(world, path);
  });
});

contract('cinder: operators', (test) => {
  test('types', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    same('list', await demo.get(VOLUME, '/types'));
    same('the default one', await demo.get(VOLUME, '/types/default'), [/access/]);
    same('create by a user', await demo.post(VOLUME, '/types', { volume_type: { name: 't' } }));
    const fields = { name: world.unique('type'), extra_specs: { a: 'b' }, description: 'x' };
    const made = await admin.post(VOLUME, '/types', { volume_type: fields });
    same('create', made, [/qos_specs_id/]);
    const path = `/types/${textAt(made.body, 'volume_type.id')}`;
    same('again', await admin.post(VOLUME, '/types', { volume_type: fields }));
    same('show', await demo.get(VOLUME, path));
    same('as admin', await admin.get(VOLUME, path));
    expect((await demo.get(VOLUME, path)).body).toMatchObject({ volume_type: { extra_specs: {} } });
    same('hide', await admin.put(VOLUME, path, { volume_type: { is_public: false } }), [/qos_specs_id|access/]);
    same('hidden', await demo.get(VOLUME, path));
    same('grant', await admin.post(VOLUME, `${path}/action`, { addProjectAccess: { project: demo.projectId } }));
    same('access', await admin.get(VOLUME, `${path}/os-volume-type-access`));
    expect((await demo.get(VOLUME, path)).status).toBe(200);
    same('set specs', await admin.post(VOLUME, `${path}/extra_specs`, { extra_specs: { c: 'd' } }));
    same('specs', await admin.get(VOLUME, `${path}/extra_specs`));
    same('no spec', await admin.delete(VOLUME, `${path}/extra_specs/zz`));
    const encryption = { provider: 'luks', cipher: 'aes', key_size: 256, control_location: 'front-end' };
    same('encrypt', await admin.post(VOLUME, `${path}/encryption`, { encryption }));
    same('encryption', await admin.get(VOLUME, `${path}/encryption`));
    same('delete', await admin.delete(VOLUME, path));
    same('gone', await admin.get(VOLUME, path));
    same('none of that id', await admin.delete(VOLUME, `/types/${NOBODY}`));
  });

  test('quality of service', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const made = await admin.post(VOLUME, '/qos-specs', {
      qos_specs: { name: world.unique('qos'), consumer: 'both', a: '1' },
    });
    same('create', made);
    const path = `/qos-specs/${textAt(made.body, 'qos_specs.id')}`;
    same('set', await admin.put(VOLUME, path, { qos_specs: { b: '2' } }));
    same('show', await admin.get(VOLUME, path));
    same('associations', await admin.get(VOLUME, `${path}/associations`));
    same('by a user', await demo.get(VOLUME, path));
    same('delete', await admin.delete(VOLUME, path));
    same('gone', await admin.get(VOLUME, path));
  });

  test('quotas and limits', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const wiring = [/lvmdriver/];
    const path = `/os-quota-sets/${demo.projectId}`;
    same('own', await demo.get(VOLUME, path), wiring);
    same('usage', await demo.get(VOLUME, `${path}?usage=True`), wiring);
    same('of others', await demo.get(VOLUME, `/os-quota-sets/${admin.projectId}`));
    same('set a bad one', await admin.put(VOLUME, path, { quota_set: { bogus: 1 } }));
    const used = Number(dig((await demo.get(VOLUME, `${path}?usage=True`)).body, 'quota_set.volumes.in_use'));
    same('set', await admin.put(VOLUME, path, { quota_set: { volumes: used } }), wiring);
    const refused = await demo.post(VOLUME, '/volumes', { volume: { size: 1 } });
    expect([refused.status, Object.keys(refused.body as object)]).toEqual([413, ['overLimit']]);
    expect((await admin.delete(VOLUME, path)).status).toBe(200);
    same('limits', await demo.get(VOLUME, '/limits'));
  });

  test('the rest', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    same('zones', await demo.get(VOLUME, '/os-availability-zone'));
    same('services', await admin.get(VOLUME, '/os-services'));
    same('services by a user', await demo.get(VOLUME, '/os-services'));
    same('extensions', await demo.get(VOLUME, '/extensions'));
    same('pools', await admin.get(VOLUME, '/scheduler-stats/get_pools'), [/capabilities/]);
    same('filters', await demo.get(VOLUME, '/resource_filters', at('3.70')));
    same('summary', await demo.get(VOLUME, '/volumes/summary', at('3.70')));
    same('transfers', await demo.get(VOLUME, '/os-volume-transfer'));
  });
});
