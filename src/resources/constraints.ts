/** Custom constraints that only a cloud can check: does what the value names exist there? */
import { str } from '../expressions/python/text.ts';
import { isCloudError } from '../clouds/errors.ts';
import { refusal, type ConstraintCheck, type Refusal } from '../template/index.ts';
import { ResourceError, type Finder } from './contract.ts';
import { KINDS } from './finder/kinds.ts';

/**
 * Constraints that Heat knows, whose values are taken as they are: of services that nothing here talks to, and `nova.network`,
 * which stands for a test of Heat's own.
 */
const UNCHECKED: ReadonlySet<string> = new Set([
  'blazar.reservation',
  'ironic.node',
  'ironic.portgroup',
  'magnum.cluster_template',
  'manila.share_network',
  'manila.share_snapshot',
  'manila.share_type',
  'nova.network',
  'trove.flavor',
]);

/** True for a custom constraint of Heat's that is about objects of a cloud. */
export const isCloudConstraint = (name: string): boolean => KINDS.has(name) || UNCHECKED.has(name);

/**
 * Checks values against custom constraints, those of one kind together. Constraints that are not of a cloud are left out.
 * Rejects with CloudError only where the cloud could not be asked at all; a refusal counts as a failed check.
 */
export async function checkCustomConstraints(finder: Finder, checks: readonly ConstraintCheck[]): Promise<Refusal[]> {
  const results = checks.filter(({ name }) => KINDS.has(name)).map((check) => failureOf(finder, check));
  return (await Promise.all(results)).filter((failure) => failure !== undefined);
}

async function failureOf(finder: Finder, check: ConstraintCheck): Promise<Refusal | undefined> {
  const value = str(check.value);
  if (value === '' && KINDS.get(check.name)?.mayBeEmpty) return undefined;
  try {
    await finder.id(check.name, value);
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return refusal(check, reason);
  }
}

/** Why the object cannot be used; undefined where that could not be found out. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof ResourceError) return error.message;
  const refused =
    isCloudError(error) && ['BadRequest', 'Forbidden', 'NotFound', 'EndpointNotFound'].includes(error.code);
  return refused ? error.message : undefined;
}
