import { describe, expect, it } from 'vitest';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

describe('creating a stack', () => {
  it('makes each resource after those it depends on, and says so in events', async () => {
    const engine = await SimulatedEngine.start(1);
    const stack = await engine.create({ template: things({ b: { after: ['a'] }, a: {} }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
    expect(engine.cloud.done).toEqual(['create a', 'create b']);
    expect(await engine.events(stack)).toEqual([
      's0 CREATE_IN_PROGRESS',
      'a CREATE_IN_PROGRESS',
      'a CREATE_COMPLETE',
      'b CREATE_IN_PROGRESS',
      'b CREATE_COMPLETE',
      's0 CREATE_COMPLETE',
    ]);
    expect(engine.faults).toEqual([]);
  });

  it('gives attributes and references of what exists to what depends on it', async () => {
    const engine = await SimulatedEngine.start(2);
    const template = things({ a: { value: 'v' }, b: { value: [{ get_attr: ['a', 'value'] }, { get_resource: 'a' }] } });
    const stack = await engine.create({ template });
    await engine.settle();
    const a = (await engine.resources(stack)).get('a')!;
    expect((await engine.resources(stack)).get('b')!.properties!['value']).toEqual(['v', a.physicalId]);
  });

  it('works on independent resources at the same time', async () => {
    const engine = await SimulatedEngine.start(3);
    const before = engine.world.now();
    await engine.create({ template: things({ a: { wait: 60 }, b: { wait: 60 }, c: { wait: 60 } }) });
    await engine.settle();
    expect(engine.world.now() - before).toBe(60_000);
  });

  it('fails with the name of the resource and the cause, lets running siblings end, and starts nothing more', async () => {
    const engine = await SimulatedEngine.start(4);
    const stack = await engine.create({
      template: things({
        slow: { wait: 30 },
        bad: { refuse: true },
        later: { after: ['bad'] },
        next: { after: ['slow'] },
      }),
    });
    await engine.settle();
    const ended = await engine.stack(stack);
    expect(await engine.state(stack)).toBe('CREATE_FAILED');
    expect(ended.reason).toBe('Resource CREATE failed: BadRequest: resources.bad: the cloud refuses');
    const resources = await engine.resources(stack);
    expect(resources.get('slow')!.status).toBe('COMPLETE');
    expect(resources.get('later')!.action).toBe('INIT');
    expect(resources.get('next')!.action).toBe('INIT');
  });

  it('makes an object anew that went to an error state, and gives up after a few times', async () => {
    const engine = await SimulatedEngine.start(5);
    const stack = await engine.create({ template: things({ a: { broken: true } }) });
    await engine.settle();
    expect(await engine.state(stack)).toBe('CREATE_FAILED');
    expect(engine.cloud.done.filter((step) => step === 'create a')).toHaveLength(3);
    expect(engine.cloud.objects.size).toBe(1);
    expect((await engine.stack(stack)).reason).toContain('ResourceInError: resources.a: Went to status ERROR');
  });

  it('goes back to nothing when it fails with rollback on, and keeps the name', async () => {
    const engine = await SimulatedEngine.start(6);
    const stack = await engine.create({
      template: things({ a: {}, bad: { refuse: true, after: ['a'] } }),
      rollback: true,
    });
    await engine.settle();
    expect(await engine.state(stack)).toBe('ROLLBACK_COMPLETE');
    expect(engine.cloud.labels()).toEqual([]);
    expect((await engine.stack(stack)).deletedAt).toBeNull();
  });

  it('gives up what runs when its time is over', async () => {
    const engine = await SimulatedEngine.start(7);
    const stack = await engine.create({ template: things({ a: { wait: 7200 } }), timeoutSeconds: 60 });
    await engine.settle();
    expect(await engine.state(stack)).toBe('CREATE_FAILED');
    expect((await engine.stack(stack)).reason).toBe('Timed out');
    expect((await engine.resources(stack)).get('a')!.reason).toContain('CREATE aborted');
    await engine.delete(stack);
    await engine.settle();
    expect(engine.cloud.labels()).toEqual([]);
  });
});
