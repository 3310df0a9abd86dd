import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value } from '../../src/expressions/values.ts';
import { SimulatedEngine, things } from '../support/engine/simulated-engine.ts';

const member = {
  heat_template_version: '2021-04-16',
  parameters: {
    label: { type: 'string' },
    value: { type: 'string', default: 'v' },
    refuse: { type: 'boolean', default: false },
  },
  resources: {
    inner: {
      type: 'Test::Thing',
      properties: { label: { get_param: 'label' }, value: { get_param: 'value' }, refuse: { get_param: 'refuse' } },
    },
  },
  outputs: { value: { value: { get_attr: ['inner', 'value'] } } },
};
const files = { 'member.yaml': writeJson(member) };

function parent(resources: Record<string, Record<string, Value>>, extra: Record<string, Value> = {}): Value {
  const made = Object.entries(resources).map(([name, properties]) => [
    name,
    { type: 'member.yaml', properties: { label: name, ...properties } },
  ]);
  return {
    heat_template_version: '2021-04-16',
    resources: { ...(Object.fromEntries(made) as Record<string, Value>), ...extra },
  };
}

describe('nested stacks', () => {
  it('are made, read by their outputs, updated and removed with their parent', async () => {
    const engine = await SimulatedEngine.start(1);
    const reader = {
      reader: { type: 'Test::Thing', properties: { label: 'reader', value: { get_attr: ['x', 'value'] } } },
    };
    const stack = await engine.create({ template: parent({ x: {}, y: {} }, reader), files });
    await engine.settle();
    expect(await engine.state(stack)).toBe('CREATE_COMPLETE');
    expect((await engine.resources(stack)).get('reader')!.properties!['value']).toBe('v');
    await engine.update(stack, { template: parent({ x: { value: 'w' } }, reader), files });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.labels()).toEqual(['reader', 'x']);
    expect((await engine.resources(stack)).get('reader')!.properties!['value']).toBe('w');
    await engine.delete(stack);
    await engine.settle();
    expect(engine.cloud.labels()).toEqual([]);
    expect(await engine.store.children(stack.id)).toEqual([]);
    expect(engine.faults).toEqual([]);
  });

  it('tell where inside them something failed', async () => {
    const engine = await SimulatedEngine.start(2);
    const stack = await engine.create({ template: parent({ x: { refuse: true } }), files });
    await engine.settle();
    expect((await engine.stack(stack)).reason).toBe(
      'Resource CREATE failed: BadRequest: resources.x.resources.inner: the cloud refuses',
    );
  });

  it('are updated when only their file has changed', async () => {
    const engine = await SimulatedEngine.start(3);
    const stack = await engine.create({ template: parent({ x: {} }), files });
    await engine.settle();
    const changed = { ...member, parameters: { ...member.parameters, value: { type: 'string', default: 'other' } } };
    await engine.update(stack, { template: parent({ x: {} }), files: { 'member.yaml': writeJson(changed) } });
    await engine.settle();
    expect([...engine.cloud.objects.values()][0]!.properties['value']).toBe('other');
    expect(engine.cloud.done).toEqual(['create x', 'update x']);
  });

  it('end no deeper than allowed', async () => {
    const engine = await SimulatedEngine.start(4);
    const self = { heat_template_version: '2021-04-16', resources: { again: { type: 'self.yaml' } } };
    const stack = await engine.create({ template: self, files: { 'self.yaml': writeJson(self) } });
    await engine.settle();
    expect((await engine.stack(stack)).reason).toMatch(
      /^Resource CREATE failed: RequestLimitExceeded: resources\.again\..*: Recursion depth exceeds 5\.$/,
    );
  });

  it('make way when their parent is deleted while they are being made', async () => {
    const engine = await SimulatedEngine.start(5);
    const slow = {
      ...member,
      resources: { inner: { type: 'Test::Thing', properties: { label: 'slow', wait: 600 } } },
      outputs: {},
    };
    const stack = await engine.create({
      template: parent({ x: {}, y: {} }),
      files: { 'member.yaml': writeJson(slow) },
    });
    await engine.world.run(() => engine.cloud.done.length === 2);
    await engine.delete(stack);
    await engine.settle();
    expect(await engine.state(stack)).toBe('DELETE_COMPLETE');
    expect(engine.cloud.labels()).toEqual([]);
  });

  it('are taken over with their parent', async () => {
    const engine = await SimulatedEngine.start(6);
    const slow = (value: string) => ({
      ...member,
      resources: {
        first: { type: 'Test::Thing', properties: { label: 'first', wait: 600 } },
        second: { type: 'Test::Thing', properties: { label: 'second', value }, depends_on: 'first' },
      },
      outputs: {},
    });
    const stack = await engine.create({
      template: parent({ x: {} }),
      files: { 'member.yaml': writeJson(slow('old')) },
    });
    await engine.world.run(() => engine.cloud.done.length === 1);
    await engine.update(stack, { template: parent({ x: {} }), files: { 'member.yaml': writeJson(slow('new')) } });
    await engine.settle();
    expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
    expect(engine.cloud.done).toEqual(['create first', 'create second']);
    expect([...engine.cloud.objects.values()].map(({ properties }) => properties['value'] ?? null)).toEqual([
      null,
      'new',
    ]);
  });
});

describe('checking a stack', () => {
  it('finds what has vanished, and an update brings it back', async () => {
    const engine = await SimulatedEngine.start(7);
    const template = things({ a: {}, b: {} });
    const stack = await engine.create({ template });
    await engine.settle();
    engine.cloud.objects.delete((await engine.resources(stack)).get('a')!.physicalId!);
    await engine.check(stack);
    await engine.settle();
    expect(await engine.state(stack)).toBe('CHECK_FAILED');
    expect((await engine.stack(stack)).reason).toMatch(/^Resource CHECK failed: NotFound: resources\.a: /);
    expect((await engine.resources(stack)).get('b')!.status).toBe('COMPLETE');
    await engine.update(stack, { template });
    await engine.settle();
    expect(engine.cloud.labels()).toEqual(['a', 'b']);
  });
});
