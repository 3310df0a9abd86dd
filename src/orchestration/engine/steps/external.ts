import { ResourceError } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { resolve } from '../../../template/index.ts';
import { contextFor } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { Target } from './apply.ts';
import { keptAttributes } from './attributes.ts';

/**
 * Takes an object that exists already as the resource (`external_id`): it is looked at, never made, changed or removed. In Heat's words
 * its action is CHECK (heat/engine/resource.py, create).
 */
export async function adoptExternal(
  operation: Operation,
  record: ResourceRecord,
  { resource, rest }: Target,
): Promise<void> {
  const { state } = operation;
  const id = String(resolve(resource.definition.externalId ?? null, state.scope()));
  const begin = {
    action: 'CHECK',
    status: 'IN_PROGRESS',
    reason: 'state changed',
    physicalId: id,
    operationId: operation.id,
  } as const;
  await state.change(record, { ...begin, ...rest, deletionPolicy: 'Retain' });
  const context = await contextFor(operation, resource.type, record);
  const live = await resource.type.read?.(context);
  if (live === undefined) {
    throw new ResourceError(
      'NotFound',
      `Invalid external resource: Resource ${id} (${resource.type.type}) can not be found.`,
    );
  }
  const attributes = await keptAttributes(operation, resource.type, context);
  await state.change(record, { action: 'CHECK', status: 'COMPLETE', reason: 'state changed', attributes });
}
