import { isMap, type ValueMap } from '../../../src/expressions/values.ts';
import { SeededRandom } from '../../support/simulation/seeded-random.ts';
import { compareSample, type Result, type Services } from '../heat-templates/run.ts';
import { comparable, type Types } from '../heat-templates/session.ts';
import type { Sample } from '../heat-templates/corpus.ts';
import { parseYaml } from '../heat-templates/yaml.ts';
import { mutate, MUTATION_NAMES } from './mutate.ts';

/** How many mutants to make, and from what chance. */
export interface Breeding {
  readonly count: number;
  readonly seed: number;
}

/** Compares mutants of samples that Heat's validation accepts and of which both services have all types. */
export async function compareMutants(
  samples: readonly Sample[],
  types: Types,
  services: Services,
  breeding: Breeding,
): Promise<Result[]> {
  const known = comparable(samples, types).filter((sample) =>
    [...sample.types].every((type) => types.common.has(type)),
  );
  const sound: Sample[] = [];
  for (const sample of known) if (await isAccepted(sample, services)) sound.push(sample);
  const results: Result[] = [];
  for (const mutant of mutants(sound, breeding)) results.push(...(await compareSample(mutant, services)));
  return results;
}

async function isAccepted({ template, files, environment }: Sample, { heat }: Services): Promise<boolean> {
  return (await heat('/validate', { template, files: { ...files }, environment })).status === 200;
}

/** The mutants of samples: each has one change. The same seed gives the same. */
export function mutants(samples: readonly Sample[], { count, seed }: Breeding): Sample[] {
  const dice = new SeededRandom(seed);
  const parsed = samples.flatMap((sample) => {
    const value = typeof sample.template === 'string' ? (parseYaml(sample.template) ?? null) : sample.template;
    return isMap(value) && Object.keys(value).length > 1 ? [{ sample, template: value as ValueMap }] : [];
  });
  const made: Sample[] = [];
  // What nothing can be done to is passed over, so there must be an end without enough of them.
  for (let tries = 0; made.length < count && tries < 10 * count && parsed.length > 0; tries++) {
    const { sample, template } = parsed[dice.integer(parsed.length)]!;
    const mutant = mutate(template, MUTATION_NAMES[dice.integer(MUTATION_NAMES.length)]!, dice);
    if (mutant !== undefined) {
      made.push({ ...sample, name: `${sample.name} with ${mutant.change}`, template: mutant.template });
    }
  }
  return made;
}
