/**
 * A process that dies in the middle of a verb: each request that changes something is once the last one it sends, and never learns the
 * answer of. What comes after must end as if nothing had happened, with no object made twice or left behind.
 */
import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ResourceTypes } from '../../src/resources/catalog.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { awsScenarios } from './support/aws-scenarios.ts';
import { inventory, type Inventory } from './support/inventory.ts';
import { filler, shows } from './support/life.ts';
import type { Scenario } from './support/parts.ts';
import { Handle, type World } from './support/rig.ts';
import { sandboxWorld, type SandboxWorld } from './support/sandbox-world.ts';
import { moreScenarios } from './support/more-scenarios.ts';
import { commonScenarios } from './support/scenarios.ts';

const types = new ResourceTypes(resourceTypes);
const testable = (all: readonly Scenario[]): Scenario[] =>
  all.filter(({ sandboxOnly, needsExtension }) => !sandboxOnly && needsExtension === undefined);
const scenarios = testable([...commonScenarios, ...awsScenarios]);
const more = testable(moreScenarios);

/** A cloud with everything the scenario needs, and the resource itself, not made yet. */
class Stage {
  readonly cloud: SandboxWorld = sandboxWorld();
  readonly scenario: Scenario;
  readonly #needs = new Map<string, Handle>();
  world!: World;
  resource!: Handle;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  async set(): Promise<void> {
    this.world = await this.cloud.world(this.scenario.admin ? 'admin' : 'demo');
    for (const [name, part] of Object.entries(this.scenario.needs ?? {})) {
      const handle = new Handle(this.world, types.get(part.type)!, name);
      this.#needs.set(name, handle);
      await this.run(() => handle.create(this.filled(part.properties)));
    }
    this.begin();
  }

  /** The resource anew, for the next try. */
  begin(): void {
    this.resource = new Handle(this.world, types.get(this.scenario.type)!, 'main');
  }

  filled(values: ValueMap): ValueMap {
    return filler(this.#needs)(values);
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.cloud.clock.run(work());
  }

  inventory(): Promise<Inventory> {
    return this.run(() => inventory(this.world.connection, this.scenario.admin));
  }

  /** Does the work, dying after so many changes; true when it died. */
  async dies(after: number, work: () => Promise<unknown>): Promise<boolean> {
    this.cloud.dieAfter(after);
    try {
      await this.run(work);
      return false;
    } catch (error) {
      if (!this.cloud.isDead()) throw error;
      return true;
    } finally {
      this.cloud.revive();
    }
  }
}

/** Runs the story for each request that the process can die after. */
async function everywhere(scenario: Scenario, story: (stage: Stage, after: number) => Promise<boolean>): Promise<void> {
  let stage = new Stage(scenario);
  await stage.set();
  const before = scenario.consumes ? {} : await stage.inventory();
  for (let after = 0; ; after++) {
    const died = await story(stage, after);
    if (!scenario.consumes) expect(await stage.inventory(), `after the change ${after}`).toEqual(before);
    if (!died) return;
    if (scenario.consumes) {
      stage = new Stage(scenario);
      await stage.set();
    } else stage.begin();
    expect(after, 'an end to the requests').toBeLessThan(40);
  }
}

describe('a crash', () => {
  it.each([...scenarios, ...more].map((scenario) => [scenario.name, scenario] as const))(
    'while making a %s',
    async (_name, scenario) => {
      await everywhere(scenario, async (stage, after) => {
        const properties = stage.filled(scenario.properties);
        const died = await stage.dies(after, () => stage.resource.create(properties));
        if (died) await stage.run(() => stage.resource.recover(properties));
        await stage.run(() => shows(stage.resource, stage.filled(scenario.shows ?? {})));
        await stage.run(() => stage.resource.delete());
        return died;
      });
    },
  );

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'while deleting a %s',
    async (_name, scenario) => {
      await everywhere(scenario, async (stage, after) => {
        await stage.run(() => stage.resource.create(stage.filled(scenario.properties)));
        const died = await stage.dies(after, () => stage.resource.delete());
        if (died) await stage.run(() => stage.resource.delete());
        return died;
      });
    },
  );

  const updates = scenarios.flatMap((scenario) =>
    (scenario.updates ?? []).map((update, i) => [`${scenario.name}, update ${i}`, scenario, update] as const),
  );
  it.each(updates)('while changing a %s', async (_name, scenario, update) => {
    await everywhere(scenario, async (stage, after) => {
      await stage.run(() => stage.resource.create(stage.filled(scenario.properties)));
      const wanted = Object.fromEntries(
        Object.entries({ ...scenario.properties, ...update.set }).filter(([, value]) => value !== null),
      );
      const died = await stage.dies(after, () => stage.resource.update(stage.filled(wanted)));
      if (died) await stage.run(() => stage.resource.update(stage.filled(wanted)));
      await stage.run(() => shows(stage.resource, stage.filled(update.shows ?? {})));
      await stage.run(() => stage.resource.delete());
      return died;
    });
  });
});
