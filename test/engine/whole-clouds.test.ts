/** One stack over three clouds, by every way there is, and a service that dies at any step of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { ThreeClouds } from '../support/engine/three-clouds.ts';

const CHILD = `
heat_template_version: 2018-08-31
parameters:
  cidr: {type: string}
resources:
  network: {type: OS::Neutron::Net}
  subnet: {type: OS::Neutron::Subnet, properties: {network: {get_resource: network}, cidr: {get_param: cidr}}}
outputs:
  cidr: {value: {get_attr: [subnet, cidr]}}
`;
/** After an update: subnets of another range, and one network more. */
const CHANGED = CHILD.replace('outputs:', '  more: {type: OS::Neutron::Net, depends_on: subnet}\noutputs:');

function template({ secrets }: ThreeClouds, changed: boolean): Value {
  const child = changed ? CHANGED : CHILD;
  const parameters = { cidr: changed ? '10.2.0.0/24' : '10.1.0.0/24' };
  const stack = (secret: string): ValueMap => ({
    type: 'OS::Heat::Stack',
    properties: { context: { credential_secret_id: secret }, template: child, parameters },
  });
  const members: ValueMap[] = [{ cloud: 'south' }, { cloud: 'west', wave: 2 }];
  return {
    heat_template_version: '2018-08-31',
    resources: {
      here: { type: 'OS::Neutron::Net' },
      placed: {
        type: 'OS::Neutron::Net',
        metadata: { 'isotherm:cloud': changed ? 'west' : 'south' },
        depends_on: 'here',
      },
      direct: stack(secrets.south),
      wired: stack(secrets.west),
      everywhere: {
        type: 'Isotherm::StackSet',
        properties: { template: child, parameters, clouds: changed ? members.slice(0, 1) : members },
      },
    },
    outputs: {
      direct: { value: { get_attr: ['direct', 'outputs', 'cidr'] } },
      wired: { value: { get_attr: ['wired', 'outputs', 'cidr'] } },
      members: { value: { get_attr: ['everywhere', 'outputs'] } },
    },
  };
}

/** What a life goes through besides being made, changed and removed. */
interface Fate {
  /** At which of its steps the service dies, for each operation. */
  readonly dies?: readonly (readonly number[])[];
  /** How likely each mishap of the clouds is. */
  readonly weather?: number;
  /** After how many steps of an operation the next one is asked for; by default when it has ended. */
  readonly haste?: readonly number[];
}

/** A stack's whole life. Gives the steps that each of its operations took. */
async function life(seed: number, { dies = [], weather = 0, haste = [] }: Fate): Promise<number[]> {
  const clouds = await ThreeClouds.start(seed);
  const { home } = clouds;
  const steps: number[] = [];
  /** Sees to an accepted operation; true where it is waited for. */
  const carryOut = async (): Promise<boolean> => {
    const begun = home.world.steps;
    const most = haste[steps.length];
    // Requests of users may fail in bad weather; what was accepted may not.
    clouds.weather(weather);
    const crashes = new Set((dies[steps.length] ?? []).map((step) => begun + step));
    await home.settle(crashes, most === undefined ? undefined : begun + most);
    clouds.weather(0);
    steps.push(home.world.steps - begun);
    return most === undefined;
  };
  const shown = async (): Promise<{ state: string; outputs: ValueMap }> => {
    const stack = await home.ask((stacks, who) => stacks.show(who, { name: 's' }, { resolveOutputs: true }));
    const outputs = Object.fromEntries(stack.outputs!.map(({ key, value }) => [key, value]));
    return { state: `${stack.action} ${stack.status} ${stack.reason}`, outputs };
  };

  const { id } = await home.ask((stacks, who) => stacks.create(who, { name: 's', template: template(clouds, false) }));
  if (await carryOut()) {
    expect(await shown()).toEqual({
      state: 'CREATE COMPLETE Stack CREATE completed successfully',
      outputs: {
        direct: '10.1.0.0/24',
        wired: '10.1.0.0/24',
        members: { south: { cidr: '10.1.0.0/24' }, west: { cidr: '10.1.0.0/24' } },
      },
    });
    expect(await clouds.inventory()).toEqual({
      home: { networks: 1 },
      south: { networks: 3, subnets: 2 },
      west: { networks: 2, subnets: 2 },
      there: { stacks: 2 },
    });
  }
  await home.ask((stacks, who) =>
    stacks.update(who, { name: 's', id }, { existing: false, template: template(clouds, true) }),
  );
  if (await carryOut()) {
    expect(await shown()).toEqual({
      state: 'UPDATE COMPLETE Stack UPDATE completed successfully',
      outputs: { direct: '10.2.0.0/24', wired: '10.2.0.0/24', members: { south: { cidr: '10.2.0.0/24' } } },
    });
    expect(await clouds.inventory()).toEqual({
      home: { networks: 1 },
      south: { networks: 4, subnets: 2 },
      west: { networks: 3, subnets: 1 },
      there: { stacks: 1 },
    });
  }
  await home.ask((stacks, who) => stacks.delete(who, { name: 's', id }));
  await carryOut();
  const gone = await home.store.stack(id);
  expect(`${gone!.action} ${gone!.status} ${gone!.reason}`).toBe('DELETE COMPLETE Stack DELETE completed successfully');
  expect(await clouds.inventory()).toEqual({ home: {}, south: {}, west: {}, there: { stacks: 0 } });
  expect(home.faults).toEqual([]);
  await clouds.close();
  return steps;
}

/** How many deaths to try; a nightly run asks for more. */
const RUNS = Number(process.env['ISOTHERM_RUNS'] ?? 6);

async function survives(seed: number, fate: Fate): Promise<void> {
  try {
    await life(seed, fate);
  } catch (error) {
    throw new Error(`seed ${seed}, ${JSON.stringify(fate)}: ${(error as Error).message}`, { cause: error });
  }
}

/** A step out of so many, another for each `i`. */
const stepAt = (most: number, i: number): number => Math.floor(most * ((i * 0.618_034) % 1));

describe('a stack on three clouds', { timeout: 3_600_000 }, () => {
  /** How many steps each operation takes where nothing happens. */
  let create = 0;
  let update = 0;
  let remove = 0;

  beforeAll(async () => {
    [create, update, remove] = (await life(1, {})) as [number, number, number];
  }, 120_000);

  it('is made once everywhere, changed, and leaves nothing behind', () => {
    for (const steps of [create, update, remove]) expect(steps).toBeGreaterThan(50);
  });

  it('is so whenever the service dies', async () => {
    for (let i = 0; i < RUNS; i++) {
      const dies = [create, update, remove].map((most, k) => [stepAt(most, i + k), stepAt(most, 2.3 * i + k)]);
      await survives(1000 + i, { dies });
    }
  });

  it('is so where the next operation does not wait for the one before', async () => {
    for (let i = 0; i < RUNS; i++) {
      const next = stepAt(create, i);
      const dies = [[stepAt(create, i + 0.5)], [stepAt(update, i)], [stepAt(update, i + 1)]];
      await survives(3000 + i, { dies, haste: i % 2 === 0 ? [next] : [next, stepAt(update, 1.7 * i)] });
    }
  });

  it('is so in bad weather', async () => {
    for (let i = 0; i < RUNS / 2; i++) {
      await survives(2000 + i, { dies: [[40 + 7 * i], [30 + 11 * i], [20 + 5 * i]], weather: 0.02 });
    }
  });
});
