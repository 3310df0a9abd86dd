import { describe, expect, it } from 'vitest';
import { isMap, own, type ValueMap } from '../../src/expressions/values.ts';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

/** The template with more in the definition of its resource `a`. */
function withMore(more: ValueMap): ReturnType<typeof things> {
  const template = things({ a: { value: 1 } }) as ValueMap;
  const resources = own(template, 'resources')!;
  const a = isMap(resources) ? own(resources, 'a') : undefined;
  return { ...template, resources: { a: { ...(isMap(a) ? a : {}), ...more } } } as ReturnType<typeof things>;
}

describe('an update of what stands beside the properties of a resource', () => {
  it.each([
    ['deletion_policy', 'Retain', { deletionPolicy: 'Retain' }],
    ['metadata', { x: 2 }, { metadata: { x: 2 } }],
  ] as const)('is stored, and leaves the object alone: %s', async (key, value, stored) => {
    const engine = await SimulatedEngine.start(1);
    const stack = await engine.create({ template: withMore({}) });
    await engine.settle();
    engine.cloud.done.length = 0;
    await engine.update(stack, { template: withMore({ [key]: value }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect((await engine.resources(stack)).get('a')).toMatchObject(stored);
    expect(engine.cloud.done).toEqual([]);
  });
});
