import type { Action, ResourceRecord } from '../../../storage/types.ts';
import { Aborted, failureOf, reasonOf, Reported, resourcePath, type Failure } from '../failure.ts';
import type { Operation } from '../operation.ts';

/**
 * Runs the work of a step. What goes wrong is written to the record as its FAILED state and returned; a process that is going down
 * writes nothing, as the next one goes on from what is stored.
 */
export async function attempt(
  operation: Operation,
  record: ResourceRecord,
  action: Action,
  work: () => Promise<unknown>,
): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Reported) return error.failure;
    const shown = record.status === 'IN_PROGRESS' && record.action !== 'INIT' ? record.action : action;
    const failure =
      error instanceof Aborted || operation.signal.aborted
        ? { type: 'Aborted', path: resourcePath(record.name), message: `${shown} aborted` }
        : failureOf(error, record.name);
    if (operation.halted === 'abandon') return failure;
    await operation.state.change(record, {
      action: shown as Action,
      status: 'FAILED',
      reason: reasonOf(failure),
      operationId: operation.id,
    });
    return failure;
  } finally {
    operation.engine.claims.release(record.id);
  }
}
