import type { StackRecord } from '../../storage/types.ts';
import { addOperation } from '../operations.ts';
import { OrchestrationError, type Requester, type StackRef } from '../types.ts';
import { findStack } from './find.ts';
import { deadline, type ServicePorts } from './ports.ts';

/** Looks whether everything of a stack is well; the result is the stack's CHECK state. */
export async function checkStack(ports: ServicePorts, who: Requester, ref: StackRef): Promise<void> {
  const stack = await findStack(ports, who, ref);
  if (stack.status === 'IN_PROGRESS') {
    throw new OrchestrationError(
      'ActionInProgress',
      `Stack ${stack.name} already has an action (${stack.action}) in progress.`,
    );
  }
  const { operation, events } = await ports.store.transact((tx) =>
    addOperation(ports, tx, stack, {
      stackId: stack.id,
      action: 'CHECK',
      deadlineAt: deadline(ports, stack.timeoutMins),
    }),
  );
  ports.engine.publish(events);
  ports.engine.wake(operation);
}

/** Stops an operation: steps that run are finished, and then the stack goes back to its former template, or stays as it is. */
export async function cancelOperation(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  then: 'rollback' | 'stop',
): Promise<void> {
  const stack = await findStack(ports, who, ref);
  if (!mayCancel(stack, then)) {
    const message = `Cancelling update when stack is ${stack.action}_${stack.status} is not supported.`;
    throw new OrchestrationError('NotSupported', message);
  }
  const { operationId } = stack;
  await ports.store.transact((tx) => tx.changeOperation(operationId!, { cancelled: then }));
  ports.engine.halt(stack.id, 'supersede');
}

function mayCancel(stack: StackRecord, then: 'rollback' | 'stop'): boolean {
  if (stack.status !== 'IN_PROGRESS' || stack.operationId === null) return false;
  return stack.action === 'UPDATE' || (then === 'stop' && stack.action === 'CREATE');
}
