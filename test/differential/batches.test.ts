import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { batchSizes } from '../../src/orchestration/groups/batches.ts';

type Case = [target: number, current: number, batchSize: number, minInService: number];
type Line = [Case, steps: [capacity: number, renewed: number][]];

const at = (name: string): string => fileURLToPath(new URL(`batches/${name}`, import.meta.url));
const parse = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const recorded = parse(readFileSync(at('expected.jsonl'), 'utf8'));
const python = spawnSync('/usr/bin/python3', [at('record.py')], { encoding: 'utf8', maxBuffer: 1 << 26 });
const hasHeat = python.status === 0;

describe('the steps in which a group is renewed', () => {
  it('are those of Heat', () => {
    const ours = recorded.map(([[target, current, batchSize, minInService]]): Line => [
      [target, current, batchSize, minInService],
      batchSizes({ target, current, batchSize, minInService }).map(({ capacity, renewed }) => [capacity, renewed]),
    ]);
    expect(ours.length).toBeGreaterThan(900);
    expect(ours).toEqual(recorded);
  });

  const title = hasHeat
    ? 'are those of the Heat installed here'
    : 'SKIPPED, python3-heat is not installed: a live Heat';
  it.skipIf(!hasHeat)(title, () => {
    expect(parse(python.stdout)).toEqual(recorded);
  });
});
