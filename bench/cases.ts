import { Stacks } from '../src/cli/client/stacks.ts';
import type { Bundle } from '../src/cli/client/template-files.ts';
import type { Connection } from '../src/clouds/types.ts';
import type { Figure, Tell } from './figure.ts';
import { validationSeconds } from './large-template.ts';
import { measureStack } from './measure.ts';
import { showsPerSecond } from './requests.ts';
import { chain, independent, nested } from './templates.ts';

export interface Sizes {
  readonly few: number;
  readonly many: number;
  readonly chain: number;
  readonly nestedStacks: number;
  readonly showMs: number;
  readonly pollMs: number;
  readonly validations: { readonly warmUps: number; readonly times: number };
}

/** The sizes that the budgets are for. */
export const FULL: Sizes = {
  few: 100,
  many: 1_000,
  chain: 50,
  nestedStacks: 10,
  showMs: 5_000,
  pollMs: 20,
  validations: { warmUps: 5, times: 9 },
};
/** Sizes for a Heat, which takes a second for each independent resource. */
export const SMALL: Sizes = {
  few: 10,
  many: 20,
  chain: 20,
  nestedStacks: 4,
  showMs: 5_000,
  pollMs: 200,
  validations: { warmUps: 1, times: 3 },
};

const NESTED_RESOURCES = 5;

/** Runs the cases on an orchestration service, after a stack that is not counted, and tells each figure as it is known. */
export async function runCases(
  connection: Connection,
  serviceType: string,
  sizes: Sizes,
  tell: Tell,
): Promise<Figure[]> {
  const stacks = new Stacks(connection, serviceType);
  const run = (label: string, units: number, bundle: Bundle): Promise<Figure[]> =>
    runStack(stacks, label, units, bundle, sizes.pollMs, tell);
  const requests = async (): Promise<Figure[]> => {
    const seconds = await validationSeconds(connection, serviceType, sizes.validations);
    const shown = `bench-show-${Date.now().toString(36)}`;
    const perSecond = await showsPerSecond(connection, serviceType, shown, sizes.showMs);
    const figures = [
      { name: 'validate 500 KB', units: 1, seconds },
      { name: 'stack show', units: 1, perSecond },
    ];
    figures.forEach(tell);
    return figures;
  };
  await measureStack(stacks, `bench-warm-up-${Date.now().toString(36)}`, independent(sizes.few), sizes.pollMs);
  return [
    ...(await run('independent, few', sizes.few, independent(sizes.few))),
    ...(await run('independent, many', sizes.many, independent(sizes.many))),
    ...(await run('chain', sizes.chain, chain(sizes.chain))),
    ...(await run('nested stacks of 5', sizes.nestedStacks, nested(sizes.nestedStacks, NESTED_RESOURCES))),
    ...(await requests()),
  ];
}

/** Nested stacks with 22,000 resources in all, and half of that, which shows how the time grows. */
export async function runHuge(connection: Connection, serviceType: string, tell: Tell): Promise<Figure[]> {
  const stacks = new Stacks(connection, serviceType);
  const run = (count: number): Promise<Figure[]> =>
    runStack(stacks, 'nested stacks of 21', count, nested(count, 21), FULL.pollMs, tell);
  return [...(await run(500)), ...(await run(1_000))];
}

/** Creates, updates and deletes a stack of `units` things. */
async function runStack(
  stacks: Stacks,
  label: string,
  units: number,
  bundle: Bundle,
  pollMs: number,
  tell: Tell,
): Promise<Figure[]> {
  const name = `bench-${label.replaceAll(/\W+/g, '-')}-${units}-${Date.now().toString(36)}`;
  const times = await measureStack(stacks, name, bundle, pollMs);
  const figures = [
    { name: `${label}: create`, units, seconds: times.create },
    { name: `${label}: no-op update`, units, seconds: times.update },
    { name: `${label}: delete`, units, seconds: times.delete },
  ];
  figures.forEach(tell);
  return figures;
}
