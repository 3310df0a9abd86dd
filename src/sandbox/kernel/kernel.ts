import type { Clock, Random } from '../../expressions/ports.ts';
import type { State } from './state.ts';

/** What every service of a sandbox cloud is built on. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  readonly state: State;
  /** Address of the cloud without a trailing slash: `http://127.0.0.1:7401`. */
  readonly baseUrl: string;
  readonly region: string;
  /** How long the building of a server takes, in milliseconds; other work takes a fraction. Nothing takes time where it is 0. */
  readonly buildMs: number;
}

/** An id as Keystone and old services write it: 32 hexadecimal digits. */
export function hexId(random: Random): string {
  return random.uuid().replaceAll('-', '');
}

/** `2026-11-22T00:34:43Z` of milliseconds since the epoch. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-22T00:34:43.123000` of milliseconds since the epoch; no zone, as Python's `isoformat` of a naive time. */
export function isoMicros(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000`;
}
