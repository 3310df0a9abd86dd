/** In how many steps, and how far in each, the members of a group get a new definition. Pure. */
import type { Rolling } from '../../resources/contract.ts';

/** One step: how many members there are to be after it, and how many of those may get the new definition by it. */
export interface BatchSize {
  readonly capacity: number;
  readonly renewed: number;
}

/**
 * The steps, the first one first; empty where there is nothing to do (Heat: heat/scaling/rolling_update.py, and `_get_batches` of
 * resource_group.py). A group that must keep members in service grows beyond its size for as long as the renewal takes.
 */
export function batchSizes({ target, current, batchSize, minInService }: Omit<Rolling, 'pauseSeconds'>): BatchSize[] {
  const sizes: BatchSize[] = [];
  let size = current;
  let upToDate = 0;
  while (upToDate < size || size !== target) {
    const inService = Math.min(minInService, target, size);
    const renewed = Math.min(batchSize, Math.max(target - upToDate, 0));
    const capacity = renewed + Math.max(Math.min(size, target - renewed), inService);
    sizes.push({ capacity, renewed });
    // Members beyond both sizes go again at the end, so renewing them is no progress.
    upToDate += renewed - Math.max(capacity - Math.max(size, target), 0);
    size = capacity;
  }
  return sizes;
}

/** Seconds that a renewal spends waiting between its steps. */
export const totalPause = (steps: number, pauseSeconds: number): number => pauseSeconds * Math.max(steps - 1, 0);
