/** What resource types do when a cloud loses answers, is busy, or fails. */
import { beforeEach, describe, expect, it } from 'vitest';
import { isMap, type ValueMap } from '../../src/expressions/values.ts';
import { ResourceTypes } from '../../src/resources/catalog.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { mapsAt } from '../../src/resources/access.ts';
import { Handle, type World } from './support/rig.ts';
import { sandboxWorld, type SandboxWorld } from './support/sandbox-world.ts';

const types = new ResourceTypes(resourceTypes);

describe('a resource type in trouble', () => {
  let cloud: SandboxWorld;
  let world: World;

  beforeEach(async () => {
    cloud = sandboxWorld();
    world = await cloud.world('demo');
  });

  const make = (type: string, name = 'main'): Handle => new Handle(world, types.get(type)!, name);
  const run = <T>(work: () => Promise<T>): Promise<T> => cloud.clock.run(work());
  const list = async (service: string, path: string, key: string): Promise<ValueMap[]> => {
    const answer = await run(() => world.connection.service(service).get(path));
    return mapsAt(isMap(answer) ? answer : {}, key);
  };
  const created = async (type: string, properties: ValueMap, name = 'main'): Promise<Handle> => {
    const handle = make(type, name);
    await run(() => handle.create(properties));
    return handle;
  };

  it.each([
    [
      'OS::Neutron::FloatingIP',
      { floating_network: 'public' },
      'network',
      '/floatingips',
      'floatingips',
      /floatingips$/,
    ],
    [
      'OS::Neutron::SecurityGroup',
      { name: 'mine' },
      'network',
      '/security-groups',
      'security_groups',
      /security-groups$/,
    ],
    ['OS::Cinder::Volume', { size: 1, name: 'mine' }, 'volumev3', '/volumes', 'volumes', /volumes$/],
    ['OS::Nova::ServerGroup', { name: 'mine' }, 'compute', '/os-server-groups', 'server_groups', /os-server-groups$/],
    ['OS::Nova::KeyPair', { name: 'mine' }, 'compute', '/os-keypairs', 'keypairs', /os-keypairs$/],
  ])('makes one %s though the answer is lost', async (type, properties, service, path, key, route) => {
    const before = (await list(service, path, key)).length;
    cloud.sandbox.faults.add({ method: 'POST', path: route, times: 1, effect: { loseAnswer: true } });
    const handle = make(type);
    await run(async () => {
      // An engine looks before it creates again.
      await handle.create(properties).catch(() => handle.recover(properties));
    });
    expect(handle.id).toBeDefined();
    expect(await list(service, path, key)).toHaveLength(before + 1);
  });

  it('leaves a volume of the same name alone that was there before', async () => {
    await run(() => world.connection.service('volumev3').post('/volumes', { volume: { name: 'mine', size: 1 } }));
    await cloud.clock.pass(3_600_000);
    const handle = make('OS::Cinder::Volume');
    expect(await run(() => handle.findOnly({ name: 'mine', size: 1 }))).toBeUndefined();
  });

  it('waits with deleting until nothing uses the object', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    const port = await created('OS::Neutron::Port', { network: net.id! }, 'port');
    const gone: string[] = [];
    await run(() =>
      Promise.all([
        net.delete().then(() => gone.push('net')),
        cloud.clock
          .sleep(20_000)
          .then(() => port.delete())
          .then(() => gone.push('port')),
      ]),
    );
    expect(gone).toEqual(['port', 'net']);
  });

  it('gives up deleting what stays in use, with the words of the cloud', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    await created('OS::Neutron::Port', { network: net.id! }, 'port');
    await expect(run(() => net.delete())).rejects.toThrow(/one or more ports still in use/);
  });

  it('says why a server went wrong', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    await created('OS::Neutron::Subnet', { network: net.id!, cidr: '10.0.0.0/24' }, 'subnet');
    const server = make('OS::Nova::Server');
    const properties = { flavor: 'm1.tiny', image: 'cirros', networks: [{ network: net.id! }] };
    await run(() => server.start(properties));
    await run(() =>
      cloud
        .world('admin')
        .then((admin) =>
          admin.connection
            .service('compute')
            .post(`/servers/${server.id!}/action`, { 'os-resetState': { state: 'error' } }),
        ),
    );
    await expect(run(() => server.ready())).rejects.toThrow(/^Went to status ERROR due to "Message: /);
  });

  it('frees the address of a port for its replacement, and takes it back', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    const subnet = await created('OS::Neutron::Subnet', { network: net.id!, cidr: '10.0.0.0/24' }, 'subnet');
    const properties = { network: net.id!, fixed_ips: [{ subnet: subnet.id!, ip_address: '10.0.0.50' }] };
    const port = await created('OS::Neutron::Port', properties, 'port');
    await run(() => port.makeWay());
    const replacement = await created('OS::Neutron::Port', properties, 'replacement');
    await run(() => replacement.delete());
    await run(() => port.takeBack());
    expect(await run(() => port.attribute('fixed_ips'))).toEqual([{ subnet_id: subnet.id, ip_address: '10.0.0.50' }]);
  });

  it('frees the ports of a server for its replacement, and takes them back', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    const subnet = await created('OS::Neutron::Subnet', { network: net.id!, cidr: '10.0.0.0/24' }, 'subnet');
    const port = await created('OS::Neutron::Port', { network: net.id!, fixed_ips: [{ subnet: subnet.id! }] }, 'port');
    const properties = { flavor: 'm1.tiny', image: 'cirros', networks: [{ port: port.id! }] };
    const server = await created('OS::Nova::Server', properties, 'server');
    await run(() => server.makeWay());
    const replacement = await created('OS::Nova::Server', properties, 'replacement');
    await run(() => replacement.delete());
    await run(() => server.takeBack());
    expect(await run(() => port.attribute('device_id'))).toBe(server.id);
  });

  it('removes the ports it made for a server with the server', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    const subnet = await created('OS::Neutron::Subnet', { network: net.id!, cidr: '10.0.0.0/24' }, 'subnet');
    const server = await created('OS::Nova::Server', {
      flavor: 'm1.tiny',
      image: 'cirros',
      networks: [{ subnet: subnet.id! }],
    });
    expect(await list('network', '/ports', 'ports')).toHaveLength(1);
    await run(() => server.delete());
    expect(await list('network', '/ports', 'ports')).toHaveLength(0);
  });

  it('puts a volume back on its server after extending it', async () => {
    const net = await created('OS::Neutron::Net', {}, 'net');
    await created('OS::Neutron::Subnet', { network: net.id!, cidr: '10.0.0.0/24' }, 'subnet');
    const server = await created(
      'OS::Nova::Server',
      { flavor: 'm1.tiny', image: 'cirros', networks: [{ network: net.id! }] },
      'server',
    );
    const volume = await created('OS::Cinder::Volume', { size: 1 }, 'volume');
    await created('OS::Cinder::VolumeAttachment', { instance_uuid: server.id!, volume_id: volume.id! }, 'attachment');
    await run(() => volume.update({ size: 3 }));
    expect(await run(() => volume.attribute('size'))).toBe('3');
    expect(await run(() => volume.attribute('status'))).toBe('in-use');
  });

  it('will not shrink a volume', async () => {
    const volume = await created('OS::Cinder::Volume', { size: 2 });
    await expect(run(() => volume.update({ size: 1 }))).rejects.toThrow('Shrinking volume is not supported.');
  });
});
