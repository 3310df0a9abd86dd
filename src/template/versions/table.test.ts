import { describe, expect, it } from 'vitest';
import { findVersion } from './find.ts';
import { listFunctions } from './list.ts';
import { VERSIONS } from './table.ts';

const names = (id: string, withConditions = false): string[] =>
  listFunctions(findVersion(id)!, withConditions).map(({ name }) => name);

/** Version, alias, functions, functions with those of conditions; as a real Heat lists them. */
const COUNTS: [string, string | undefined, number, number][] = [
  ['heat_template_version.2013-05-23', undefined, 16, 16],
  ['heat_template_version.2014-10-16', undefined, 8, 8],
  ['heat_template_version.2015-04-30', undefined, 10, 10],
  ['heat_template_version.2015-10-15', undefined, 10, 10],
  ['heat_template_version.2016-04-08', undefined, 11, 11],
  ['heat_template_version.2016-10-14', 'newton', 14, 18],
  ['heat_template_version.2017-02-24', 'ocata', 16, 20],
  ['heat_template_version.2017-09-01', 'pike', 21, 25],
  ['heat_template_version.2018-03-02', 'queens', 21, 25],
  ['heat_template_version.2018-08-31', 'rocky', 21, 25],
  ['heat_template_version.2021-04-16', 'wallaby', 21, 25],
  ['AWSTemplateFormatVersion.2010-09-09', undefined, 12, 16],
  ['HeatTemplateFormatVersion.2012-12-12', undefined, 11, 11],
];

describe('versions', () => {
  it.each(COUNTS)('%s', (id, alias, values, withConditions) => {
    expect(names(id)).toHaveLength(values);
    expect(names(id, true)).toHaveLength(withConditions);
    if (alias !== undefined) expect(findVersion(`heat_template_version.${alias}`)?.id).toBe(id);
  });
  it('are these and no more', () =>
    expect(VERSIONS.map(({ id }) => id).sort()).toEqual(COUNTS.map(([id]) => id).sort()));
  it('add functions in this order', () => {
    const added = (from: string, to: string): string[] =>
      names(`heat_template_version.${to}`).filter((name) => !names(`heat_template_version.${from}`).includes(name));
    expect(added('2014-10-16', '2015-04-30').sort()).toEqual(['digest', 'repeat']);
    expect(added('2015-04-30', '2015-10-15')).toEqual(['str_split']);
    expect(added('2015-10-15', '2016-04-08')).toEqual(['map_merge']);
    expect(added('2016-04-08', '2016-10-14').sort()).toEqual(['if', 'map_replace', 'yaql']);
    expect(added('2016-10-14', '2017-02-24').sort()).toEqual(['filter', 'str_replace_strict']);
    expect(added('2017-02-24', '2017-09-01').sort()).toEqual([
      'contains',
      'list_concat',
      'list_concat_unique',
      'make_url',
      'str_replace_vstrict',
    ]);
  });
});
