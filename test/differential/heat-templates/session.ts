/** Opens the two services on a real cloud: `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo` and `east-admin`. */
import { randomBytes } from 'node:crypto';
import { withCloud } from '../../../src/cli/client/connect.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import { cloudEntry } from '../../../src/server/config/home.ts';
import { readCorpus, type Corpus } from './corpus.ts';
import { compareSample, type Result } from './run.ts';
import { heatSide, isothermSide } from './sides.ts';
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
  const home = await cloudEntry('east-admin', cloudsFile, {});
  return withCloud(await cloudEntry('east-demo', cloudsFile, {}), async (user) => {
    const missing = await missingTypes(user);
    const isotherm = await isothermSide(user, home);
    try {
      const results = await withSurroundings(user, `isotherm-compare-${randomBytes(3).toString('hex')}`, async (around) => {
        const services = { heat: heatSide(user), isotherm: isotherm.ask, around };
        const found: Result[] = [];
        for (const sample of corpus.samples.filter(({ name }) => name.includes(filter))) {
          found.push(...(await compareSample(sample, services)));
        }
        return found;
      });
      return { corpus, results, missing };
    } finally {
      await isotherm.stop();
    }
  });
}

async function missingTypes(user: Connection): Promise<Set<string>> {
  const ours = new ResourceTypes(resourceTypes);
  const answer = await user.service('orchestration').get('/resource_types');
  const theirs = (answer as unknown as { resource_types: string[] }).resource_types;
  return new Set(theirs.filter((type) => ours.get(type) === undefined));
}
