/**
 * Compares what a real Heat and this project say to public templates.
 *
 *     ISOTHERM_REAL_CLOUDS=clouds.yaml node test/differential/heat-templates/main.ts FOLDER [PART-OF-NAME]
 */
import { compareFolder } from './session.ts';
import { reportLines } from './report.ts';

const [folder, filter] = process.argv.slice(2);
const clouds = process.env['ISOTHERM_REAL_CLOUDS'];
if (folder === undefined || clouds === undefined) {
  process.stderr.write('usage: ISOTHERM_REAL_CLOUDS=clouds.yaml main.ts FOLDER [PART-OF-NAME]\n');
  process.exit(2);
}
const { corpus, results, missing } = await compareFolder(clouds, folder, filter);
for (const [name, reason] of corpus.unusable) process.stdout.write(`not sent: ${name}: ${reason}\n`);
process.stdout.write(`${reportLines(results, missing).join('\n')}\n`);
