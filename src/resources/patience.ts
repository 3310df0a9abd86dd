/** Waiting for a conflict to pass: something else still uses the object, or is just letting go of it. */
import { isConflict, isNotFound } from '../clouds/errors.ts';
import type { ServiceClient } from '../clouds/types.ts';
import type { Context } from './contract.ts';

/** How long a conflict is waited for, in milliseconds. Heat gives up after five tries, about half a minute. */
const PATIENCE_MS = 120_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;

/** Sends a removing request until it is not in conflict with anything; what is not found is gone already. */
export async function untilFree(context: Context, request: () => Promise<unknown>): Promise<void> {
  const since = context.clock.now();
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      await request();
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      if (!isConflict(error) || context.clock.now() - since > PATIENCE_MS) throw error;
      await context.clock.sleep(delay + context.random.integer(delay), context.signal);
    }
  }
}

/** Deletes what is at `path`; gone already is fine, in use is waited for. */
export const deleteAt = (
  context: Context,
  client: ServiceClient,
  path: string,
  options: { readonly microversion?: string } = {},
): Promise<void> => untilFree(context, () => client.delete(path, { ...options, signal: context.signal }));

/** Resolves with undefined where what is asked for is not found. */
export async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
