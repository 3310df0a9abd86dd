/** Opens the two services on a real cloud: `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo` and `east-admin`. */
import { randomBytes } from 'node:crypto';
import { withCloud } from '../../../src/cli/client/connect.ts';
import { isNotFound } from '../../../src/clouds/errors.ts';
import { path } from '../../../src/clouds/path.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import { isMap, own } from '../../../src/expressions/values.ts';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import { cloudEntry } from '../../../src/server/config/home.ts';
import { readCorpus, type Corpus, type Sample } from './corpus.ts';
import { compareSample, type Result, type Services } from './run.ts';
import { heatSide, isothermSide } from './sides.ts';
import { requireSound } from './sound.ts';
import { withSurroundings } from './surroundings.ts';

export interface Comparisons {
  readonly corpus: Corpus;
  readonly results: readonly Result[];
  /** Types that Heat has and we have not. */
  readonly missing: ReadonlySet<string>;
}

/** Compares all templates of a folder whose name contains `filter`. */
export async function compareFolder(cloudsFile: string, folder: string, filter = ''): Promise<Comparisons> {
  const corpus = await readCorpus(folder);
  const samples = corpus.samples.filter(({ name }) => name.includes(filter));
  return withServices(cloudsFile, samples, async (services, types) => {
    const results: Result[] = [];
    for (const sample of comparable(samples, types)) results.push(...(await compareSample(sample, services)));
    return { corpus, results, missing: types.missing };
  });
}

/** The samples, and besides those with types that only one side has, the same with others in their place. */
export function comparable(samples: readonly Sample[], { common }: Types): Sample[] {
  return samples.flatMap((sample) => [sample, ...withoutForeign(sample, common)]);
}

/** Types that samples use: those that only Heat has, and those that both have. */
export interface Types {
  readonly missing: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
}

/** Has work done with both services at hand, in a project that has what templates want to find. */
export async function withServices<T>(
  cloudsFile: string,
  samples: readonly Sample[],
  work: (services: Services, types: Types) => Promise<T>,
): Promise<T> {
  const home = await cloudEntry('east-admin', cloudsFile, {});
  const isotherm = await isothermSide(home);
  const name = `isotherm-compare-${randomBytes(3).toString('hex')}`;
  const sides = async (user: Connection) => ({ heat: heatSide(user), isotherm: await isotherm.as(user) });
  try {
    return await withCloud(home, async (boss) =>
      withCloud(await cloudEntry('east-demo', cloudsFile, {}), async (user) => {
        const parts = { ...(await sides(user)), admin: await sides(boss) };
        await requireSound(parts.heat);
        const types = await typesOfBoth(boss, new Set(samples.flatMap((sample) => [...sample.types])));
        return withSurroundings(user, name, (around) => work({ ...parts, around }, types));
      }),
    );
  } finally {
    await isotherm.stop();
  }
}

/**
 * Where a sample uses types that not both have: the same with a type in their place that both have and that takes anything, so that
 * the rest can be compared.
 */
function withoutForeign(sample: Sample, common: ReadonlySet<string>): Sample[] {
  const registry = own(sample.environment, 'resource_registry') ?? {};
  if (!isMap(registry)) return [];
  const foreign = [...sample.types].filter((type) => !common.has(type) && !Object.hasOwn(registry, type));
  if (foreign.length === 0) return [];
  const mapped = Object.fromEntries(foreign.map((type) => [type, 'OS::Heat::None']));
  const environment = { ...sample.environment, resource_registry: { ...registry, ...mapped } };
  const types = new Set([...sample.types].filter((type) => common.has(type)));
  return [{ ...sample, name: `${sample.name} without ${foreign.join(', ')}`, environment, types }];
}

async function typesOfBoth(admin: Connection, used: ReadonlySet<string>): Promise<Types> {
  const ours = new ResourceTypes(resourceTypes);
  const [missing, common] = [new Set<string>(), new Set<string>()];
  for (const type of used) {
    const known = ours.get(type);
    // A type that only says what it lacks is as good as none.
    const usable = known !== undefined && known.lacking === undefined;
    if (await hasType(admin, type)) (usable ? common : missing).add(type);
  }
  return { missing, common };
}

/** True also for a type whose service the cloud does not have. */
async function hasType(admin: Connection, type: string): Promise<boolean> {
  try {
    await admin.service('orchestration').get(path`/resource_types/${type}`);
    return true;
  } catch (error) {
    return !isNotFound(error);
  }
}
