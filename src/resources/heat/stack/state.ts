import { own, type ValueMap } from '../../../expressions/values.ts';
import { textOf } from '../../access.ts';
import { ResourceError } from '../../contract.ts';

/** What is awaited of a remote stack. */
export interface Awaited {
  readonly action: 'CREATE' | 'UPDATE' | 'CHECK';
  readonly cloud: string;
  /** The request that asked for it, to be found in that cloud's logs. */
  readonly requestId?: string | undefined;
}

/**
 * True once the stack is as awaited, undefined while it is on its way. Throws ResourceError with the remote's own reason, its cloud
 * and the request to look for there.
 */
export function judge(stack: ValueMap | undefined, { action, cloud, requestId }: Awaited): true | undefined {
  const status = textOf(stack, 'stack_status') ?? '';
  if (stack === undefined || status.startsWith('DELETE')) throw gone(cloud);
  if (status.endsWith('_IN_PROGRESS')) return undefined;
  if (status.endsWith('_FAILED') || status.startsWith('ROLLBACK')) throw failure(stack, cloud, requestId);
  if (action === 'CHECK') return status.startsWith('CHECK') || undefined;
  // The request has not been taken up yet.
  if (action === 'UPDATE' && status.startsWith('CREATE')) return undefined;
  return true;
}

/** The failure of a remote stack in the words of Heat, and where to look further. */
export function failure(stack: ValueMap, cloud: string, requestId?: string): ResourceError {
  const status = textOf(stack, 'stack_status') ?? 'UNKNOWN';
  const reason = textOf(stack, 'stack_status_reason') ?? 'Unknown';
  const request = requestId === undefined ? '' : `, Request-ID: ${requestId}`;
  const where = `(cloud ${cloud}, stack ${String(own(stack, 'id'))}${request})`;
  return new ResourceError('ResourceInError', `Went to status ${status} due to "${reason}" ${where}`);
}

/** The stack is not there any more, though nobody here removed it. */
export function gone(cloud: string): ResourceError {
  return new ResourceError('NotFound', `The stack does not exist any more on cloud ${cloud}.`);
}
