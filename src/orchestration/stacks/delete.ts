import { addOperation } from '../operations.ts';
import type { Requester, StackRef } from '../types.ts';
import { findStack } from './find.ts';
import { deadline, type ServicePorts } from './ports.ts';

/** Accepts the removal of a stack, in whatever state it is; what works on it is given up. */
export async function deleteStack(ports: ServicePorts, who: Requester, ref: StackRef): Promise<void> {
  const stack = await findStack(ports, who, ref);
  if (stack.action === 'DELETE' && stack.status === 'IN_PROGRESS') return;
  const { operation, events } = await ports.store.transact((tx) =>
    addOperation(ports, tx, stack, {
      stackId: stack.id,
      action: 'DELETE',
      deadlineAt: deadline(ports, stack.timeoutMins),
    }),
  );
  ports.engine.publish(events);
  ports.engine.wake(operation);
}
