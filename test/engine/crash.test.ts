import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value } from '../../src/expressions/values.ts';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

const files = { 'inner.yaml': writeJson(things({ inner: { wait: 5 } }, { value: { get_attr: ['inner', 'name'] } })) };
const nested: Value = { type: 'inner.yaml' };

function withNested(template: Value): Value {
  const { resources, ...rest } = template as { resources: Record<string, Value> };
  return { ...rest, resources: { ...resources, nested } } as Value;
}

/** A life of a stack with everything in it: made, changed in place, replaced, a resource added and one removed, and deleted. */
async function life(seed: number, crashes: ReadonlySet<number>): Promise<{ engine: SimulatedEngine; last: number }> {
  const engine = await SimulatedEngine.start(seed);
  const first = withNested(
    things({ a: { fixed: 1 }, b: { value: { get_resource: 'a' }, wait: 3 }, c: { after: ['b'] } }),
  );
  const second = withNested(
    things({ a: { fixed: 2 }, b: { value: { get_resource: 'a' }, wait: 1 }, d: { after: ['b'] } }),
  );
  const stack = await engine.create({ template: first, files });
  await engine.settle(crashes);
  expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
  expect(engine.cloud.labels()).toEqual(['a', 'b', 'c', 'inner']);
  await engine.update(stack, { template: second, files });
  await engine.settle(crashes);
  expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
  expect(engine.cloud.labels()).toEqual(['a', 'b', 'd', 'inner']);
  const records = await engine.store.resources(stack.id);
  expect(records.map(({ name, status }) => `${name} ${status}`).toSorted()).toEqual(
    ['a', 'b', 'd', 'nested'].map((name) => `${name} COMPLETE`),
  );
  await engine.delete(stack);
  await engine.settle(crashes);
  expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
  expect(engine.cloud.labels()).toEqual([]);
  // Each object was made once: a (twice, as it is replaced), b, c, d and the nested one.
  expect(engine.cloud.done.filter((step) => step.startsWith('create')).toSorted()).toEqual([
    'create a',
    'create a',
    'create b',
    'create c',
    'create d',
    'create inner',
  ]);
  expect(engine.faults).toEqual([]);
  return { engine, last: engine.world.steps };
}

describe('an engine that dies', () => {
  it('loses nothing and makes nothing twice, at whichever step it dies', async () => {
    const { last } = await life(1, new Set());
    expect(last).toBeGreaterThan(60);
    for (let step = 0; step < last; step++) {
      try {
        await life(1, new Set([step]));
      } catch (error) {
        throw new Error(`died at step ${step}: ${(error as Error).message}`, { cause: error });
      }
    }
  });

  it('bears dying again and again, in many orders of events', async () => {
    for (let seed = 1000; seed < 1060; seed++) {
      const crashes = new Set(Array.from({ length: 12 }, (_, i) => i * 7 + (seed % 7)));
      try {
        await life(seed, crashes);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
