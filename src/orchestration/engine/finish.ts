import type { Action, EventRecord, OperationRecord, StackRecord, Transaction } from '../../storage/types.ts';
import { emptyTemplate } from '../model/empty-template.ts';
import { addOperation, stackEvent } from '../operations.ts';
import { endSinks } from '../sinks/set-sinks.ts';
import { reasonOf, type Failure } from './failure.ts';
import type { Operation } from './operation.ts';

/** How the work of an operation came out. */
export type Outcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly failures: readonly Failure[] }
  | { readonly kind: 'timed-out' }
  /** Told to end early: another operation takes over, or somebody cancelled it. */
  | { readonly kind: 'halted' };

const UNDONE: ReadonlySet<Action> = new Set(['CREATE', 'UPDATE', 'ADOPT', 'RESTORE']);

/**
 * Writes the end of an operation: its own state, the stack's state with an event, and, where it failed and is to be undone, the operation
 * that does so, all in one transaction.
 */
export async function finishOperation(operation: Operation, outcome: Outcome): Promise<void> {
  const { engine } = operation;
  const { ports } = engine;
  const published: EventRecord[] = [];
  if (operation.record.action === 'DELETE' && outcome.kind === 'complete') await giveUpTrust(operation);
  const next = await operation.transact(async (tx) => {
    const stack = await tx.stack(operation.stack.id);
    const record = await tx.operation(operation.id);
    if (stack === undefined || record === undefined || record.endedAt !== null) return undefined;
    const isCurrent = stack.operationId === record.id;
    const { state, reason } = ending(record, outcome, isCurrent);
    await tx.changeOperation(record.id, { state, reason, endedAt: ports.clock.now() });
    if (!isCurrent) return undefined;
    if (state !== 'COMPLETE') return fail(operation, tx, stack, record, reason, published);
    await complete(operation, tx, stack, record, reason, published);
    return undefined;
  });
  engine.publish(published);
  if (next !== undefined) ports.log.info({ operation: next.id, stack: next.stackId }, 'rollback follows');
}

/**
 * Before the end is written, as a process that dies in between does all of it again. Who delivers a stack's last events needs its trust,
 * and gives it up afterwards.
 */
async function giveUpTrust({ id, stack, engine }: Operation): Promise<void> {
  const { store, clouds } = engine.ports;
  if (stack.parentId !== null || (await store.stack(stack.id))?.operationId !== id) return;
  if ((await store.sinks(stack.id)).length === 0) await clouds.release(stack);
}

function ending(
  record: OperationRecord,
  outcome: Outcome,
  isCurrent: boolean,
): { state: OperationRecord['state']; reason: string } {
  if (!isCurrent) return { state: 'SUPERSEDED', reason: `Stack ${record.action} was superseded` };
  switch (outcome.kind) {
    case 'complete':
      return { state: 'COMPLETE', reason: `Stack ${record.action} completed successfully` };
    case 'timed-out':
      return { state: 'FAILED', reason: 'Timed out' };
    case 'halted':
      return { state: 'FAILED', reason: `Stack ${record.action} cancelled by user` };
    case 'failed':
      return { state: 'FAILED', reason: failureReason(record, outcome.failures) };
  }
}

function failureReason(record: OperationRecord, failures: readonly Failure[]): string {
  if (record.action === 'CHECK') {
    return failures.map((failure) => `Resource CHECK failed: ${reasonOf(failure)}`).join('; ');
  }
  const first = failures[0]!;
  return first.path === '' ? reasonOf(first) : `Resource ${record.action} failed: ${reasonOf(first)}`;
}

async function complete(
  operation: Operation,
  tx: Transaction,
  stack: StackRecord,
  record: OperationRecord,
  reason: string,
  published: EventRecord[],
): Promise<void> {
  const { ports } = operation.engine;
  const gone = record.action === 'DELETE' ? { deletedAt: ports.clock.now() } : {};
  await tx.changeStack(stack.id, { status: 'COMPLETE', reason, ...gone });
  await announce(operation, tx, stack, record.action, 'COMPLETE', reason, published);
  if (record.previousTemplateId !== null && record.previousTemplateId !== record.templateId)
    await tx.removeTemplate(record.previousTemplateId);
  if (record.action === 'DELETE' && stack.parentId === null) await endSinks(tx, stack.id);
}

async function fail(
  operation: Operation,
  tx: Transaction,
  stack: StackRecord,
  record: OperationRecord,
  reason: string,
  published: EventRecord[],
): Promise<OperationRecord | undefined> {
  const { ports } = operation.engine;
  await tx.changeStack(stack.id, { status: 'FAILED', reason });
  await announce(operation, tx, stack, record.action, 'FAILED', reason, published);
  const wanted = record.cancelled === 'rollback' || (record.rollback && record.cancelled !== 'stop');
  if (!wanted || !UNDONE.has(record.action)) return undefined;
  const previous = record.previousTemplateId === null ? undefined : await tx.template(record.previousTemplateId);
  const failed = await tx.template(record.templateId);
  const template = { ...(previous ?? emptyTemplate(failed?.body ?? null)), id: ports.random.uuid() };
  const deadlineAt =
    ports.clock.now() + (stack.timeoutMins === null ? ports.limits.operationSeconds : stack.timeoutMins * 60) * 1000;
  const undo = {
    stackId: stack.id,
    action: 'ROLLBACK',
    template,
    ...(stack.parentId === null ? { deadlineAt } : {}),
  } as const;
  const begun = await addOperation(ports, tx, { ...stack, status: 'FAILED' }, undo);
  published.push(...begun.events);
  return begun.operation;
}

async function announce(
  operation: Operation,
  tx: Transaction,
  stack: StackRecord,
  action: Action,
  status: 'COMPLETE' | 'FAILED',
  reason: string,
  published: EventRecord[],
): Promise<void> {
  const event = stackEvent(operation.engine.ports, stack, action, status, reason);
  await tx.addEvents([event]);
  published.push(event);
}
