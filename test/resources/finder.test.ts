import { beforeEach, describe, expect, it } from 'vitest';
import { checkCustomConstraints } from '../../src/resources/constraints.ts';
import { CloudFinder } from '../../src/resources/finder.ts';
import type { World } from './support/rig.ts';
import { sandboxWorld, type SandboxWorld } from './support/sandbox-world.ts';

describe('the finder', () => {
  let cloud: SandboxWorld;
  let world: World;
  let finder: CloudFinder;

  beforeEach(async () => {
    cloud = sandboxWorld();
    world = await cloud.world('demo');
    finder = new CloudFinder(world.connection, cloud.clock);
    await run(() => world.connection.token());
    cloud.sandbox.traffic.reset();
  });

  const run = <T>(work: () => Promise<T>): Promise<T> => cloud.clock.run(work());
  const requests = (): number => Object.values(cloud.sandbox.traffic.all()).reduce((sum, count) => sum + count, 0);

  it('finds by name and by id', async () => {
    const id = await run(() => finder.id('glance.image', 'cirros'));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await run(() => new CloudFinder(world.connection, cloud.clock).id('glance.image', id))).toBe(id);
    expect(await run(() => finder.id('nova.flavor', 'm1.tiny'))).toBe('1');
    expect(await run(() => finder.id('nova.flavor', '1'))).toBe('1');
  });

  it('asks once for what is asked together, and not again for a while', async () => {
    const flavors = ['m1.tiny', 'm1.small', 'm1.medium', 'm1.large'];
    await run(() => Promise.all(flavors.map((name) => finder.id('nova.flavor', name))));
    const first = requests();
    await run(() => finder.id('nova.flavor', 'm1.large'));
    expect(requests()).toBe(first);
    await cloud.clock.pass(61_000);
    await run(() => finder.id('nova.flavor', 'm1.large'));
    expect(requests()).toBe(first + 1);
  });

  it('prefers the project’s own security group', async () => {
    const admin = await cloud.world('admin');
    const mine = await run(() =>
      new CloudFinder(admin.connection, cloud.clock).id('neutron.security_group', 'default'),
    );
    const shown = await run(() => admin.connection.service('network').get(`/security-groups/${mine}`));
    const project = await run(() => admin.connection.projectId());
    expect(shown).toMatchObject({ security_group: { project_id: project } });
  });

  it.each([
    ['neutron.network', "Unable to find network with name or id 'nope'"],
    ['neutron.qos_policy', "Unable to find policy with name or id 'nope'"],
    ['nova.flavor', "No Flavor matching {'name': 'nope'}. (HTTP 404)"],
    ['nova.keypair', 'The Key (nope) could not be found.'],
    ['nova.server', 'The Server (nope) could not be found.'],
    ['glance.image', "No images matching {'name': 'nope'}."],
    ['cinder.volume', 'The Volume (nope) could not be found.'],
    ['cinder.vtype', 'The VolumeType (nope) could not be found.'],
    ['keystone.region', 'The KeystoneRegion (nope) could not be found.'],
  ])('says of %s what Heat says', async (name, message) => {
    const failures = await run(() =>
      checkCustomConstraints(finder, [{ name, value: 'nope', path: ['parameters', 'p'] }]),
    );
    expect(failures.map(({ problem }) => problem.message.replace(/^.*?'nope': /, ''))).toEqual([message]);
  });

  it('says which network is meant by none of several', async () => {
    const post = () => world.connection.service('network').post('/networks', { network: { name: 'twin' } });
    await run(() => Promise.all([post(), post()]));
    await expect(run(() => finder.id('neutron.network', 'twin'))).rejects.toThrow(
      "Multiple network matches found for name 'twin', use an ID to be more specific.",
    );
  });

  it.each([
    ['octavia.pool', 'load-balancer'],
    ['designate.zone', 'dns'],
    ['mistral.workflow', 'workflowv2'],
  ])('refuses %s where the cloud has no such service', async (name, service) => {
    const [refused] = await run(() => checkCustomConstraints(finder, [{ name, value: 'x', path: [], parameter: 'p' }]));
    expect(refused?.problem.message).toBe(
      `Parameter 'p' is invalid: Error validating value 'x': public endpoint for ${service} service not found`,
    );
  });

  it('has nothing against constraints that are met, local, or without a value', async () => {
    const checks = [
      { name: 'nova.flavor', value: 'm1.tiny', path: [] },
      { name: 'ip_addr', value: 'not one', path: [] },
      { name: 'nova.keypair', value: '', path: [] },
    ];
    expect(await run(() => checkCustomConstraints(finder, checks))).toEqual([]);
  });
});
