import { describe, expect, it } from 'vitest';
import { batchSizes, totalPause } from './batches.ts';

const steps = (target: number, current: number, batchSize: number, minInService: number): number[][] =>
  batchSizes({ target, current, batchSize, minInService }).map(({ capacity, renewed }) => [capacity, renewed]);

describe('the steps in which a group is renewed', () => {
  // What heat/scaling/rolling_update.py gives.
  it.each([
    [
      'a new group',
      [6, 0, 2, 0],
      [
        [2, 2],
        [4, 2],
        [6, 2],
      ],
    ],
    [
      'some at a time',
      [5, 5, 2, 0],
      [
        [5, 2],
        [5, 2],
        [5, 1],
      ],
    ],
    ['all at once', [6, 6, 7, 0], [[6, 6]]],
    [
      'enough in service without growth',
      [6, 6, 2, 4],
      [
        [6, 2],
        [6, 2],
        [6, 2],
      ],
    ],
    [
      'all in service',
      [6, 6, 2, 6],
      [
        [8, 2],
        [8, 2],
        [8, 2],
        [8, 2],
        [6, 0],
      ],
    ],
    [
      'a batch larger than the group, all in service',
      [2, 2, 3, 2],
      [
        [4, 2],
        [4, 2],
        [2, 0],
      ],
    ],
    [
      'one in service',
      [1, 1, 1, 1],
      [
        [2, 1],
        [2, 1],
        [1, 0],
      ],
    ],
    [
      'a group that grows',
      [6, 3, 2, 2],
      [
        [5, 2],
        [6, 2],
        [6, 2],
      ],
    ],
    [
      'a group that shrinks',
      [3, 6, 2, 2],
      [
        [4, 2],
        [3, 1],
      ],
    ],
    ['a group that becomes empty', [0, 3, 1, 2], [[0, 0]]],
    ['nothing to do', [0, 0, 1, 0], []],
  ] as const)('%s', (_name, [target, current, batchSize, minInService], expected) => {
    expect(steps(target, current, batchSize, minInService)).toEqual(expected);
  });

  it('never leave fewer in service than they should, and come to an end', () => {
    for (let target = 0; target < 8; target++)
      for (let current = 0; current < 8; current++)
        for (let batchSize = 1; batchSize < 9; batchSize++)
          for (let minInService = 0; minInService < 9; minInService++) {
            const sizes = steps(target, current, batchSize, minInService);
            const least = Math.min(minInService, target, current);
            expect(sizes.every(([capacity, renewed]) => capacity! - renewed! >= least)).toBe(true);
            expect(sizes.at(-1)?.[0] ?? current).toBe(target);
          }
  });

  it('are paused between, not around', () => {
    expect([0, 1, 4].map((count) => totalPause(count, 5))).toEqual([0, 0, 15]);
  });
});
