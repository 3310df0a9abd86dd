import { ResourceError } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { contextFor } from '../context.ts';
import type { Failure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import { runNested } from './apply-nested.ts';
import { attempt } from './attempt.ts';

/** Looks whether a resource's object is well, and records what it finds. Resources that were never made are passed over. */
export async function checkStep(operation: Operation, id: string): Promise<Failure | undefined> {
  const { state } = operation;
  const record = state.record(id)!;
  if (record.action === 'INIT' || record.action === 'DELETE') return undefined;
  if (record.operationId === operation.id && record.action === 'CHECK' && record.status === 'COMPLETE')
    return undefined;
  return attempt(operation, record, 'CHECK', async () => {
    await state.change(record, {
      action: 'CHECK',
      status: 'IN_PROGRESS',
      reason: 'state changed',
      operationId: operation.id,
    });
    const reason = await check(operation, record);
    await state.change(record, { action: 'CHECK', status: 'COMPLETE', reason });
  });
}

async function check(operation: Operation, record: ResourceRecord): Promise<string> {
  if (record.nestedId !== null) {
    await runNested(operation, record, 'CHECK');
    return 'state changed';
  }
  const type = operation.engine.ports.host.types.get(record.type);
  if (type?.check === undefined && type?.read === undefined) return `CHECK not supported for ${record.type}`;
  const context = await contextFor(operation, type, record);
  if (type.check !== undefined) await type.check(context, record.properties ?? {});
  else if ((await type.read?.(context)) === undefined) {
    throw new ResourceError(
      'NotFound',
      `The ${record.type} ${record.physicalId ?? record.name} does not exist any more`,
    );
  }
  return 'state changed';
}
