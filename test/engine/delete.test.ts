import { describe, expect, it } from 'vitest';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

describe('deleting a stack', () => {
  it('removes what depends on something before that', async () => {
    const engine = await SimulatedEngine.start(1);
    const stack = await engine.create({ template: things({ a: {}, b: { after: ['a'] }, c: { after: ['b'] } }) });
    await engine.settle();
    await engine.delete(stack);
    await engine.settle();
    expect(engine.cloud.done.slice(3)).toEqual(['delete c', 'delete b', 'delete a']);
    expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
    expect((await engine.stack(stack)).deletedAt).not.toBeNull();
    expect((await engine.resources(stack)).size).toBe(0);
  });

  it('works in the middle of a creation, whatever step that has reached', async () => {
    for (let steps = 0; steps < 40; steps++) {
      const engine = await SimulatedEngine.start(100 + steps);
      const stack = await engine.create({
        template: things({ a: { wait: 600 }, b: {}, c: { after: ['b'], wait: 600 } }),
      });
      const until = engine.world.steps + steps;
      await engine.world.run(() => engine.world.steps >= until || engine.cloud.done.length > 2);
      const before = engine.world.now();
      await engine.delete(stack);
      await engine.settle();
      expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
      expect(engine.cloud.labels()).toEqual([]);
      expect(engine.world.now() - before).toBeLessThan(600_000);
      expect(engine.faults).toEqual([]);
    }
  });

  it('leaves the object of a resource whose policy is to retain it', async () => {
    const engine = await SimulatedEngine.start(2);
    const template = things({ a: {}, b: {} }) as { resources: { a: { deletion_policy?: string } } };
    template.resources.a.deletion_policy = 'retain';
    const stack = await engine.create({ template: template as never });
    await engine.settle();
    await engine.delete(stack);
    await engine.settle();
    expect(engine.cloud.labels()).toEqual(['a']);
    expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
  });
});
