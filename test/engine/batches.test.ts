import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import group from '../../src/resources/heat/resource-group.ts';
import type { StackRecord } from '../../src/storage/types.ts';
import testResource from '../../src/resources/heat/test-resource.ts';
import { SimulatedEngine } from '../support/engine/simulated-engine.ts';
import { batchesIn, groupLives, groupTemplate } from '../support/groups/heat-batches.ts';

interface Group {
  readonly count: number;
  readonly value?: Value;
  readonly policy?: ValueMap;
  readonly thing?: ValueMap;
  readonly more?: ValueMap;
}

/** A template with one group of things, `m0`, `m1` …, and its update policy. */
function template({ count, value = 'old', policy, thing = {}, more = {} }: Group): Value {
  const properties = { label: 'm%index%', value, ...thing };
  return {
    heat_template_version: '2021-04-16',
    resources: {
      group: {
        type: 'OS::Heat::ResourceGroup',
        properties: { count, resource_def: { type: 'Test::Thing', properties }, ...more },
        ...(policy === undefined ? {} : { update_policy: policy }),
      },
    },
    outputs: { values: { value: { get_attr: ['group', 'value'] } } },
  };
}

/** What was done to the members, a list for each operation of the group's nested stack. */
async function batches(engine: SimulatedEngine, stack: StackRecord): Promise<string[][]> {
  const nested = (await engine.resources(stack)).get('group')!.nestedId!;
  const events = (await engine.store.events({ stackIds: [nested] })).toReversed();
  return batchesIn(
    events.map(({ resourceType, resourceName, action, status }) => ({
      member: resourceType === 'OS::Heat::Stack' ? undefined : resourceName,
      action,
      status,
    })),
  );
}

async function made(seed: number, wish: Group): Promise<{ engine: SimulatedEngine; stack: StackRecord }> {
  const engine = await SimulatedEngine.start(seed, [group]);
  const stack = await engine.create({ template: template(wish) });
  await engine.settle();
  expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
  return { engine, stack };
}

const values = (engine: SimulatedEngine): Record<string, Value> =>
  Object.fromEntries(
    [...engine.cloud.objects.values()]
      .map(({ properties }): [string, Value] => [String(properties['label']), properties['value']!])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const all = (count: number, value: Value): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, value]));

const ROLLING = { rolling_update: { max_batch_size: 2, pause_time: 10 } };

describe('a group that is made in batches', () => {
  it('grows by so many at a time, with a pause between', async () => {
    const { engine, stack } = await made(1, {
      count: 5,
      policy: { batch_create: { max_batch_size: 2, pause_time: 30 } },
    });
    expect(await batches(engine, stack)).toEqual([['CREATE 0', 'CREATE 1'], ['CREATE 2', 'CREATE 3'], ['CREATE 4']]);
    const { createdAt } = (await engine.resources(stack)).get('group')!;
    expect(engine.world.now() - createdAt).toBe(60_000);
    expect(await engine.events(stack)).toEqual([
      's0 CREATE_IN_PROGRESS',
      'group CREATE_IN_PROGRESS',
      'group CREATE_COMPLETE',
      's0 CREATE_COMPLETE',
    ]);
  });

  it('stops at the batch that fails; an update then brings the rest at once', async () => {
    const engine = await SimulatedEngine.start(2, [group]);
    const policy = { batch_create: { max_batch_size: 2 } };
    const stack = await engine.create({ template: template({ count: 6, policy, thing: { refuse: true } }) });
    await engine.settle();
    expect((await engine.stack(stack)).reason).toMatch(
      /^Resource CREATE failed: BadRequest: resources\.group\.resources\[[01]\]: the cloud refuses$/,
    );
    expect(engine.cloud.done).toEqual([]);
    expect((await batches(engine, stack)).length).toBe(1);
  });
});

describe('a rolling update', () => {
  it('renews so many at a time, those with the highest numbers first', async () => {
    const { engine, stack } = await made(3, { count: 5 });
    await engine.update(stack, { template: template({ count: 5, value: 'new', policy: ROLLING }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect((await batches(engine, stack)).slice(1)).toEqual([
      ['UPDATE 3', 'UPDATE 4'],
      ['UPDATE 1', 'UPDATE 2'],
      ['UPDATE 0'],
    ]);
    expect(values(engine)).toEqual(all(5, 'new'));
  });

  it('keeps members in service while it replaces others', async () => {
    const { engine, stack } = await made(4, { count: 3, thing: { fixed: 1 } });
    const policy = { rolling_update: { max_batch_size: 2, min_in_service: 3 } };
    await engine.update(stack, { template: template({ count: 3, thing: { fixed: 2 }, policy }) });
    await engine.settle();
    expect((await batches(engine, stack)).slice(1)).toEqual([
      ['CREATE 3', 'CREATE 4'],
      ['CREATE 1', 'CREATE 2', 'DELETE 1', 'DELETE 2'],
      ['CREATE 0', 'DELETE 0', 'DELETE 4'],
      ['DELETE 3'],
    ]);
    expect(engine.cloud.labels()).toEqual(['m0', 'm1', 'm2']);
  });

  it('is no concern of a change of the number alone', async () => {
    const { engine, stack } = await made(5, { count: 2, policy: ROLLING });
    await engine.update(stack, { template: template({ count: 6, policy: ROLLING }) });
    await engine.settle();
    expect((await batches(engine, stack)).slice(1)).toEqual([['CREATE 2', 'CREATE 3', 'CREATE 4', 'CREATE 5']]);
  });

  it('takes removed members out with the first batch, for good, though they were named by what they refer to', async () => {
    const { engine, stack } = await made(6, { count: 4 });
    const nested = (await engine.resources(stack)).get('group')!.nestedId!;
    const second = (await engine.store.resources(nested)).find(({ name }) => name === '1')!.physicalId!;
    const more = { removal_policies: [{ resource_list: [second] }], removal_policies_mode: 'update' };
    await engine.update(stack, { template: template({ count: 4, value: 'new', policy: ROLLING, more }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect((await batches(engine, stack)).slice(1)[0]).toContain('DELETE 1');
    const { m1: _, ...left } = all(5, 'new');
    expect(values(engine)).toEqual(left);
  });

  it('stops at the batch that fails, and is rolled back at once', async () => {
    const { engine, stack } = await made(7, { count: 6 });
    const wanted = template({ count: 6, value: 'new', thing: { refuse: true }, policy: ROLLING });
    engine.cloud.done.length = 0;
    await engine.update(stack, { template: wanted, rollback: true });
    await engine.settle();
    expect(await engine.state(stack)).toBe('ROLLBACK_COMPLETE');
    const seen = (await batches(engine, stack)).slice(1);
    expect(seen.length).toBe(2);
    expect(seen[0]).toEqual(['UPDATE 4', 'UPDATE 5']);
    expect(values(engine)).toEqual(all(6, 'old'));
  });

  it('begins anew with what is left when the same update comes again', async () => {
    const { engine, stack } = await made(8, { count: 6 });
    const wanted = template({ count: 6, value: 'new', thing: { wait: 100 }, policy: ROLLING });
    await engine.update(stack, { template: wanted });
    await engine.world.run(() => engine.cloud.done.filter((step) => step.startsWith('update')).length === 3);
    await engine.update(stack, { template: wanted });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(values(engine)).toEqual(all(6, 'new'));
    expect(engine.cloud.done.filter((step) => step.startsWith('update')).toSorted()).toEqual(
      Array.from({ length: 6 }, (_, i) => `update m${i}`),
    );
  });

  it('gives way to a newer update in the middle of a pause', async () => {
    const { engine, stack } = await made(9, { count: 4 });
    const policy = { rolling_update: { max_batch_size: 1, pause_time: 600 } };
    await engine.update(stack, { template: template({ count: 4, value: 'new', policy }) });
    await engine.idle();
    expect(Object.values(values(engine)).filter((value) => value === 'new')).toHaveLength(1);
    const before = engine.world.now();
    await engine.update(stack, { template: template({ count: 4, value: 'newer' }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(values(engine)).toEqual(all(4, 'newer'));
    expect(engine.world.now() - before).toBeLessThan(60_000);
  });

  it('does not begin a pause anew after a death', async () => {
    const { engine, stack } = await made(13, { count: 2 });
    const policy = { rolling_update: { max_batch_size: 1, pause_time: 30 } };
    const begun = engine.world.now();
    await engine.update(stack, { template: template({ count: 2, value: 'new', policy }) });
    const later = engine.world.clock().sleep(20_000);
    await engine.world.run(() => engine.world.now() >= begun + 20_000);
    await later;
    await engine.crash();
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.world.now() - begun).toBe(30_000);
  });

  it('is refused when the pauses alone take longer than the stack may', async () => {
    const { engine, stack } = await made(10, { count: 4 });
    const policy = { rolling_update: { max_batch_size: 1, pause_time: 1200 } };
    await engine.update(stack, { template: template({ count: 4, value: 'new', policy }) });
    await engine.settle();
    expect((await engine.stack(stack)).reason).toBe(
      'Resource UPDATE failed: ValueError: resources.group: The current update policy will result in stack update timeout.',
    );
    expect(values(engine)).toEqual(all(4, 'old'));
  });

  it('has the files that members need which it has not come to yet', async () => {
    const engine = await SimulatedEngine.start(14, [group]);
    const file = (value: string): string =>
      writeJson({
        heat_template_version: '2021-04-16',
        parameters: { label: { type: 'string' } },
        resources: { thing: { type: 'Test::Thing', properties: { label: { get_param: 'label' }, value } } },
      });
    const of = (type: string): Value => ({
      heat_template_version: '2021-04-16',
      resources: {
        group: {
          type: 'OS::Heat::ResourceGroup',
          properties: { count: 3, resource_def: { type, properties: { label: 'm%index%' } } },
          update_policy: ROLLING,
        },
      },
    });
    const stack = await engine.create({ template: of('old.yaml'), files: { 'old.yaml': file('old') } });
    await engine.settle();
    const wish = { template: of('new.yaml'), files: { 'new.yaml': file('new') } };
    await engine.update(stack, wish);
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(values(engine)).toEqual(all(3, 'new'));
    const { nestedId } = (await engine.resources(stack)).get('group')!;
    const { templateId } = (await engine.store.stack(nestedId!))!;
    expect((await engine.store.template(templateId))!.files).toEqual(wish.files);
  });

  it('leaves nothing behind that a later update without changes would have to do', async () => {
    const { engine, stack } = await made(11, { count: 4 });
    const wanted = template({ count: 4, value: 'new', policy: ROLLING });
    await engine.update(stack, { template: wanted });
    await engine.settle();
    const before = (await batches(engine, stack)).length;
    await engine.update(stack, { template: wanted });
    await engine.settle();
    expect(await batches(engine, stack)).toHaveLength(before);
    expect((await engine.resources(stack)).get('group')!.data).toEqual({ removed: [] });
  });
});

describe('groups with update policies', () => {
  it.each(groupLives.map((life) => [life.name, life] as const))('come about as in Heat: %s', async (_name, life) => {
    const engine = await SimulatedEngine.start(12, [group, testResource]);
    const [first, ...more] = life.versions;
    const stack = await engine.create({ template: groupTemplate(first!) });
    await engine.settle();
    for (const version of more) {
      await engine.update(stack, { template: groupTemplate(version) });
      await engine.settle();
      expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    }
    expect(await batches(engine, stack)).toEqual(life.seen);
  });
});

/** A group made and renewed one by one, with a pause between; the process dies at the given steps. */
async function life(seed: number, crashes: ReadonlySet<number>): Promise<number> {
  const engine = await SimulatedEngine.start(seed, [group]);
  const policy = {
    batch_create: { max_batch_size: 1 },
    rolling_update: { max_batch_size: 1, min_in_service: 1, pause_time: 20 },
  };
  const stack = await engine.create({ template: template({ count: 2, policy }) });
  await engine.settle(crashes);
  expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
  const begun = engine.world.now();
  await engine.update(stack, { template: template({ count: 2, value: 'new', policy }) });
  await engine.settle(crashes);
  expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
  expect(await batches(engine, stack)).toEqual([['CREATE 0'], ['CREATE 1'], ['UPDATE 1'], ['UPDATE 0']]);
  // A pause that a death has interrupted goes on, and is not begun anew.
  expect(engine.world.now() - begun).toBe(20_000);
  expect(values(engine)).toEqual(all(2, 'new'));
  expect(engine.cloud.done.filter((step) => step.startsWith('create'))).toHaveLength(2);
  expect(engine.faults).toEqual([]);
  return engine.world.steps;
}

describe('an engine that dies while a group is in its batches', () => {
  it('goes on with the batch it was at, at whichever step it dies', { timeout: 120_000 }, async () => {
    const last = await life(1, new Set());
    expect(last).toBeGreaterThan(60);
    for (let step = 0; step < last; step++) {
      try {
        await life(1, new Set([step]));
      } catch (error) {
        throw new Error(`died at step ${step}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
