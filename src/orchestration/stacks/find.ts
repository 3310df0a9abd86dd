import type { StackRecord } from '../../storage/types.ts';
import { OrchestrationError, type Requester, type StackRef } from '../types.ts';
import type { ServicePorts } from './ports.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const ARN = /^arn:openstack:heat::([^:]*):stacks\/([^/]+)\/([^/]+)$/;

/**
 * The stack that a URL names, if the requester may know of it: it is in the requester's project (an admin sees every project's).
 * Throws OrchestrationError EntityNotFound, the same whether the stack is another's or nobody's.
 */
export async function findStack(
  { store }: Pick<ServicePorts, 'store'>,
  who: Requester,
  ref: StackRef,
  options: { deleted?: boolean } = {},
): Promise<StackRecord> {
  const stack = ref.id === undefined ? await byName(store, who, ref.name) : await store.stack(ref.id);
  const isMeant = ref.id === undefined || stack?.name === ref.name;
  if (
    stack === undefined ||
    !isMeant ||
    !mayKnow(who, stack) ||
    (stack.deletedAt !== null && options.deleted !== true)
  ) {
    throw new OrchestrationError('EntityNotFound', `The Stack (${ref.name}) could not be found.`);
  }
  return stack;
}

async function byName(store: ServicePorts['store'], who: Requester, name: string): Promise<StackRecord | undefined> {
  const arn = ARN.exec(name);
  if (arn !== null) {
    const stack = await store.stack(arn[3]!);
    return stack?.name === arn[2] && stack?.projectId === arn[1] ? stack : undefined;
  }
  const stack = UUID.test(name) ? await store.stack(name.toLowerCase()) : undefined;
  return stack ?? store.stackByName(who.projectId, name);
}

function mayKnow(who: Requester, stack: StackRecord): boolean {
  return who.isAdmin || stack.projectId === who.projectId || stack.stackUserProjectId === who.projectId;
}
