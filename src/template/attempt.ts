import { PythonError } from '../expressions/python/errors.ts';
import { ResolveError } from './resolve-error.ts';

/** Runs `work`; gives what was thrown as {@link ResolveError}, or undefined. Any other error is thrown on. */
export function attempt(work: () => void): ResolveError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return asResolveError(error);
  }
}

/** The error as a {@link ResolveError}; throws it again when it is none of ours. */
export function asResolveError(error: unknown): ResolveError {
  if (error instanceof ResolveError) return error;
  if (error instanceof PythonError) return new ResolveError(error.kind, error.message);
  throw error;
}
