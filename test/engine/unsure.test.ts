import { describe, expect, it } from 'vitest';
import { CloudError, type CloudErrorCode } from '../../src/clouds/errors.ts';
import type { ResourceType } from '../../src/resources/contract.ts';
import { SimulatedEngine } from '../support/engine/simulated-engine.ts';

const TEMPLATE = { heat_template_version: '2021-04-16', resources: { a: { type: 'Test::Flaky' } } };

/** A cloud that makes what it is asked for and fails to say so, until it is mended. */
function flaky(answer: CloudErrorCode, makes: boolean) {
  const cloud = { objects: [] as string[], looked: 0, isMended: false };
  const fail = (code: CloudErrorCode): never => {
    throw new CloudError('no', { cloud: 'west', code });
  };
  const type: ResourceType = {
    type: 'Test::Flaky',
    supportStatus: { status: 'SUPPORTED' },
    properties: {},
    attributes: {},
    async create() {
      if (cloud.isMended || makes) cloud.objects.push(`flaky-${cloud.objects.length}`);
      return cloud.isMended ? { id: cloud.objects.at(-1)! } : fail(answer);
    },
    async find() {
      if (!cloud.isMended) fail('LoginFailed');
      cloud.looked += 1;
      const [id] = cloud.objects;
      return id === undefined ? undefined : { id };
    },
  };
  return { cloud, type };
}

async function createdAndUpdated(answer: CloudErrorCode, makes: boolean) {
  const { cloud, type } = flaky(answer, makes);
  const engine = await SimulatedEngine.start(1, [type]);
  const stack = await engine.create({ template: TEMPLATE });
  await engine.settle();
  expect(await engine.state(stack)).toBe('CREATE_FAILED');
  cloud.isMended = true;
  await engine.update(stack, { template: TEMPLATE });
  await engine.settle();
  expect(await engine.state(stack)).toBe('UPDATE_COMPLETE');
  return { cloud, record: (await engine.resources(stack)).get('a')! };
}

describe('a creation that failed', () => {
  it('while nobody knew what had come of it is looked into before another is begun', async () => {
    const { cloud, record } = await createdAndUpdated('TimedOut', true);
    expect(cloud.objects).toEqual(['flaky-0']);
    expect(record.physicalId).toBe('flaky-0');
    expect(record.data).toEqual({});
  });

  it('because the cloud refused it left nothing that could be taken for its own', async () => {
    const { cloud } = await createdAndUpdated('Forbidden', false);
    expect(cloud.looked).toBe(0);
    expect(cloud.objects).toEqual(['flaky-0']);
  });
});
