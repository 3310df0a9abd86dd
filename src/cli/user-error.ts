import { isCloudError } from '../clouds/errors.ts';
import { ConfigError } from '../server/config/error.ts';
import { StoreUnusable } from '../storage/executor.ts';

/** The command cannot do what it was asked. The message is all that its user sees. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** What to print about a failure: a sentence where its user can do something about it, else all that is known. */
export function describeFailure(error: unknown): string {
  const expected =
    error instanceof UserError || error instanceof ConfigError || error instanceof StoreUnusable || isCloudError(error);
  if (!(error instanceof Error)) return String(error);
  return expected ? error.message : (error.stack ?? error.message);
}
