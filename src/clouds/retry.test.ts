import { describe, expect, it } from 'vitest';
import type { Random } from '../expressions/ports.ts';
import { parseRetryAfter, retryDelay, type Failure } from './retry.ts';

const LIMITS = { retries: 4, firstDelayMs: 500, longestDelayMs: 10_000 };
const low: Random = { integer: () => 0, uuid: () => '' };
const high: Random = { integer: (bound: number) => bound - 1, uuid: () => '' };

function delay(failure: Partial<Failure>, random = low): number | undefined {
  return retryDelay({ sent: 1, repeatable: false, retryConflict: false, ...failure }, LIMITS, random, 0);
}

describe('retryDelay', () => {
  it('repeats whatever was not served', () => {
    expect(delay({ status: 429 })).toBe(250);
    expect(delay({ status: 503 })).toBe(250);
    expect(delay({ neverLeft: true })).toBe(250);
  });

  it.each([500, 502, 504, undefined])('repeats after %s only what is repeatable', (status) => {
    const failure = status === undefined ? {} : { status };
    expect(delay(failure)).toBeUndefined();
    expect(delay({ ...failure, repeatable: true })).toBe(250);
  });

  it('repeats a conflict only when asked to', () => {
    expect(delay({ status: 409, repeatable: true })).toBeUndefined();
    expect(delay({ status: 409, retryConflict: true })).toBe(250);
  });

  it.each([200, 400, 401, 403, 404, 413, 501])('never repeats %i', (status) => {
    expect(delay({ status, repeatable: true, retryConflict: true })).toBeUndefined();
  });

  it('doubles, spreads, and ends', () => {
    expect([1, 2, 3, 4].map((sent) => delay({ sent, status: 503 }))).toEqual([250, 500, 1000, 2000]);
    expect([1, 2, 3, 4].map((sent) => delay({ sent, status: 503 }, high))).toEqual([500, 1000, 2000, 4000]);
    expect(delay({ sent: 5, status: 503 })).toBeUndefined();
  });

  it('waits as long as the service asks, within reason', () => {
    expect(delay({ status: 429, retryAfter: '3' })).toBe(3000);
    expect(delay({ status: 503, retryAfter: '86400' })).toBe(10_000);
    expect(delay({ status: 503, retryAfter: '0' })).toBe(250);
    expect(delay({ status: 503, retryAfter: 'soon' })).toBe(250);
  });
});

describe('parseRetryAfter', () => {
  it('reads seconds and dates', () => {
    expect(parseRetryAfter('120', 0)).toBe(120_000);
    expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:05 GMT', 2_000)).toBe(3_000);
    expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:05 GMT', 9_000)).toBe(0);
    expect(parseRetryAfter('-5x', 0)).toBeUndefined();
    expect(parseRetryAfter(undefined, 0)).toBeUndefined();
  });
});
