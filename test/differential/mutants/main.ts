/**
 * Puts mistakes into public templates, and compares what a real Heat and this project say to them. The same seed makes the same mistakes.
 *
 *     ISOTHERM_REAL_CLOUDS=clouds.yaml node test/differential/mutants/main.ts FOLDER COUNT SEED
 */
import { isEqual, describeResult } from '../heat-templates/report.ts';
import { readCorpus } from '../heat-templates/corpus.ts';
import { withServices } from '../heat-templates/session.ts';
import { compareMutants } from './compare.ts';

const [folder, count, seed] = process.argv.slice(2);
const clouds = process.env['ISOTHERM_REAL_CLOUDS'];
if (folder === undefined || clouds === undefined) {
  process.stderr.write('usage: ISOTHERM_REAL_CLOUDS=clouds.yaml main.ts FOLDER [COUNT] [SEED]\n');
  process.exit(2);
}
const { samples } = await readCorpus(folder);
const results = await withServices(clouds, samples, (services, types) =>
  compareMutants(samples, types, services, { count: Number(count ?? 500), seed: Number(seed ?? 1) }),
);
for (const result of results) {
  if (isEqual(result) && result.words) continue;
  process.stdout.write(`${describeResult(result).join('\n')}\n`);
}
for (const operation of new Set(results.map((result) => result.operation))) {
  const some = results.filter((result) => result.operation === operation);
  const refused = some.filter(({ heat }) => !heat.startsWith('200'));
  process.stdout.write(
    `${operation}: ${some.length} compared, ${refused.length} of them refused by Heat; the same verdict ${some.filter((r) => r.verdict).length}, ` +
      `the same contents ${some.filter(isEqual).length}, refusals in words that Heat has ${refused.filter((r) => r.verdict && r.words).length}, in them first ${refused.filter((r) => r.verdict && r.first).length}\n`,
  );
}
