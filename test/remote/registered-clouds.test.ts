/** Clouds by name: registering them, and putting whole stacks and single resources on them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { mapAt, outputsOf, type User } from './support/user.ts';

const SPANNING = {
  heat_template_version: '2018-08-31',
  resources: {
    here: { type: 'OS::Neutron::Net', properties: { name: 'here' } },
    there: {
      type: 'OS::Neutron::Net',
      metadata: { 'isotherm:cloud': 'west' },
      properties: { name: { list_join: ['-', ['of', { get_attr: ['here', 'name'] }]] } },
    },
    inside: {
      type: 'OS::Heat::ResourceGroup',
      metadata: { 'isotherm:cloud': 'west' },
      properties: { count: 2, resource_def: { type: 'OS::Neutron::Net', properties: { name: 'member-%index%' } } },
    },
  },
  outputs: { name: { value: { get_attr: ['there', 'name'] } } },
} satisfies ValueMap;

describe('a registered cloud', () => {
  let world: ManyClouds;
  let east: Place;
  let user: User;
  const networks = async (cloud: string): Promise<string[]> => {
    const connection = await world.connect(cloud, world.password('demo', 'demo'));
    const answer = (await connection.service('network').get('/networks')) as { networks: ValueMap[] };
    return answer.networks.map((network) => String(network['name'])).filter((name) => name !== 'public');
  };
  const register = async (more: ValueMap = {}): Promise<ValueMap> => {
    const answer = await user.ask('POST', '/clouds', { name: 'west', ...world.credential('west'), ...more });
    expect(answer.status).toBe(201);
    return mapAt(answer.body, 'cloud');
  };

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    world.cloud('west');
    await world.run(async () => {
      east = await world.server('east');
      user = await world.user(east, 'east');
    });
  });
  afterEach(() => world.close());

  it('keeps its credential as a secret of the key manager, and takes it along when it goes', async () => {
    await world.run(async () => {
      const cloud = await register();
      expect(cloud).toMatchObject({ name: 'west', auth_type: 'v3password', auth_url: world.keystone('west') });
      const id = String(cloud['credential_secret_id']);
      const barbican = (await world.connect('east', world.password('demo', 'demo'))).service('key-manager');
      expect(await barbican.get(`/secrets/${id}`)).toMatchObject({ name: 'isotherm cloud west' });
      expect((await user.ask('POST', '/clouds', { name: 'west', ...world.credential('west') })).status).toBe(409);
      expect((await user.ask('DELETE', '/clouds/west')).status).toBe(204);
      await expect(barbican.get(`/secrets/${id}`)).rejects.toMatchObject({ code: 'NotFound' });
      expect((await user.ask('GET', '/clouds/west')).status).toBe(404);
    });
  });

  it('keeps its credential sealed where there is no key manager', async () => {
    await world.run(async () => {
      world.cloud('bare', { without: ['key-manager'] });
      const bare = await world.server('bare');
      const other = await world.user(bare, 'bare');
      const answer = await other.ask('POST', '/clouds', { name: 'west', ...world.credential('west') });
      expect(mapAt(answer.body, 'cloud')['credential_secret_id']).toBe(null);
      const [record] = await bare.store.clouds(
        await (await world.connect('bare', world.password('demo', 'demo'))).projectId(),
      );
      expect(record!.sealed).not.toContain('secret');
      const report = mapAt((await other.ask('POST', '/clouds/west/check', {})).body, 'report');
      expect(report).toMatchObject({ usable: true, runs_stacks: 'here' });
    });
  });

  it('is looked at before it is used', async () => {
    await world.run(async () => {
      await register();
      const admin = await world.connect('west', world.password('admin', 'admin'));
      const demo = await (await world.connect('west', world.password('demo', 'demo'))).projectId();
      await admin.service('compute').put(`/os-quota-sets/${demo}`, { quota_set: { instances: 10 } });
      const report = mapAt((await user.ask('POST', '/clouds/west/check', {})).body, 'report');
      expect(report).toMatchObject({ usable: true, reason: null, runs_stacks: 'here' });
      expect(report['services']).toContain('compute');
      expect(report['roles']).toContain('member');
      expect(mapAt(report, 'quotas')['servers']).toEqual({ limit: 10, used: 0 });
      const template = {
        heat_template_version: '2018-08-31',
        resources: {
          group: {
            type: 'OS::Heat::ResourceGroup',
            properties: {
              count: 11,
              resource_def: {
                type: 'OS::Nova::Server',
                properties: { image: 'cirros', flavor: 'm1.tiny', networks: [{ network: 'public' }] },
              },
            },
          },
        },
      };
      const wanting = mapAt((await user.ask('POST', '/clouds/west/check', { template })).body, 'report');
      expect(wanting['problems']).toMatchObject([
        {
          type: 'StackValidationFailed',
          message: 'The template needs 11 servers, and cloud west has 10 left (0 of 10 are used).',
        },
      ]);
      const broken = await world.secret('east', {
        auth_type: 'v3password',
        auth: { auth_url: world.keystone('west') },
      });
      await user.ask('PUT', '/clouds/west', { credential_secret_id: broken });
      const unusable = mapAt((await user.ask('POST', '/clouds/west/check', {})).body, 'report');
      expect(unusable['usable']).toBe(false);
      expect(unusable['reason']).toContain('v3password');
    });
  });

  it('holds a whole stack', async () => {
    await world.run(async () => {
      await register();
      const { there: _there, inside: _inside, ...resources } = SPANNING.resources;
      const template = { heat_template_version: '2018-08-31', resources };
      const environment = { parameter_defaults: { 'isotherm::cloud': 'west' } };
      const id = await user.create('s', template, { environment });
      expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
      expect(await networks('west')).toEqual(['here']);
      expect(await networks('east')).toEqual([]);

      const inUse = await user.ask('DELETE', '/clouds/west');
      expect([inUse.status, mapAt(inUse.body, 'error')['message']]).toEqual([
        409,
        'The cloud west is in use by stack s: delete that first.',
      ]);
      const renamed = { here: { type: 'OS::Neutron::Net', properties: { name: 'renamed' } } };
      await user.update('s', id, { ...template, resources: renamed });
      await user.ended('s', id);
      expect(await networks('west')).toEqual(['renamed']);
      const moved = { parameter_defaults: { 'isotherm::cloud': 'north' } };
      await expect(user.update('s', id, template, { environment: moved })).rejects.toThrow(
        'A stack cannot move to another cloud.',
      );
      await user.remove('s', id);
      expect(await networks('west')).toEqual([]);
      expect((await user.ask('DELETE', '/clouds/west')).status).toBe(204);
    });
  });

  it('holds single resources, and groups of them, of a stack that spans clouds', async () => {
    await world.run(async () => {
      await register();
      const id = await user.create('s', SPANNING);
      const stack = await user.ended('s', id);
      expect(`${String(stack['stack_status'])} ${String(stack['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
      expect(outputsOf(stack)).toEqual({ name: 'of-here' });
      expect(await networks('east')).toEqual(['here']);
      expect((await networks('west')).sort()).toEqual(['member-0', 'member-1', 'of-here']);
      const shown = await user.resource('s', id, 'there');
      expect(mapAt(shown, 'attributes')['name']).toBe('of-here');

      // Where it is to live elsewhere it is made there, and removed here.
      const { there, ...rest } = SPANNING.resources;
      const { metadata: _, ...home } = there;
      await user.update('s', id, { ...SPANNING, resources: { ...rest, there: home } });
      expect((await user.ended('s', id))['stack_status']).toBe('UPDATE_COMPLETE');
      expect((await networks('east')).sort()).toEqual(['here', 'of-here']);
      expect((await networks('west')).sort()).toEqual(['member-0', 'member-1']);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect([...(await networks('east')), ...(await networks('west'))]).toEqual([]);
    });
  });

  it('has to be registered', async () => {
    await world.run(async () => {
      const refused = await user.ask('POST', '/stacks', { stack_name: 's', template: SPANNING });
      expect(refused.status).toBe(400);
      expect(String(mapAt(refused.body, 'error')['message'])).toContain('The Cloud (west) could not be found');
      const environment = { parameter_defaults: { 'isotherm::cloud': 'west' } };
      const template = { heat_template_version: '2018-08-31', resources: { here: SPANNING.resources.here } };
      const whole = await user.ask('POST', '/stacks', { stack_name: 's', template, environment });
      expect(whole.status).toBe(400);
    });
  });

  it('of one project is unknown to another', async () => {
    await world.run(async () => {
      await register();
      const other = await world.user(east, 'east', 'admin');
      expect((await other.ask('GET', '/clouds')).body).toEqual({ clouds: [] });
      expect((await other.ask('GET', '/clouds/west')).status).toBe(404);
      expect((await other.ask('DELETE', '/clouds/west')).status).toBe(404);
    });
  });
});
