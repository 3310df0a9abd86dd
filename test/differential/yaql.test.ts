import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/expressions/json.ts';
import { standardLibrary } from '../../src/expressions/yaql/yaql.ts';
import { evaluateHere, evaluateInPython, hasPythonYaql, type Outcome, signature } from './yaql/compare.ts';
import { type Case, corpus } from './yaql/corpus.ts';

const recorded = readFileSync(new URL('yaql/expected.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => parseJson(line) as unknown as [expression: string, outcome: Outcome]);
const cases = corpus();

const random = { integer: (bound: number): number => bound - 1, uuid: (): string => '' };
const options = { library: standardLibrary(), clock: { now: () => Date.UTC(2026, 0, 1) }, random };

/** Each difference as one readable line. */
function differences(of: readonly Case[], expected: readonly Outcome[], actual: readonly Outcome[]): string[] {
  return of.flatMap(({ expression }, index) => {
    const [theirs, ours] = [expected[index]!, actual[index]!];
    const unordered = 'unordered' in theirs && theirs.unordered === true;
    const [wanted, got] = [signature(theirs, unordered), signature(ours, unordered)];
    return wanted === got ? [] : [`${expression}\n  expected ${wanted}\n  got      ${got}`];
  });
}

describe('YAQL against python3-yaql', () => {
  const ours = cases.map((one) => evaluateHere(one, options));

  it('was recorded for this corpus, which has more than a thousand expressions', () => {
    expect(recorded.map(([expression]) => expression)).toEqual(cases.map((one) => one.expression));
    expect(cases.length).toBeGreaterThan(1000);
  });
  it('names each function of the library in the corpus', () => {
    const text = cases.map((one) => one.expression).join('\n');
    expect(options.library.names().filter((name) => !text.includes(`${name}(`))).toEqual([]);
  });
  it('answers the same value, or the same class of error, for every expression', () => {
    expect(
      differences(
        cases,
        recorded.map(([, outcome]) => outcome),
        ours,
      ),
    ).toEqual([]);
  });

  const here = hasPythonYaql();
  const title = here
    ? 'does so beside the python3-yaql installed here'
    : 'SKIPPED, python3-yaql is not installed: the comparison with a live one';
  it.skipIf(!here)(title, () => {
    // A sample keeps the suite quick; YAQL_LIVE=all takes every expression.
    const every = process.env['YAQL_LIVE'] === 'all' ? 1 : 7;
    const sample = cases.filter((_one, index) => index % every === 0);
    const sampled = ours.filter((_one, index) => index % every === 0);
    expect(differences(sample, evaluateInPython(sample), sampled)).toEqual([]);
  });
});
