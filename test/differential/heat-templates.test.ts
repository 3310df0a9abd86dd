/**
 * Sends public templates to a real Heat and to a server of ours on the same cloud, and compares the answers. `ISOTHERM_REAL_CLOUDS`
 * names a clouds.yaml with the entries `east-demo` and `east-admin`, `ISOTHERM_TEMPLATES` a folder of templates, such as a copy of
 * openstack/heat-templates.
 */
import { describe, expect, it } from 'vitest';
import { isRight, reportLines } from './heat-templates/report.ts';
import { compareFolder } from './heat-templates/session.ts';

const CLOUDS = process.env['ISOTHERM_REAL_CLOUDS'];
const FOLDER = process.env['ISOTHERM_TEMPLATES'];
if (CLOUDS === undefined || FOLDER === undefined) {
  process.stderr.write(
    '!!! ISOTHERM_REAL_CLOUDS or ISOTHERM_TEMPLATES is not set: public templates are NOT tried on a real Heat !!!\n',
  );
}

describe.skipIf(CLOUDS === undefined || FOLDER === undefined)('public templates', () => {
  it('get the answers that a real Heat gives, where both have the types', async () => {
    const { results, missing } = await compareFolder(CLOUDS!, FOLDER!);
    const lines = reportLines(results, missing);
    process.stdout.write(`${lines.slice(lines.lastIndexOf('all templates')).join('\n')}\n`);
    const known = results.filter(({ sample }) => ![...sample.types].some((type) => missing.has(type)));
    const wrong = known.filter((result) => !isRight(result));
    expect(known.length).toBeGreaterThan(0);
    expect(
      wrong.map(({ sample, operation, heat, ours, differences }) => [
        sample.name,
        operation,
        heat,
        ours,
        ...differences,
      ]),
    ).toEqual([]);
  }, 1_200_000);
});
