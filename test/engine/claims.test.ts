import { describe, expect, it } from 'vitest';
import type { ResourceType } from '../../src/resources/contract.ts';
import { SimulatedEngine } from '../support/engine/simulated-engine.ts';

/** Objects that nothing but their kind tells apart, so that any of them that nobody has may be the one that was made. */
function nameless(): { readonly objects: string[]; readonly type: ResourceType; simulated: SimulatedEngine } {
  const objects: string[] = [];
  const cloud = {
    objects,
    simulated: undefined as unknown as SimulatedEngine,
    type: {
      type: 'Test::Nameless',
      supportStatus: { status: 'SUPPORTED' },
      properties: {},
      attributes: {},
      async create() {
        const { world, life } = cloud.simulated;
        await world.point('nameless sent', life);
        const id = `nameless-${objects.length}`;
        objects.push(id);
        await world.point('nameless answered', life);
        return { id };
      },
      async find(context) {
        const { world, life } = cloud.simulated;
        await world.point('nameless looked for', life);
        for (const id of objects) if (await context.claim(id)) return { id };
        return undefined;
      },
    } satisfies ResourceType as ResourceType,
  };
  return cloud;
}

const TEMPLATE = {
  heat_template_version: '2021-04-16',
  resources: { a: { type: 'Test::Nameless' }, b: { type: 'Test::Nameless' }, c: { type: 'Test::Nameless' } },
};

describe('resources that look for lost objects at the same time', () => {
  it('take one each, whenever the process dies', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const cloud = nameless();
      const simulated = await SimulatedEngine.start(seed, [cloud.type]);
      cloud.simulated = simulated;
      const stack = await simulated.create({ template: TEMPLATE });
      await simulated.settle(new Set([4 + (seed % 25)]));
      expect(await simulated.state(stack)).toBe('CREATE_COMPLETE');
      const ids = [...(await simulated.resources(stack)).values()].map(({ physicalId }) => physicalId);
      expect(new Set(ids)).toEqual(new Set(cloud.objects));
      expect(ids).toHaveLength(3);
      expect(cloud.objects).toHaveLength(3);
    }
  });
});
