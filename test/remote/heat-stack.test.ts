/** OS::Heat::Stack on sandbox clouds: by another service over the wire, and run from here where the cloud has none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { CHILD, parent } from './support/remote-parent.ts';
import { outputsOf, type User } from './support/user.ts';

describe.each([
  ['by its own orchestration service', true],
  ['by this engine', false],
])('a stack on another cloud, run %s', (_name, hasOrchestration) => {
  let world: ManyClouds;
  let east: Place;
  let user: User;

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    const url = 'http://10.1.0.9/orchestration/v1/%(project_id)s';
    world.cloud('west', hasOrchestration ? { extraCatalog: [{ type: 'orchestration', name: 'heat', url }] } : {});
    await world.run(async () => {
      east = await world.server('east');
      if (hasOrchestration) await world.server('west', {}, 'http://10.1.0.9');
      user = await world.user(east, 'east');
    });
  });
  afterEach(() => world.close());

  it('is made there and nowhere else, changed in place, read, checked and removed', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      const context = { credential_secret_id: secret };
      const id = await user.create('s', parent({ there: context }, 'one'));
      const made = await user.ended('s', id);
      expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toBe(
        'CREATE_COMPLETE Stack CREATE completed successfully',
      );
      expect(outputsOf(made)).toEqual({ there: 'one' });
      const servers = await world.serversOn('west');
      expect(servers).toHaveLength(1);
      expect(await world.serversOn('east')).toEqual([]);

      await user.update('s', id, parent({ there: context }, 'two'));
      const changed = await user.ended('s', id);
      expect(`${String(changed['stack_status'])} ${String(changed['stack_status_reason'])}`).toContain(
        'UPDATE_COMPLETE',
      );
      expect(outputsOf(changed)).toEqual({ there: 'two' });
      expect(await world.serversOn('west')).toEqual(servers);

      await user.ask('POST', `/stacks/s/${id}/actions`, { check: null });
      expect((await user.ended('s', id))['stack_status']).toBe('CHECK_COMPLETE');

      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect(await world.serversOn('west')).toEqual([]);
    });
    expect(east.log.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('takes a rotated secret from then on, and keeps what is there', async () => {
    await world.run(async () => {
      const first = await world.secret('east', world.credential('west'));
      const id = await user.create('s', parent({ there: { credential_secret_id: first } }, 'one'));
      await user.ended('s', id);
      const servers = await world.serversOn('west');
      const second = await world.secret('east', world.credential('west'));
      await user.ask('DELETE', '/none');
      const demo = await world.connect('east', world.password('demo', 'demo'));
      await demo.service('key-manager').delete(`/secrets/${first}`);
      await user.update('s', id, parent({ there: { credential_secret_id: second } }, 'one'));
      const changed = await user.ended('s', id);
      expect(`${String(changed['stack_status'])} ${String(changed['stack_status_reason'])}`).toContain(
        'UPDATE_COMPLETE',
      );
      expect(await world.serversOn('west')).toEqual(servers);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect(await world.serversOn('west')).toEqual([]);
    });
  });

  it('fails with the reason of the other cloud, and where to look', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      world.sandboxes.get('west')!.faults.add({
        service: 'nova',
        method: 'POST',
        path: '/servers$',
        effect: { status: 400, message: 'No such thing' },
      });
      const id = await user.create('s', parent({ there: { credential_secret_id: secret } }, 'one'));
      const failed = await user.ended('s', id);
      expect(failed['stack_status']).toBe('CREATE_FAILED');
      const reason = String(failed['stack_status_reason']);
      expect(reason).toMatch(/^Resource CREATE failed: \w+: resources\.there/);
      expect(reason).toContain('No such thing');
      expect(reason).toContain('cloud 10.0.0.2');
      expect(reason).toMatch(/Request-ID: req-/);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
    });
  });

  it('is listed with what it lacks before anything is made', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      const template = parent({ there: { credential_secret_id: secret } }, 'one') as ValueMap;
      const there = ((template['resources'] as ValueMap)['there'] as ValueMap)['properties'] as ValueMap;
      there['parameters'] = { text: 'x', flavor: 'm1.gigantic' };
      there['template'] = CHILD.replace('image: cirros', 'image: nowhere');
      const answer = await user.ask('POST', '/stacks', { stack_name: 's', template });
      expect(answer.status).toBe(400);
      const problems = (answer.body['error'] as ValueMap)['problems'] as ValueMap[];
      const messages = problems.map((item) => String(item['message'])).join('\n');
      expect(messages).toContain('m1.gigantic');
      expect(messages).toContain('nowhere');
      expect(problems).toHaveLength(2);
      expect(await world.serversOn('west')).toEqual([]);
    });
  });
});
