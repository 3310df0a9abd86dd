import type { Change } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { contextFor } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { Target } from './apply.ts';
import { keptAttributes } from './attributes.ts';
import { reasonWith } from './caution.ts';
import { translated } from './create.ts';

/** Changes a resource's object in place. Until it is done the record keeps the old properties, and the new ones as pending. */
export async function updateObject(
  operation: Operation,
  record: ResourceRecord,
  target: Target,
  change: Change,
): Promise<void> {
  const { state } = operation;
  const { type } = target.resource;
  const reason = reasonWith(type, target.properties);
  await state.change(record, {
    action: 'UPDATE',
    status: 'IN_PROGRESS',
    reason,
    operationId: operation.id,
    pending: target.properties,
  });
  const context = await contextFor(operation, type, record);
  if (change.changed.size > 0 || type.updatesAlways === true) await type.update?.(context, change);
  await type.ready?.(context, await translated(operation, record, type, target.properties));
  const attributes = await keptAttributes(operation, type, context);
  await state.change(record, {
    action: 'UPDATE',
    status: 'COMPLETE',
    reason,
    properties: target.properties,
    pending: null,
    attributes,
    ...target.rest,
  });
}
