/** Quotas of other clouds: what a stack has there already is not asked for twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds } from './support/many-clouds.ts';
import { CHILD, parent } from './support/remote-parent.ts';
import { setOf } from './support/stack-set.ts';
import type { User } from './support/user.ts';

const WEST: ValueMap = { 'isotherm:cloud': 'west' };
const IN_SET = { where: 'here' };

describe('an update on a cloud whose quota is used up', () => {
  let world: ManyClouds;
  let user: User;

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    world.cloud('west');
    await world.run(async () => {
      user = await world.user(await world.server('east'), 'east');
      await user.ask('POST', '/clouds', { name: 'west', ...world.credential('west') });
      const admin = await world.connect('west', world.password('admin', 'admin'));
      const demo = await (await world.connect('west', world.password('demo', 'demo'))).projectId();
      await admin.service('compute').put(`/os-quota-sets/${demo}`, { quota_set: { instances: 1 } });
    });
  });
  afterEach(() => world.close());

  const onWest: ValueMap = {
    environment: { parameter_defaults: { 'isotherm::cloud': 'west' }, parameters: { text: 'x' } },
  };
  const cases: [string, Value, Value, ValueMap][] = [
    ['a remote stack', parent({ there: {} }, 'one', WEST), parent({ there: {} }, 'two', WEST), {}],
    ['a stack set', setOf([{ cloud: 'west' }]), setOf([{ cloud: 'west', parameters: IN_SET }]), {}],
    ['a whole stack', CHILD, CHILD.replace('{text: {get_param: text}}', '{text: other}'), onWest],
  ];

  it.each(cases)('changes %s that is there', async (_what, before, after, more) => {
    await world.run(async () => {
      const id = await user.create('s', before, more);
      expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
      await user.update('s', id, after, more);
      expect((await user.ended('s', id))['stack_status']).toBe('UPDATE_COMPLETE');
      expect(await world.serversOn('west')).toHaveLength(1);
    });
  });

  it('is refused what it would take besides', async () => {
    await world.run(async () => {
      const id = await user.create('s', parent({ there: {} }, 'one', WEST));
      await user.ended('s', id);
      const two = CHILD.replace(
        'outputs:',
        '  other: {type: OS::Nova::Server, properties: {flavor: m1.tiny, image: cirros, networks: [{network: {get_resource: network}}]}}\noutputs:',
      );
      const template = parent({ there: {} }, 'one', WEST) as {
        resources: { there: { properties: ValueMap } };
      } & ValueMap;
      template.resources.there.properties['template'] = two;
      await expect(user.update('s', id, template)).rejects.toThrow(
        'The template needs 1 more servers, and cloud west has 0 left (1 of 1 are used).',
      );
    });
  });
});
