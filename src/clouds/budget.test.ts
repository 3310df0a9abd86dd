import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

describe('Budget', () => {
  it('bounds how much is under way', async () => {
    const clock = new VirtualClock();
    const budget = new Budget({ concurrency: 3, ratePerSecond: 1_000 }, clock);
    let active = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++active);
      await clock.sleep(10);
      active--;
    };
    await clock.run(Promise.all(Array.from({ length: 20 }, () => budget.run('a', work))));
    expect(most).toBe(3);
    expect(active).toBe(0);
  });

  it('bounds how much begins in a second', async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const budget = new Budget({ concurrency: 100, ratePerSecond: 10 }, clock);
    const begun: number[] = [];
    const work = async (): Promise<void> => void begun.push(clock.now() - start);
    await clock.run(Promise.all(Array.from({ length: 35 }, () => budget.run('a', work))));
    expect(begun.filter((at) => at === 0)).toHaveLength(10);
    expect(begun.at(-1)).toBeGreaterThanOrEqual(2_500);
    expect(begun.at(-1)).toBeLessThanOrEqual(2_600);
  });

  it('takes turns between owners', async () => {
    const clock = new VirtualClock();
    const budget = new Budget({ concurrency: 1, ratePerSecond: 1_000 }, clock);
    const order: string[] = [];
    const ask = (owner: string): Promise<void> =>
      budget.run(owner, async () => {
        order.push(owner);
        await clock.sleep(1);
      });
    const busy = Array.from({ length: 5 }, () => ask('busy'));
    await clock.run(Promise.all([...busy, ask('small'), ask('other')]));
    expect(order).toEqual(['busy', 'busy', 'small', 'other', 'busy', 'busy', 'busy']);
  });

  it('lets go of those who give up, and of those who fail', async () => {
    const clock = new VirtualClock();
    const budget = new Budget({ concurrency: 1, ratePerSecond: 1_000 }, clock);
    const abort = new AbortController();
    const first = budget.run('a', () => clock.sleep(5).then(() => Promise.reject(new Error('broken'))));
    const second = budget.run('a', () => Promise.resolve('never'), abort.signal);
    const third = budget.run('a', () => Promise.resolve('done'));
    abort.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    await expect(clock.run(first)).rejects.toThrow('broken');
    expect(await clock.run(third)).toBe('done');
    await expect(budget.run('a', () => Promise.resolve(), abort.signal)).rejects.toThrow('given up');
  });
});
