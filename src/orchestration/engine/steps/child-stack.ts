/** The stack behind a nested resource. */
import type { ValueMap } from '../../../expressions/values.ts';
import { ResourceError, type ResourceType } from '../../../resources/contract.ts';
import type { ResourceRecord, StackRecord } from '../../../storage/types.ts';
import { resourceCloud } from '../../model/placement.ts';
import type { Operation } from '../operation.ts';
import type { Target } from './apply.ts';

/** The stack, as it is stored now. Throws ResourceError NotFound where it is gone. */
export async function liveChild(operation: Operation, record: ResourceRecord): Promise<StackRecord> {
  const stack = await operation.engine.ports.store.stack(record.nestedId!);
  if (stack === undefined || stack.deletedAt !== null) {
    throw new ResourceError('NotFound', `The nested stack ${record.physicalName} (${record.nestedId}) is gone`);
  }
  return stack;
}

/** The cloud of a nested stack, where it is another than its parent's. */
export function placementOf(type: ResourceType, { properties, rest }: Target): ValueMap | null {
  const where =
    type.nestedAt === undefined ? resourceCloud(rest.metadata) : type.nestedAt.where(properties, rest.metadata);
  return (where ?? null) as ValueMap | null;
}

/** A stack that is yet to be stored. Throws ResourceError RequestLimitExceeded where it would be nested too deep. */
export function newChild(operation: Operation, record: ResourceRecord, placement: ValueMap | null): StackRecord {
  const { stack, engine } = operation;
  const { limits, random, clock } = engine.ports;
  if (stack.depth >= limits.nestedDepth) {
    throw new ResourceError('RequestLimitExceeded', `Recursion depth exceeds ${limits.nestedDepth}.`);
  }
  return {
    ...stack,
    id: random.uuid(),
    name: record.physicalName,
    parentId: stack.id,
    parentResourceId: record.id,
    depth: stack.depth + 1,
    action: 'CREATE',
    status: 'IN_PROGRESS',
    reason: '',
    templateId: '',
    operationId: null,
    disableRollback: true,
    tags: [],
    placement,
    createdAt: clock.now(),
    updatedAt: null,
    deletedAt: null,
  };
}
