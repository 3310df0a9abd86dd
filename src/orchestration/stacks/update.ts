import type { StackRecord, TemplateRecord } from '../../storage/types.ts';
import { equal, type Value } from '../../expressions/values.ts';
import type { RemoteContext } from '../../resources/contract.ts';
import { stackCloud } from '../model/placement.ts';
import { StackModel } from '../model/stack-model.ts';
import { addOperation } from '../operations.ts';
import {
  OrchestrationError,
  type Requester,
  type StackIdentityView,
  type StackRef,
  type UpdateInput,
} from '../types.ts';
import { findStack } from './find.ts';
import { immutableProblems } from './immutable-parameters.ts';
import { deadline, identityOf, type ServicePorts } from './ports.ts';
import { readUpdateRequest } from './read-request.ts';
import { requireValid } from './validate-model.ts';

/** Accepts an update; whatever else works on the stack gives way to it. */
export async function updateStack(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  input: UpdateInput,
): Promise<StackIdentityView> {
  const { stack, template } = await plannedUpdate(ports, who, ref, input);
  const settings = {
    timeoutMins: input.timeoutMins ?? stack.timeoutMins,
    disableRollback: input.disableRollback ?? stack.disableRollback,
    tags: input.tags === undefined ? (input.existing ? stack.tags : []) : [...input.tags],
  };
  ports.delegation.lend(stack.credentialId, who);
  const { operation, events } = await ports.store.transact((tx) =>
    addOperation(ports, tx, stack, {
      stackId: stack.id,
      action: 'UPDATE',
      template: { id: ports.random.uuid(), ...template },
      rollback: !settings.disableRollback,
      deadlineAt: deadline(ports, settings.timeoutMins),
      settings,
    }),
  );
  ports.engine.publish(events);
  ports.engine.wake(operation);
  return identityOf(stack);
}

/** What an update would make of a stack, checked; nothing is stored. */
export async function plannedUpdate(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  input: UpdateInput,
): Promise<{ stack: StackRecord; template: Omit<TemplateRecord, 'id'>; model: StackModel }> {
  const stack = await findStack(ports, who, ref);
  if (stack.action === 'SUSPEND' || stack.action === 'DELETE') {
    const doing = stack.action === 'SUSPEND' ? 'suspended' : 'deleting';
    throw new OrchestrationError('NotSupported', `Updating a stack when it is ${doing} is not supported.`);
  }
  const stored = await ports.store.template(stack.templateId);
  if (stored === undefined) throw new Error(`template ${stack.templateId} of stack ${stack.id} is not stored`);
  const { record: template, source } = await readUpdateRequest(ports, who, input, stored);
  const model = StackModel.read(identityOf(stack), source, ports.host);
  const cloud = stackCloud(model.environment);
  if (cloud !== undefined && !equal(stack.placement, cloud as Value)) {
    throw new OrchestrationError('NotSupported', 'A stack cannot move to another cloud.');
  }
  const route = stack.placement === null ? [] : [stack.placement as RemoteContext];
  const before = await ports.models.of(stack);
  await requireValid({ ports, who, route, ...(before === undefined ? {} : { before }) }, model);
  const immutable = before === undefined ? [] : immutableProblems(before.parameters, model.parameters);
  if (immutable.length > 0) {
    const message = `The following parameters are immutable and may not be updated: ${immutable.join(', ')}`;
    throw new OrchestrationError('ImmutableParameterModified', message);
  }
  return { stack, template, model };
}
