/**
 * What a computation may ask of the world, passed in from the composition root so that the same code runs
 * on real time or on a simulator's virtual time.
 */

/** Time. Production uses the system's; a simulation advances its own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness. Production uses the system's cryptographic source; a simulation a seeded one. */
export interface Random {
  /** An integer, uniformly in [0, bound). */
  integer(bound: number): number;
  /** A version 4 UUID in its text form. */
  uuid(): string;
}
