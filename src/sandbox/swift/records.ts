/** Header values by name in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** What belongs to one project. */
export interface Account {
  /** `AUTH_` and the id of the project. */
  readonly id: string;
  /** See {@link Stamp}. */
  readonly made: Stamp;
  /** Id of the domain of the project, as Swift notes it when it first sees the account. */
  readonly domain: string;
  /** By what follows `x-account-meta-`. */
  readonly metadata: Headers;
}

/** A container; its id is `account/name`. */
export interface Container {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly made: Stamp;
  /** Of the last change of its headers. */
  readonly changed: Stamp;
  /** By what follows `x-container-meta-`. */
  readonly metadata: Headers;
  /** Who else may read and write, as `X-Container-Read` and `X-Container-Write` say. */
  readonly read: string;
  readonly write: string;
  /** Where earlier contents of its objects go, and whether deleting brings them back (`stack`) or not (`history`). */
  readonly versions?: Versions;
}

export interface Versions {
  readonly container: string;
  readonly mode: 'stack' | 'history';
}

/** An object without its bytes; its id is `account/container/name`. */
export interface StoredObject {
  readonly id: string;
  /** Id of its container. */
  readonly container: string;
  readonly name: string;
  readonly stamp: Stamp;
  readonly type: string;
  readonly size: number;
  /** MD5 of the bytes, in hexadecimal digits. */
  readonly etag: string;
  /** By what follows `x-object-meta-`. */
  readonly metadata: Headers;
  /** Other headers that it is given out with: `content-encoding`, `content-disposition`. */
  readonly headers: Headers;
  /** Seconds since the epoch from which on it is there no more. */
  readonly deleteAt?: number;
}

/** The bytes of the object with the same id. */
export interface ObjectData {
  readonly id: string;
  readonly base64: string;
}

/** A time as Swift keeps it: in units of ten microseconds since the epoch. */
export type Stamp = number;

const PER_SECOND = 100_000;

/** The stamp of a time in milliseconds since the epoch. */
export function stampOf(ms: number): Stamp {
  return Math.floor(ms * 100);
}

/** `1795318791.45739`, as in `X-Timestamp`. */
export function stampText(stamp: Stamp): string {
  return `${Math.floor(stamp / PER_SECOND)}.${String(stamp % PER_SECOND).padStart(5, '0')}`;
}

/** `2026-11-22T03:39:51.471390`, as in listings. */
export function stampIso(stamp: Stamp): string {
  const second = new Date(Math.floor(stamp / PER_SECOND) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(stamp % PER_SECOND).padStart(5, '0')}0`;
}

/** `Sun, 22 Nov 2026 03:44:56 GMT`, as in `Last-Modified`: the second that has ended by then. */
export function stampDate(stamp: Stamp): string {
  return new Date(Math.ceil(stamp / PER_SECOND) * 1000).toUTCString();
}
