import type { Value } from '../../expressions/values.ts';
import { ResolveError, valueError } from '../resolve-error.ts';
import type { FacadePart } from '../scope.ts';
import type { TemplateFunction } from './contract.ts';

function facadeFunction(parts: Readonly<Record<string, FacadePart>>): TemplateFunction {
  const partOf = (args: Value): FacadePart | undefined =>
    typeof args === 'string' && Object.hasOwn(parts, args) ? parts[args] : undefined;
  return {
    description: 'A function for retrieving data in a parent provider template.',
    check: (args, call) => {
      if (partOf(args) !== undefined) return;
      throw valueError(`Incorrect arguments to "${call.name}" should be one of: ${Object.keys(parts).join(', ')}`);
    },
    result: (args, call) => {
      const { facade } = call.scope;
      if (facade === undefined)
        throw new ResolveError('AttributeError', `"${call.name}" has no value in a stack that has no parent resource`);
      return facade(partOf(args)!);
    },
  };
}

/** `resource_facade: metadata | deletion_policy | update_policy` of the resource that this template stands for. */
export const resourceFacade = facadeFunction({
  metadata: 'metadata',
  deletion_policy: 'deletion_policy',
  update_policy: 'update_policy',
});
/** `Fn::ResourceFacade: Metadata | DeletionPolicy | UpdatePolicy`. */
export const fnResourceFacade = facadeFunction({
  Metadata: 'metadata',
  DeletionPolicy: 'deletion_policy',
  UpdatePolicy: 'update_policy',
});
