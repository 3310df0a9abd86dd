import { describe, expect, it } from 'vitest';
import { sources } from './sources.ts';

const LONGEST_FILE = 500;
const code = sources(['src', 'test', 'bench'], ['.ts']);
const production = code.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));
const everything = [
  ...code,
  ...sources(
    ['docs', 'examples', 'script', 'test', 'bin'],
    ['.md', '.yaml', '.sh', 'start', 'test', 'check', 'bootstrap'],
  ),
];
const SELF = 'test/architecture/house-rules.test.ts';

/** Lines outside of any block that match, as `file:line`. */
function linesMatching(files: typeof code, pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('the rules of the house', () => {
  it(`keep files at ${LONGEST_FILE} lines or less`, () => {
    const long = code.filter(({ text }) => text.split('\n').length > LONGEST_FILE + 1).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('allow no state in a module: no variable at the top, no collection there that is not read-only', () => {
    expect(linesMatching(production, /^(export )?(let|var) /)).toEqual([]);
    const collection =
      /^(export )?const \w+(: (Map|Set|WeakMap|WeakSet|Array)<.*>)? = (new (Map|Set|WeakMap|WeakSet)(<.*>)?\(\)|\[\]|\{\});/;
    expect(linesMatching(production, collection)).toEqual([]);
  });

  it('leave nothing unfinished', () => {
    const unfinished = /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-nocheck/;
    expect(
      linesMatching(
        code.filter(({ path }) => path !== SELF),
        unfinished,
      ),
    ).toEqual([]);
  });

  it('let engine, clouds and sandbox take time and chance from their ports only', () => {
    const ported = production.filter(
      ({ path }) =>
        /^src\/(graph|expressions|template|clouds|sandbox|resources|orchestration)\//.test(path) &&
        !path.startsWith('src/clouds/transport/') &&
        !path.includes('/testing/'),
    );
    expect(
      linesMatching(ported, /\b(Date\.now\(|Math\.random\(|setTimeout\(|setInterval\(|randomUUID\(|new Date\(\))/),
    ).toEqual([]);
  });

  it('keep the machine that it was written on out', () => {
    const places = /\/wor[k]\/|\/osla[b]|\/roo[t]\//;
    expect(
      linesMatching(
        everything.filter(({ path }) => path !== SELF),
        places,
      ),
    ).toEqual([]);
  });
});
