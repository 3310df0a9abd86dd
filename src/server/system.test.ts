import { describe, expect, it } from 'vitest';
import { systemClock, systemRandom } from './system.ts';

describe('systemClock.sleep', () => {
  it('rejects with the reason of a signal that aborts, before or meanwhile', async () => {
    const reason = new Error('no longer wanted');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const sleeping = systemClock.sleep(60_000, abort.signal);
    abort.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('does not cut a sleep short that is longer than a timer can be', async () => {
    const abort = new AbortController();
    const sleeping = systemClock.sleep(2 ** 33, abort.signal).then(
      () => 'woke up',
      () => 'aborted',
    );
    await systemClock.sleep(5);
    abort.abort(new Error('enough'));
    expect(await sleeping).toBe('aborted');
  });
});

describe('systemRandom', () => {
  it('stays below the bound', () => {
    expect(new Set(Array.from({ length: 50 }, () => systemRandom.integer(3)))).toEqual(new Set([0, 1, 2]));
  });
});
