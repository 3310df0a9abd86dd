import { NameTaken, type StackRecord } from '../../storage/types.ts';
import { stackCloud } from '../model/placement.ts';
import { StackModel } from '../model/stack-model.ts';
import { addOperation } from '../operations.ts';
import { OrchestrationError, type CreateInput, type Requester, type StackIdentityView } from '../types.ts';
import { deadline, identityOf, type ServicePorts } from './ports.ts';
import { readNewRequest } from './read-request.ts';
import { requireValid } from './validate-model.ts';

const NAME = /^[a-zA-Z][a-zA-Z0-9_.-]{0,254}$/;

/** Accepts a new stack: everything about it is checked first; then it, its first operation and event are stored at once. */
export async function createStack(ports: ServicePorts, who: Requester, input: CreateInput): Promise<StackIdentityView> {
  const { store, engine, random, clock } = ports;
  const id = random.uuid();
  const { record, source } = await readNewRequest(ports, who, input);
  const template = { id: random.uuid(), ...record };
  await requireRoom(ports, who, input.name);
  const identity = { id, name: input.name, projectId: who.projectId };
  const model = StackModel.read(identity, source, ports.host);
  await requireValid({ ports, who }, model);
  const credential = await ports.delegation.delegate(who, clock.now());
  const stack: StackRecord = {
    ...newStack(who, id, input, credential.id, clock.now()),
    placement: (stackCloud(model.environment) ?? null) as StackRecord['placement'],
  };
  try {
    const { operation, events } = await store.transact(async (tx) => {
      await tx.addCredential(credential);
      await tx.addStack(stack);
      return addOperation(ports, tx, stack, {
        stackId: id,
        action: 'CREATE',
        template,
        rollback: !stack.disableRollback,
        deadlineAt: deadline(ports, stack.timeoutMins),
      });
    });
    engine.publish(events);
    engine.wake(operation);
  } catch (error) {
    await ports.delegation.withdraw(who, credential);
    if (error instanceof NameTaken) throw stackExists(input.name);
    throw error;
  }
  return identityOf(stack);
}

/** Throws when the name cannot be a stack's, is taken, or the project may have no further stack. */
export async function requireRoom({ store, limits }: ServicePorts, who: Requester, name: string): Promise<void> {
  if (!NAME.test(name)) {
    const rule =
      'must contain only alphanumeric or "_-." characters, must start with alpha and must be 255 characters or less.';
    throw new OrchestrationError('StackValidationFailed', `Invalid stack name ${name} ${rule}`);
  }
  if ((await store.stackByName(who.projectId, name)) !== undefined) throw stackExists(name);
  if (who.isAdmin || limits.stacksPerProject === -1) return;
  if ((await store.countStacks({ projectId: who.projectId })) >= limits.stacksPerProject) {
    const message = `You have reached the maximum stacks per tenant, ${limits.stacksPerProject}. Please delete some stacks.`;
    throw new OrchestrationError('RequestLimitExceeded', message);
  }
}

function stackExists(name: string): OrchestrationError {
  return new OrchestrationError('StackExists', `The Stack (${name}) already exists.`);
}

/** The record of an outermost stack of which nothing exists yet. */
export function newStack(
  who: Requester,
  id: string,
  input: CreateInput,
  credentialId: string | null,
  now: number,
): StackRecord {
  return {
    id,
    name: input.name,
    projectId: who.projectId,
    userId: who.userId,
    username: who.username,
    parentId: null,
    parentResourceId: null,
    rootId: id,
    depth: 0,
    action: 'CREATE',
    status: 'IN_PROGRESS',
    reason: '',
    templateId: '',
    operationId: null,
    credentialId,
    stackUserProjectId: null,
    timeoutMins: input.timeoutMins ?? null,
    disableRollback: input.disableRollback ?? true,
    tags: [...(input.tags ?? [])],
    placement: null,
    createdAt: now,
    updatedAt: null,
    deletedAt: null,
  };
}
