/**
 * The copies that deletion policies ask for, on real services. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with the entry `east-demo`, an
 * ordinary user, and `east-admin`; the cloud has the image `cirros` and the flavor `m1.tiny`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt } from '../../src/cli/client/read.ts';
import { path } from '../../src/clouds/path.ts';
import type { Connection } from '../../src/clouds/types.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import type { Context, Snapshot } from '../../src/resources/contract.ts';
import { ResourceTypes } from '../../src/resources/catalog.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';
import { Handle } from '../resources/support/rig.ts';
import { RealClouds } from './support/real-clouds.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('!!! ISOTHERM_REAL_CLOUDS is not set: snapshots are NOT tried on a real cloud !!!\n');

const types = new ResourceTypes(resourceTypes);

/** The context of a copy, as the engine gives it. */
const copyOf = (object: Context, id?: string): Context => ({
  ...object,
  get id() {
    return id;
  },
});

describe.skipIf(FILE === undefined)('the deletion policy Snapshot on a real cloud', () => {
  let clouds: RealClouds;
  let connection: Connection;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo', 'east-admin']);
    connection = await clouds.connect('east-demo');
  });
  afterAll(() => clouds.close());

  const made = async (type: string, properties: ValueMap): Promise<{ object: Context; snapshot: Snapshot }> => {
    const world = { connection, clock: systemClock, random: systemRandom, real: true, claimed: new Set<string>() };
    const handle = new Handle(world, types.get(type)!, 'kept');
    clouds.atEnd(() => handle.delete());
    await handle.create(properties);
    return { object: handle.context(), snapshot: handle.type.snapshot! };
  };

  it('has an image made of a server, and finds it again', async () => {
    const { object, snapshot } = await made('OS::Nova::Server', {
      image: 'cirros',
      flavor: 'm1.tiny',
      networks: [{ allocate_network: 'none' }],
    });
    expect(await snapshot.find(copyOf(object), object)).toBeUndefined();
    const { id } = await snapshot.create(copyOf(object), object);
    clouds.atEnd(() => connection.service('image').delete(path`/images/${id!}`));
    expect(await snapshot.find(copyOf(object), object)).toEqual({ id });
    const image = (await connection.service('image').get(path`/images/${id!}`)) as ValueMap;
    expect([image['name'], image['instance_uuid']]).toEqual([object.physicalName, object.id]);
  });

  it('has a backup made of a volume, and waits until it can be used', async ({ skip }) => {
    const admin = await clouds.connect('east-admin');
    const services = listAt(await admin.service('volumev3').get('/os-services'), 'services');
    const works = services.some(({ binary, state }) => binary === 'cinder-backup' && state === 'up');
    // Without the service Cinder takes the request all the same, and nobody can remove the backup that never will be.
    if (!works) process.stderr.write('!!! No cinder-backup runs on this cloud: backups are NOT tried !!!\n');
    skip(!works);
    const { object, snapshot } = await made('OS::Cinder::Volume', { size: 1 });
    const { id } = await snapshot.create(copyOf(object), object);
    clouds.atEnd(() => connection.service('volumev3').delete(path`/backups/${id!}`));
    expect(await snapshot.find(copyOf(object), object)).toEqual({ id });
    await snapshot.ready(copyOf(object, id!), object);
  });
});
