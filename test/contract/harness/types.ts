import type { Value } from '../../../src/expressions/values.ts';
import type { Client } from './client.ts';

/** An answer as the suite looks at it. `body` is the parsed JSON, null where it is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Value;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Carries one request. */
export type Exchange = (
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Uint8Array,
) => Promise<WireReply>;

/** `admin` has the role admin; `demo` and `demo2` are ordinary people of two projects. */
export type Person = 'admin' | 'demo' | 'demo2';

/** A cloud that the suite runs against. */
export interface World {
  readonly name: 'sandbox' | 'real';
  readonly authUrl: string;
  readonly region: string;
  readonly exchange: Exchange;
  /** A client of that person, logged in once and used by all tests. */
  as(person: Person): Promise<Client>;
  /** Asks again until the answer is not undefined; gives up after a minute of the cloud's time. */
  until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T>;
  /** A name that no other run uses. */
  unique(prefix: string): string;
  close(): void;
}
