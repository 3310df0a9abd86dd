import type { Clock } from '../../../src/expressions/ports.ts';

const STEP_MS = 250;

/** Asks again every quarter of a second of the clock's time until the answer is not undefined. */
export async function untilWith<T>(
  clock: Clock,
  patienceMs: number,
  what: string,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const end = clock.now() + patienceMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (clock.now() >= end) throw new Error(`Waited in vain until ${what}`);
    await clock.sleep(STEP_MS);
  }
}
