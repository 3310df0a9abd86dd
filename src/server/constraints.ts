import type { Connection } from '../clouds/types.ts';
import type { ServicePorts } from '../orchestration/stacks/ports.ts';
import { checkCustomConstraints } from '../resources/constraints.ts';
import type { Finder } from '../resources/contract.ts';

/** Checks values against custom constraints that only a cloud knows; the finder puts those of one kind into one request. */
export function constraintChecker(finder: (connection: Connection) => Finder): ServicePorts['checkConstraints'] {
  return async (connection, checks) => {
    const failures = await Promise.all(
      checks.map(async (check) => {
        const [failure] = await checkCustomConstraints(finder(connection), [check]);
        return failure && ([check, failure.message] as const);
      }),
    );
    return new Map(failures.filter((failure) => failure !== undefined));
  };
}
