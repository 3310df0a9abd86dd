import type { ResourceType } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { contextFor, mergeData } from '../context.ts';
import type { Failure } from '../failure.ts';
import { breakAt } from '../hooks.ts';
import type { Operation } from '../operation.ts';
import { attempt } from './attempt.ts';
import { translated } from './create.ts';
import { removeNested } from './apply-nested.ts';
import { makeSnapshot, snapshotIntent } from './snapshot.ts';

/** Removes the object of a record that no resource of the template is any more; a record still in use stays. */
export async function removeStep(operation: Operation, id: string): Promise<Failure | undefined> {
  const { state } = operation;
  const record = state.record(id);
  if (record === undefined || state.current(record.name)?.id === id) return undefined;
  return attempt(operation, record, 'DELETE', () => removeObject(operation, record));
}

async function removeObject(operation: Operation, record: ResourceRecord): Promise<void> {
  const { state, engine } = operation;
  if (record.action === 'INIT') return state.remove(record, false);
  await breakAt(operation, record, 'pre-delete');
  const type = engine.ports.host.types.get(record.type);
  const recorded = record.action === 'DELETE' && record.status === 'IN_PROGRESS' && record.operationId === operation.id;
  const snapshot = recorded ? undefined : snapshotIntent(operation, record, type);
  if (!recorded) {
    await state.change(record, {
      action: 'DELETE',
      status: 'IN_PROGRESS',
      reason: 'state changed',
      operationId: operation.id,
      data: { ...record.data, ...snapshot },
    });
  }
  if (record.nestedId !== null) {
    if (record.deletionPolicy !== 'Retain') await removeNested(operation, record);
    await breakAt(operation, record, 'post-delete');
    return state.remove(record, true);
  }
  if (type !== undefined && record.deletionPolicy !== 'Retain') {
    await makeSnapshot(operation, record, type, snapshot === undefined);
    await deleteObject(operation, record, type);
  }
  if (type !== undefined) await takeBack(operation, record, type);
  await breakAt(operation, record, 'post-delete');
  return state.remove(record, true);
}

/** Where the object that this one was to replace stays after all, it takes back what it gave up. */
async function takeBack(operation: Operation, record: ResourceRecord, type: ResourceType): Promise<void> {
  const old = record.replaces === null ? undefined : operation.state.record(record.replaces);
  if (old === undefined || operation.state.current(old.name)?.id !== old.id || old.type !== type.type) return;
  await type.takeBack?.(
    await contextFor(operation, type, old),
    await translated(operation, old, type, old.properties ?? {}),
  );
}

async function deleteObject(operation: Operation, record: ResourceRecord, type: ResourceType): Promise<void> {
  if (type.delete === undefined) return;
  const context = await contextFor(operation, type, record);
  if (record.physicalId === null && record.properties !== null && type.find !== undefined) {
    // Its creation was interrupted: what that may have made is looked for, so that nothing is left behind.
    const made = await type.find(context, await translated(operation, record, type, record.properties));
    if (made?.id != null)
      await operation.state.change(record, { physicalId: made.id, data: mergeData(record.data, made.data ?? {}) });
  }
  await type.delete(context, record.properties ?? undefined);
}
