/**
 * Groups with update policies on a real Heat: what was written down of its batches still holds. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml
 * with the entry `east-demo`, an ordinary user of a cloud with a Heat.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt, textAt } from '../../src/cli/client/read.ts';
import { path } from '../../src/clouds/path.ts';
import type { ServiceClient } from '../../src/clouds/types.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import { batchesIn, groupLives, groupTemplate, type GroupLife } from '../support/groups/heat-batches.ts';
import { RealClouds } from './support/real-clouds.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('!!! ISOTHERM_REAL_CLOUDS is not set: groups are NOT compared with a real Heat !!!\n');

const life: GroupLife = groupLives.find((one) => one.name === 'three that are all to stay in service')!;

describe.skipIf(FILE === undefined)('groups with update policies on a real Heat', () => {
  let clouds: RealClouds;
  let heat: ServiceClient;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo']);
    heat = (await clouds.connect('east-demo')).service('orchestration');
  });
  afterAll(() => clouds.close());

  /** Resolves once the stack has come to rest after the action, and not before it. */
  const settled = async (at: string, action: string): Promise<void> => {
    for (;;) {
      const { stack } = (await heat.get(at)) as { stack: ValueMap };
      const state = textAt(stack, 'stack_status');
      if (state === `${action}_COMPLETE`) return;
      expect(state).not.toMatch(/FAILED$/);
      await sleep(500);
    }
  };

  it('come about in the batches that were written down', async () => {
    const name = `isotherm-test-${randomBytes(3).toString('hex')}`;
    const [first, second] = life.versions.map(groupTemplate);
    const created = await heat.post('/stacks', { stack_name: name, template: first! });
    const at = path`/stacks/${name}/${textAt((created as { stack: ValueMap }).stack, 'id')}`;
    clouds.atEnd(() => heat.delete(at));
    await settled(at, 'CREATE');
    await heat.put(at, { template: second! });
    await settled(at, 'UPDATE');
    const group = (await heat.get(`${at}/resources/group`)) as { resource: ValueMap };
    const nested = textAt(group.resource, 'physical_resource_id');
    const stack = ((await heat.get(path`/stacks/${nested}`)) as { stack: ValueMap }).stack;
    const inside = path`/stacks/${textAt(stack, 'stack_name')}/${nested}/events`;
    const events = listAt(await heat.get(inside, { query: { sort_dir: 'asc' } }), 'events').map((event) => {
      const [action = '', ...status] = textAt(event, 'resource_status').split('_');
      const resource = textAt(event, 'resource_name');
      const member = resource === textAt(stack, 'stack_name') ? undefined : resource;
      return { member, action, status: status.join('_') };
    });
    expect(batchesIn(events)).toEqual(life.seen);
  });
});
