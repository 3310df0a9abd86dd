import type { Clock, Random } from '../expressions/ports.ts';
import type {
  Action,
  EventRecord,
  OperationRecord,
  StackRecord,
  TemplateRecord,
  Transaction,
} from '../storage/types.ts';
import { setSinks } from './sinks/set-sinks.ts';

/** An action to be begun on a stack. */
export interface NewOperation {
  readonly stackId: string;
  readonly action: Action;
  /** What the stack is to become; absent: it keeps its template. */
  readonly template?: TemplateRecord;
  /** Undo it should it fail. */
  readonly rollback?: boolean;
  readonly deadlineAt?: number;
  /** Changes of the stack's own settings. */
  readonly settings?: Partial<Pick<StackRecord, 'tags' | 'timeoutMins' | 'disableRollback' | 'placement'>>;
}

/**
 * Stores an operation and makes it the stack's: from now on, whatever else works on the stack gives way. Everything is in the given
 * transaction; the caller announces the events and wakes the engine once that is on disk.
 */
export async function addOperation(
  ports: { readonly clock: Clock; readonly random: Random },
  tx: Transaction,
  stack: StackRecord,
  next: NewOperation,
): Promise<{ operation: OperationRecord; events: EventRecord[] }> {
  const now = ports.clock.now();
  const operation: OperationRecord = {
    id: ports.random.uuid(),
    stackId: stack.id,
    action: next.action,
    state: 'PENDING',
    templateId: next.template?.id ?? stack.templateId,
    previousTemplateId: next.action === 'CREATE' || next.template === undefined ? null : stack.templateId,
    plan: null,
    rollback: next.rollback ?? false,
    cancelled: 'no',
    deadlineAt: next.deadlineAt ?? null,
    reason: '',
    createdAt: now,
    endedAt: null,
  };
  if (next.template !== undefined) {
    await tx.addTemplate(next.template);
    if (stack.parentId === null) await setSinks(ports.random, tx, stack.id, next.template.environment);
  }
  await tx.addOperation(operation);
  const reason = `Stack ${next.action} started`;
  await tx.changeStack(stack.id, {
    action: next.action,
    status: 'IN_PROGRESS',
    reason,
    templateId: operation.templateId,
    operationId: operation.id,
    ...(next.action === 'CREATE' ? {} : { updatedAt: now }),
    ...next.settings,
  });
  const event = stackEvent(ports, stack, next.action, 'IN_PROGRESS', reason);
  await tx.addEvents([event]);
  return { operation, events: [event] };
}

/** An event of the stack itself: it stands under the stack's own name and id. */
export function stackEvent(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  stack: StackRecord,
  action: Action,
  status: EventRecord['status'],
  reason: string,
): EventRecord {
  return {
    id: random.uuid(),
    stackId: stack.id,
    rootId: stack.rootId,
    resourceName: stack.name,
    resourceType: 'OS::Heat::Stack',
    physicalId: stack.id,
    action,
    status,
    reason,
    properties: null,
    at: clock.now(),
  };
}
