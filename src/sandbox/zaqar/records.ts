import type { Value, ValueMap } from '../../expressions/values.ts';

/** What Zaqar remembers. Times are in milliseconds since the epoch, times to live in seconds. */
export interface Queue {
  /** Project and name. */
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly metadata: ValueMap;
}

export interface Message {
  readonly id: string;
  readonly queueId: string;
  /** Who sent it, by the header `Client-ID`. */
  readonly clientId: string;
  readonly body: Value;
  readonly ttl: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The last claim on it, and until when that holds; 0 where there was none. */
  readonly claimId: string | null;
  readonly claimedUntil: number;
}

export interface Claim {
  readonly id: string;
  readonly queueId: string;
  readonly ttl: number;
  readonly renewedAt: number;
}

export interface Subscription {
  readonly id: string;
  readonly queueId: string;
  readonly source: string;
  readonly subscriber: string;
  readonly ttl: number;
  readonly options: ValueMap;
  readonly confirmed: boolean;
  readonly renewedAt: number;
}
