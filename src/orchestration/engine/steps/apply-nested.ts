import type { Action, OperationRecord, ResourceRecord, StackRecord, Transaction } from '../../../storage/types.ts';
import { equal, type ValueMap } from '../../../expressions/values.ts';
import { ResourceError, type ResourceType } from '../../../resources/contract.ts';
import { childTemplate } from '../../model/child-template.ts';
import { resourceCloud } from '../../model/placement.ts';
import { outputsOf } from '../../model/outputs.ts';
import { addOperation, type NewOperation } from '../../operations.ts';
import { mergeData } from '../context.ts';
import { NestedFailure, parseReason } from '../failure.ts';
import type { HaltMode, Operation } from '../operation.ts';
import type { Target } from './apply.ts';
import { reasonWith } from './caution.ts';

/**
 * Creates or updates the stack behind a nested resource. The nested stack, its operation and the resource's intent are stored in one
 * transaction; its operation is carried out on its own, and this step waits for the end of it.
 */
export async function applyNested(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { state, engine } = operation;
  const { store } = engine.ports;
  const action = record.nestedId === null ? 'CREATE' : 'UPDATE';
  const members = record.nestedId === null ? [] : await store.resources(record.nestedId);
  const child = childTemplate(state.model!, target.resource, record, target.properties, members);
  const { type } = target.resource;
  const reason = reasonWith(type, target.properties);
  const placement = placementOf(type, target);
  const stack = record.nestedId === null ? newChild(operation, record, placement) : await liveChild(operation, record);
  const running = await operationUnderWay(operation, record, stack);
  if (running === undefined) {
    const stored = action === 'CREATE' ? undefined : await store.template(stack.templateId);
    const isElsewhere = !equal(stack.placement, placement);
    const changed = stored === undefined || stack.status !== 'COMPLETE' || isElsewhere || child.differsFrom(stored);
    if (!changed && record.status === 'COMPLETE') return state.change(record, target.rest);
    const begun = { action, status: 'IN_PROGRESS', reason, operationId: operation.id } as const;
    const data = child.data === undefined ? {} : { data: mergeData(record.data, child.data) };
    const properties = action === 'CREATE' ? { properties: target.properties } : { pending: target.properties };
    const intent = {
      ...begun,
      ...data,
      ...properties,
      intendedAt: record.intendedAt ?? engine.ports.clock.now(),
      nestedId: stack.id,
    };
    const minutes = child.timeoutMins;
    const next = {
      stackId: stack.id,
      action,
      template: { id: engine.ports.random.uuid(), ...child.record },
      ...(minutes === undefined ? {} : { deadlineAt: engine.ports.clock.now() + minutes * 60_000 }),
      settings: { placement },
    } as const;
    const begunOperation = await begin(operation, stack, next, (tx) =>
      intend(operation, tx, record, { ...intent, ...target.rest }, action, stack),
    );
    Object.assign(record, intent, target.rest);
    await follow(operation, stack.id, begunOperation);
  } else {
    await follow(operation, stack.id, running);
  }
  const attributes = await outputsOf(store, engine.ports.host, stack.id);
  const end = { status: 'COMPLETE', reason, properties: target.properties, pending: null } as const;
  await state.change(record, { action: record.action, ...end, attributes });
}

/** Removes the stack behind a nested resource. */
export async function removeNested(operation: Operation, record: ResourceRecord): Promise<void> {
  const stack = await operation.engine.ports.store.stack(record.nestedId!);
  if (stack === undefined || stack.deletedAt !== null) return;
  await runNested(operation, record, 'DELETE');
}

/** Runs an action that changes no template on the stack behind a nested resource. */
export async function runNested(
  operation: Operation,
  record: ResourceRecord,
  action: 'DELETE' | 'CHECK',
): Promise<void> {
  const stack = await liveChild(operation, record);
  const running = stack.action === action ? await operationUnderWay(operation, record, stack) : undefined;
  const followed = running ?? (await begin(operation, stack, { stackId: stack.id, action }, async () => undefined));
  await follow(operation, stack.id, followed);
}

async function intend(
  operation: Operation,
  tx: Transaction,
  record: ResourceRecord,
  change: Partial<ResourceRecord>,
  action: Action,
  stack: StackRecord,
): Promise<void> {
  if (action === 'CREATE') await tx.addStack(stack);
  await tx.changeResource(record.id, change);
  await tx.addEvents([operation.state.event({ ...record, ...change })]);
}

/** Stores the nested stack's next operation, and what else belongs in the same transaction, and sets it going. */
async function begin(
  operation: Operation,
  stack: StackRecord,
  next: NewOperation,
  also: (tx: Transaction) => Promise<unknown>,
): Promise<OperationRecord> {
  const { engine } = operation;
  const begun = await operation.transact(async (tx) => {
    await also(tx);
    return addOperation(engine.ports, tx, stack, next);
  });
  engine.publish(begun.events);
  engine.wake(begun.operation);
  return begun.operation;
}

/** Waits for the end of the nested stack's operation; passes it on when the parent is told to end early. */
async function follow(operation: Operation, stackId: string, followed: OperationRecord): Promise<void> {
  const { engine } = operation;
  const pass = (mode: HaltMode): void => engine.halt(stackId, mode);
  const forget = operation.onHalt(pass);
  if (operation.halted !== undefined) pass(operation.halted);
  try {
    const ended = await engine.ended(followed.id);
    if (ended.state !== 'COMPLETE') throw new NestedFailure(parseReason(ended.reason));
  } finally {
    forget();
  }
}

/** The operation that this very step began on the nested stack before a crash. */
async function operationUnderWay(
  operation: Operation,
  record: ResourceRecord,
  stack: StackRecord,
): Promise<OperationRecord | undefined> {
  if (record.operationId !== operation.id || record.status !== 'IN_PROGRESS' || stack.operationId === null)
    return undefined;
  return operation.engine.ports.store.operation(stack.operationId);
}

async function liveChild(operation: Operation, record: ResourceRecord): Promise<StackRecord> {
  const stack = await operation.engine.ports.store.stack(record.nestedId!);
  if (stack === undefined || stack.deletedAt !== null) {
    throw new ResourceError('NotFound', `The nested stack ${record.physicalName} (${record.nestedId}) is gone`);
  }
  return stack;
}

/** The cloud of a nested stack, where it is another than its parent's. */
function placementOf(type: ResourceType, { properties, rest }: Target): ValueMap | null {
  const where =
    type.nestedAt === undefined ? resourceCloud(rest.metadata) : type.nestedAt.where(properties, rest.metadata);
  return (where ?? null) as ValueMap | null;
}

function newChild(operation: Operation, record: ResourceRecord, placement: ValueMap | null): StackRecord {
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
