import { describe, expect, it } from 'vitest';
import { clearedFor, hookKey } from '../../src/orchestration/engine/hooks.ts';
import type { ResourceRecord, StackRecord } from '../../src/storage/types.ts';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

async function clear(engine: SimulatedEngine, stack: StackRecord, name: string, hook: string): Promise<void> {
  const record: ResourceRecord = (await engine.resources(stack)).get(name)!;
  const operation = (await engine.stack(stack)).operationId!;
  const data = { ...record.data, [hookKey(hook)]: clearedFor(operation) };
  await engine.store.transact((tx) => tx.changeResource(record.id, { data }));
  engine.engine.hooks.clear(record.id, data);
}

const environment = (hooks: string | string[], more: Record<string, string> = {}) => ({
  resource_registry: { resources: { a: { hooks, ...more } } },
});

async function paused(engine: SimulatedEngine, stack: StackRecord, reason: string): Promise<boolean> {
  const events = await engine.store.events({ stackIds: [stack.id] });
  return events.some((event) => event.reason === reason);
}

describe('hooks', () => {
  it('stop a resource before it is made until they are cleared, also over a crash', async () => {
    const engine = await SimulatedEngine.start(1);
    const stack = await engine.create({
      template: things({ a: {}, b: {}, c: { after: ['a'] } }),
      environment: environment('pre-create'),
    });
    await engine.idle();
    expect(engine.cloud.done).toEqual(['create b']);
    expect(await paused(engine, stack, 'CREATE paused until Hook pre-create is cleared')).toBe(true);
    await engine.crash();
    await engine.idle();
    expect(engine.cloud.done).toEqual(['create b']);
    await clear(engine, stack, 'a', 'pre-create');
    await engine.settle();
    expect(engine.cloud.done).toEqual(['create b', 'create a', 'create c']);
    expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
  });

  it('stop it after it is made, and hold up what depends on it', async () => {
    const engine = await SimulatedEngine.start(2);
    const stack = await engine.create({
      template: things({ a: {}, c: { after: ['a'] } }),
      environment: environment(['post-create']),
    });
    await engine.idle();
    expect(engine.cloud.done).toEqual(['create a']);
    await engine.crash();
    await engine.idle();
    await clear(engine, stack, 'a', 'post-create');
    await engine.settle();
    expect(engine.cloud.done).toEqual(['create a', 'create c']);
  });

  it('stop updates and deletions, and give way to a deletion of the stack', async () => {
    const engine = await SimulatedEngine.start(3);
    const hooks = environment(['pre-update', 'pre-delete']);
    const stack = await engine.create({ template: things({ a: { value: 1 } }), environment: hooks });
    await engine.settle();
    await engine.update(stack, { template: things({ a: { value: 2 } }), environment: hooks });
    await engine.idle();
    expect(engine.cloud.done).toEqual(['create a']);
    await engine.delete(stack);
    await engine.idle();
    expect(engine.cloud.labels()).toEqual(['a']);
    await clear(engine, stack, 'a', 'pre-delete');
    await engine.settle();
    expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
    expect(engine.cloud.labels()).toEqual([]);
  });
});

describe('restricted actions', () => {
  it('fail the update and touch nothing', async () => {
    const engine = await SimulatedEngine.start(4);
    const restricted = { resource_registry: { resources: { a: { restricted_actions: 'replace' } } } };
    const stack = await engine.create({ template: things({ a: { fixed: 1, value: 1 } }), environment: restricted });
    await engine.settle();
    await engine.update(stack, { template: things({ a: { fixed: 1, value: 2 } }), environment: restricted });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    await engine.update(stack, { template: things({ a: { fixed: 2 } }), environment: restricted });
    await engine.settle();
    expect((await engine.stack(stack)).reason).toBe(
      'Resource UPDATE failed: ResourceActionRestricted: resources.a: replace is restricted for resource.',
    );
    expect(engine.cloud.done).toEqual(['create a', 'update a']);
  });
});
