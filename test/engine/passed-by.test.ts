import { describe, expect, it } from 'vitest';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

describe('an operation that a newer one has passed by before it began', () => {
  it('ends, though nothing is done of it', async () => {
    const engine = await SimulatedEngine.start(1);
    const stack = await engine.create({ template: things({ a: { wait: 60 } }) });
    await engine.world.run(() => engine.cloud.done.length > 0);
    const passedBy = await engine.update(stack, { template: things({ b: {} }) });
    await engine.update(stack, { template: things({ c: {} }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.labels()).toEqual(['c']);
    expect(engine.cloud.done).not.toContain('create b');
    expect(await engine.engine.ended(passedBy.id)).toMatchObject({ state: 'SUPERSEDED' });
    expect(await engine.store.unfinishedOperations()).toEqual([]);
  });
});
