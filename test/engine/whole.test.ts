import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WholeService } from '../support/engine/whole-service.ts';

const read = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const input = { name: 'web', template: read('web-tier.yaml'), files: { 'web-server.yaml': read('web-server.yaml') } };
const THERE = {
  servers: 2,
  keypairs: 1,
  volumes: 2,
  networks: 1,
  subnets: 1,
  routers: 1,
  ports: 3,
  floatingips: 2,
  security_groups: 2,
};
// The project's default security group stays.
const GONE = {
  servers: 0,
  keypairs: 0,
  volumes: 0,
  networks: 0,
  subnets: 0,
  routers: 0,
  ports: 0,
  floatingips: 0,
  security_groups: 1,
};

async function life(
  seed: number,
  crashes: ReadonlySet<number>,
  weather: (cloud: WholeService['cloud']) => void = () => undefined,
): Promise<number> {
  const service = await WholeService.start(seed);
  const stack = await service.ask((stacks, who) => stacks.create(who, input));
  // Requests of users may fail in bad weather; what was accepted may not.
  weather(service.cloud);
  await service.settle(crashes);
  service.cloud.faults.clear();
  const created = await service.ask((stacks, who) => stacks.show(who, { name: 'web' }, { resolveOutputs: true }));
  expect(`${created.action} ${created.status} ${created.reason}`).toBe(
    'CREATE COMPLETE Stack CREATE completed successfully',
  );
  expect(created.outputs!.find(({ key }) => key === 'server_names')!.value).toEqual(['web-web-0', 'web-web-1']);
  expect(await service.inventory()).toEqual(THERE);
  await service.ask((stacks, who) => stacks.delete(who, { name: 'web' }));
  weather(service.cloud);
  await service.settle(crashes);
  service.cloud.faults.clear();
  const gone = await service.store.stack(stack.id);
  expect(`${gone!.action} ${gone!.status} ${gone!.reason}`).toBe('DELETE COMPLETE Stack DELETE completed successfully');
  expect(await service.inventory()).toEqual(GONE);
  expect(service.cloud.state.collection('keystone.trusts').size).toBe(0);
  expect(service.faults).toEqual([]);
  return service.world.steps;
}

/** How many deaths to try; a nightly run asks for more. */
const RUNS = Number(process.env['ISOTHERM_RUNS'] ?? 24);

describe('the whole service on a sandbox cloud', () => {
  it('makes every object of the example once, and leaves none behind', async () => {
    expect(await life(1, new Set())).toBeGreaterThan(200);
  });

  it('does so whenever it dies, in whichever order things happen', { timeout: 600_000 }, async () => {
    const steps = await life(1, new Set());
    for (let i = 0; i < RUNS; i++) {
      const seed = 100 + i;
      const crashes = new Set([Math.floor((steps * (i + 0.5)) / RUNS), Math.floor((steps * ((i * 7) % RUNS)) / RUNS)]);
      try {
        await life(seed, crashes);
      } catch (error) {
        throw new Error(`seed ${seed}, dying at ${[...crashes].join(' and ')}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
  });

  it(
    'does so in bad weather: answers and requests get lost, services are busy or fail',
    { timeout: 600_000 },
    async () => {
      for (let seed = 500; seed < 500 + RUNS / 2; seed++) {
        try {
          await life(seed, new Set([60 + (seed % 90)]), (cloud) => {
            cloud.faults.add({ probability: 0.02, effect: { loseAnswer: true } });
            cloud.faults.add({ probability: 0.02, effect: { loseRequest: true } });
            cloud.faults.add({ probability: 0.04, effect: { status: 503 } });
            cloud.faults.add({ probability: 0.02, effect: { status: 500 } });
            cloud.faults.add({ probability: 0.02, effect: { status: 429, retryAfter: 3 } });
          });
        } catch (error) {
          throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
        }
      }
    },
  );
});
