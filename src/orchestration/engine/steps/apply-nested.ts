import type { EventRecord, OperationRecord, ResourceRecord, StackRecord, Transaction } from '../../../storage/types.ts';
import { equal } from '../../../expressions/values.ts';
import { childTemplate } from '../../model/child-template.ts';
import { outputsOf } from '../../model/outputs.ts';
import { addOperation, type NewOperation } from '../../operations.ts';
import { mergeData } from '../context.ts';
import { NestedFailure, parseReason } from '../failure.ts';
import type { HaltMode, Operation } from '../operation.ts';
import type { Target } from './apply.ts';
import { nextBatch, pauseBefore, plannedBatches, progressData, storedProgress, type Progress } from './batches.ts';
import { reasonWith } from './caution.ts';
import { liveChild, newChild, placementOf } from './child-stack.ts';

/**
 * Creates or updates the stack behind a nested resource, at once or in batches. The nested stack, its operation and the resource's intent
 * are stored in one transaction; its operation is carried out on its own, and this step waits for the end of it.
 */
export async function applyNested(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { state, engine } = operation;
  const running = await runningBehind(operation, record);
  if (running !== undefined) await follow(operation, running.stackId, running);
  else if (!(await applyTemplate(operation, record, target))) return state.change(record, target.rest);
  for (;;) {
    const progress = storedProgress(operation, record);
    if (progress === undefined || progress.begun === progress.sizes.length) break;
    await pauseBefore(operation, record, progress);
    await applyTemplate(operation, record, target, progress);
  }
  const attributes = await outputsOf(engine.ports.store, engine.ports.host, record.nestedId!);
  await state.change(record, {
    action: record.action,
    status: 'COMPLETE',
    reason: reasonWith(target.resource.type, target.properties),
    properties: target.properties,
    pending: null,
    data: mergeData(record.data, progressData(operation, undefined)),
    attributes,
  });
}

/**
 * Makes the nested stack what it should be, or what it is to be after the next batch, and waits for it. False where it is so already.
 * `progress`: some batches are done.
 */
async function applyTemplate(
  operation: Operation,
  record: ResourceRecord,
  target: Target,
  progress?: Progress,
): Promise<boolean> {
  const { state, engine } = operation;
  const { store, random, clock } = engine.ports;
  const { resource, properties } = target;
  const isNew = record.nestedId === null;
  const placement = placementOf(resource.type, target);
  const stack = isNew ? newChild(operation, record, placement) : await liveChild(operation, record);
  const members = isNew ? [] : await store.resources(stack.id);
  const stored = isNew ? undefined : await store.template(stack.templateId);
  const whole = childTemplate(state.model!, resource, record, properties, members);
  if (progress === undefined && record.status === 'COMPLETE' && stored !== undefined) {
    const isSound = stack.status === 'COMPLETE' && equal(stack.placement, placement);
    if (isSound && !whole.differsFrom(stored)) return false;
  }
  const batches = progress ?? plannedBatches(operation, record, target, members);
  const child =
    batches === undefined
      ? whole
      : childTemplate(state.model!, resource, record, properties, members, nextBatch(batches, stored));
  const begun = batches && { ...batches, begun: batches.begun + 1, resumeAt: undefined };
  const data = mergeData(record.data, { ...child.data, ...progressData(operation, begun) });
  const action = isNew ? 'CREATE' : 'UPDATE';
  const intent: Partial<ResourceRecord> =
    progress === undefined
      ? {
          action,
          status: 'IN_PROGRESS',
          reason: reasonWith(resource.type, properties),
          operationId: operation.id,
          data,
          ...(isNew ? { properties } : { pending: properties }),
          intendedAt: record.intendedAt ?? clock.now(),
          nestedId: stack.id,
          ...target.rest,
        }
      : { data };
  const minutes = child.timeoutMins;
  const next = {
    stackId: stack.id,
    action,
    template: { id: random.uuid(), ...child.record },
    ...(minutes === undefined ? {} : { deadlineAt: clock.now() + minutes * 60_000 }),
    settings: { placement },
  } as const;
  const begunOperation = await begin(operation, stack, next, (tx) => intend(operation, tx, record, intent, stack));
  Object.assign(record, intent);
  await follow(operation, stack.id, begunOperation);
  return true;
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
  const running = stack.action === action ? await runningBehind(operation, record) : undefined;
  const followed = running ?? (await begin(operation, stack, { stackId: stack.id, action }, async () => []));
  await follow(operation, stack.id, followed);
}

/** Stores what the resource is to become with its event, and the nested stack where that is new. */
async function intend(
  operation: Operation,
  tx: Transaction,
  record: ResourceRecord,
  change: Partial<ResourceRecord>,
  stack: StackRecord,
): Promise<EventRecord[]> {
  if (record.nestedId === null) await tx.addStack(stack);
  await tx.changeResource(record.id, change);
  const events = change.status === undefined ? [] : [operation.state.event({ ...record, ...change })];
  await tx.addEvents(events);
  return events;
}

/** Stores the nested stack's next operation, and what else belongs in the same transaction, and sets it going. */
async function begin(
  operation: Operation,
  stack: StackRecord,
  next: NewOperation,
  also: (tx: Transaction) => Promise<EventRecord[]>,
): Promise<OperationRecord> {
  const { engine } = operation;
  const { before, ...begun } = await operation.transact(async (tx) => ({
    before: await also(tx),
    ...(await addOperation(engine.ports, tx, stack, next)),
  }));
  engine.publish([...before, ...begun.events]);
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
async function runningBehind(operation: Operation, record: ResourceRecord): Promise<OperationRecord | undefined> {
  if (record.nestedId === null || record.operationId !== operation.id || record.status !== 'IN_PROGRESS')
    return undefined;
  const { operationId } = await liveChild(operation, record);
  return operationId === null ? undefined : operation.engine.ports.store.operation(operationId);
}
