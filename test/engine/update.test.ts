import { describe, expect, it } from 'vitest';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

async function created(seed: number, template: ReturnType<typeof things>) {
  const engine = await SimulatedEngine.start(seed);
  const stack = await engine.create({ template });
  await engine.settle();
  engine.cloud.done.length = 0;
  return { engine, stack };
}

describe('updating a stack', () => {
  it('leaves alone what did not change, without an event', async () => {
    const template = things({ a: { value: 1 }, b: { after: ['a'] } });
    const { engine, stack } = await created(1, template);
    await engine.update(stack, { template });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.done).toEqual([]);
    expect((await engine.events(stack)).slice(-2)).toEqual(['s0 UPDATE_IN_PROGRESS', 's0 UPDATE_COMPLETE']);
  });

  it('changes in place what may change, and what reads it', async () => {
    const reader = { value: { get_attr: ['a', 'value'] } };
    const { engine, stack } = await created(2, things({ a: { value: 'old' }, b: reader, c: {} }));
    await engine.update(stack, { template: things({ a: { value: 'new' }, b: reader, c: {} }) });
    await engine.settle();
    expect(engine.cloud.done).toEqual(['update a', 'update b']);
    expect((await engine.resources(stack)).get('b')!.properties!['value']).toBe('new');
  });

  it('replaces what may not change: the new object first, then those that use it, then the old goes', async () => {
    const user = { value: { get_resource: 'a' } };
    const { engine, stack } = await created(3, things({ a: { fixed: 1 }, b: user }));
    await engine.update(stack, { template: things({ a: { fixed: 2 }, b: user }) });
    await engine.settle();
    expect(engine.cloud.done).toEqual(['create a', 'update b', 'delete a']);
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
  });

  it('adds and removes', async () => {
    const { engine, stack } = await created(4, things({ a: {}, b: { after: ['a'] } }));
    await engine.update(stack, { template: things({ c: {} }) });
    await engine.settle();
    expect(engine.cloud.labels()).toEqual(['c']);
    expect(engine.cloud.done.indexOf('delete b')).toBeLessThan(engine.cloud.done.indexOf('delete a'));
  });

  it('survives that a dependency is turned round', async () => {
    const { engine, stack } = await created(5, things({ a: { after: ['b'] }, b: {} }));
    await engine.update(stack, { template: things({ a: {}, b: { after: ['a'] } }) });
    await engine.settle();
    await engine.update(stack, { template: things({}) });
    await engine.settle();
    expect(engine.cloud.done).toEqual(['delete b', 'delete a']);
  });

  it('goes back to the former template when it fails with rollback on', async () => {
    const { engine, stack } = await created(6, things({ a: { fixed: 1 }, b: { value: 1, after: ['a'] } }));
    const wanted = things({ a: { fixed: 2 }, b: { value: 2, after: ['a'] }, c: { refuse: true, after: ['b'] } });
    await engine.update(stack, { template: wanted, rollback: true });
    await engine.settle();
    expect(await engine.state(stack)).toBe('ROLLBACK_COMPLETE');
    expect(engine.cloud.labels()).toEqual(['a', 'b']);
    const resources = await engine.resources(stack);
    expect(resources.get('a')!.properties!['fixed']).toBe(1);
    expect(resources.get('b')!.properties!['value']).toBe(1);
    expect(engine.cloud.done).toEqual(['create a', 'update b', 'update b', 'delete a']);
  });

  it('replaces what had failed', async () => {
    const engine = await SimulatedEngine.start(7);
    const stack = await engine.create({ template: things({ a: { broken: true } }) });
    await engine.settle();
    await engine.update(stack, { template: things({ a: {} }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.objects.size).toBe(1);
  });

  it('brings in line what an update that failed had left half-changed', async () => {
    const { engine, stack } = await created(8, things({ a: { value: 1 } }));
    await engine.update(stack, { template: things({ a: { value: 2, refuse: true } }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_FAILED');
    await engine.update(stack, { template: things({ a: { value: 1 } }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect([...engine.cloud.objects.values()].map(({ properties }) => properties['value'])).toEqual([1]);
  });

  it('takes over an update that is under way: what runs is finished, the rest is planned anew', async () => {
    const engine = await SimulatedEngine.start(9);
    const stack = await engine.create({ template: things({ a: { wait: 100 }, b: { after: ['a'], value: 1 } }) });
    await engine.world.run(() => engine.cloud.done.length > 0);
    await engine.update(stack, { template: things({ a: { wait: 100 }, b: { after: ['a'], value: 2 }, c: {} }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.done.toSorted()).toEqual(['create a', 'create b', 'create c']);
    expect((await engine.resources(stack)).get('b')!.properties!['value']).toBe(2);
  });

  it('keeps the old object when a replacement is taken back before it ended', async () => {
    const { engine, stack } = await created(10, things({ a: { fixed: 1 } }));
    const old = (await engine.resources(stack)).get('a')!.physicalId;
    await engine.update(stack, { template: things({ a: { fixed: 2, wait: 100 } }) });
    await engine.world.run(() => engine.cloud.done.includes('create a'));
    await engine.update(stack, { template: things({ a: { fixed: 1 } }) });
    await engine.settle();
    expect([...engine.cloud.objects.keys()]).toEqual([old]);
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
  });
});
