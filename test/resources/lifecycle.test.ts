import { beforeAll, describe, expect, it } from 'vitest';
import { resourceTypes } from '../../src/resources/index.ts';
import { live } from './support/life.ts';
import { sandboxWorld, type SandboxWorld } from './support/sandbox-world.ts';
import { awsScenarios } from './support/aws-scenarios.ts';
import { moreScenarios } from './support/more-scenarios.ts';
import { commonScenarios } from './support/scenarios.ts';

const scenarios = [...commonScenarios, ...moreScenarios, ...awsScenarios];

describe('resource types on a sandbox cloud', () => {
  let cloud: SandboxWorld;

  beforeAll(() => {
    cloud = sandboxWorld();
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const world = await cloud.world(scenario.admin ? 'admin' : 'demo');
    await cloud.clock.run(live(world, scenario));
  });

  it('has a scenario for every type that lives on a cloud', () => {
    const lived = new Set(scenarios.map((scenario) => scenario.type));
    const missing = resourceTypes.filter((type) => type.service !== undefined && !lived.has(type.type));
    expect(missing.map((type) => type.type)).toEqual([]);
  });
});
