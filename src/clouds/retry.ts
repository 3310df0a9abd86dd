import type { Random } from '../expressions/ports.ts';

/** How often and how patiently a failed request is sent again. */
export interface RetryLimits {
  /** How many times a request may be sent again. */
  readonly retries: number;
  /** The first wait, in milliseconds; each further one is twice as long. */
  readonly firstDelayMs: number;
  /** No wait is longer, whatever the service asks for. */
  readonly longestDelayMs: number;
}

/** What is known when a request has failed. */
export interface Failure {
  /** Requests sent so far, the failed one included. */
  readonly sent: number;
  /** Status of the answer; absent when none came. */
  readonly status?: number;
  /** The `Retry-After` header of the answer. */
  readonly retryAfter?: string | undefined;
  /** No connection was made, so the service cannot have seen the request. */
  readonly neverLeft?: boolean;
  /** Sending the request twice does no harm. */
  readonly repeatable: boolean;
  /** The caller knows that a conflict (409) passes by itself. */
  readonly retryConflict: boolean;
}

/**
 * How long to wait before sending a failed request again, in milliseconds; undefined when it must not be sent again.
 * 429 and 503 say that the request was not served, so they are repeated whatever the method; after 500, 502, 504 and a lost
 * connection it may have been served, so only what is repeatable is sent again. Waits double and are spread over their upper half.
 */
export function retryDelay(failure: Failure, limits: RetryLimits, random: Random, nowMs: number): number | undefined {
  if (failure.sent > limits.retries || !mayRepeat(failure)) return undefined;
  const asked = parseRetryAfter(failure.retryAfter, nowMs);
  const full = Math.min(limits.longestDelayMs, limits.firstDelayMs * 2 ** Math.min(failure.sent - 1, 30));
  const spread = Math.ceil(full / 2) + random.integer(Math.floor(full / 2) + 1);
  return Math.min(limits.longestDelayMs, Math.max(asked ?? 0, spread));
}

function mayRepeat({ status, repeatable, retryConflict, neverLeft }: Failure): boolean {
  switch (status) {
    case undefined:
      return repeatable || neverLeft === true;
    case 429:
    case 503:
      return true;
    case 409:
      return retryConflict;
    case 500:
    case 502:
    case 504:
      return repeatable;
    default:
      return false;
  }
}

/** The wait that a `Retry-After` header asks for, in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3). */
export function parseRetryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
