/** Custom constraints that only a cloud can check: does what the value names exist there? */
import { str } from '../expressions/python/text.ts';
import { isCloudError } from '../clouds/errors.ts';
import type { ConstraintCheck } from '../template/index.ts';
import { ResourceError, type Finder } from './contract.ts';
import { KINDS } from './finder/kinds.ts';

export interface ConstraintFailure extends ConstraintCheck {
  /** What Heat says: `Error validating value 'x': …`. */
  readonly message: string;
}

/** True for a custom constraint that {@link checkCustomConstraints} can check. */
export const isCloudConstraint = (name: string): boolean => KINDS.has(name);

/**
 * Checks values against custom constraints, those of one kind together. Constraints that are not of a cloud are left out.
 * Rejects with CloudError only where the cloud could not be asked at all; a refusal counts as a failed check.
 */
export async function checkCustomConstraints(
  finder: Finder,
  checks: readonly ConstraintCheck[],
): Promise<ConstraintFailure[]> {
  const results = checks.filter(({ name }) => isCloudConstraint(name)).map((check) => failureOf(finder, check));
  return (await Promise.all(results)).filter((failure) => failure !== undefined);
}

async function failureOf(finder: Finder, check: ConstraintCheck): Promise<ConstraintFailure | undefined> {
  const value = str(check.value);
  if (value === '' && KINDS.get(check.name)?.mayBeEmpty) return undefined;
  try {
    await finder.id(check.name, value);
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { ...check, message: `Error validating value '${value}': ${reason}` };
  }
}

/** Why the object cannot be used; undefined where that could not be found out. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof ResourceError) return error.message;
  const refused =
    isCloudError(error) && ['BadRequest', 'Forbidden', 'NotFound', 'EndpointNotFound'].includes(error.code);
  return refused ? error.message : undefined;
}
