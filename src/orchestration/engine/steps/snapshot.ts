/** The copy that is made of an object before it is deleted, where the deletion policy is `Snapshot`. */
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { isPassing } from '../../../clouds/errors.ts';
import { numberAt, textOf } from '../../../resources/access.ts';
import type { Context, ResourceType, Snapshot } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { contextFor, mergeData } from '../context.ts';
import type { Operation } from '../operation.ts';
import { findLate, surely } from './create.ts';

/** Key in a resource's data for how its copy stands. */
const SNAPSHOT = 'snapshot';

/** `due`: to be made, and perhaps begun; `failed`: the service could not make it; `none`: the object goes without one. */
type Stand = 'due' | 'made' | 'failed' | 'none';

const noteOf = ({ data }: Pick<ResourceRecord, 'data'>): ValueMap => {
  const note = own(data, SNAPSHOT);
  return isMap(note) ? note : {};
};

/**
 * Data to be stored as a resource begins to be deleted: whether a copy is due. That is decided by the state the resource was in before,
 * once; only after a copy has failed it is asked again (heat/engine/resource.py, delete). Undefined: no copy is asked for, or it is
 * decided already.
 */
export function snapshotIntent(
  operation: Operation,
  record: ResourceRecord,
  type: ResourceType | undefined,
): ValueMap | undefined {
  if (record.deletionPolicy !== 'Snapshot' || type?.snapshot === undefined) return undefined;
  const stand = textOf(noteOf(record), 'stand');
  if (stand !== undefined && stand !== 'failed') return undefined;
  const isDue = record.physicalId !== null && type.snapshot.wanted(record.action, record.status);
  const at = operation.engine.ports.clock.now();
  return { [SNAPSHOT]: { stand: (isDue ? 'due' : 'none') satisfies Stand, at } };
}

/**
 * Makes the copy that is due and waits until it can be used; there is nothing to copy where the object is gone. `mayExist`: an earlier
 * try may have begun to make it.
 */
export async function makeSnapshot(
  operation: Operation,
  record: ResourceRecord,
  type: ResourceType,
  mayExist: boolean,
): Promise<void> {
  if (type.snapshot === undefined || textOf(noteOf(record), 'stand') !== 'due') return;
  const object = await contextFor(operation, type, record);
  const copy = copyContext(operation, record, object);
  try {
    if (copy.id === undefined && (await type.read?.(object)) === undefined) return;
    await make(operation, type.snapshot, copy, object, mayExist);
  } catch (error) {
    // What may pass by itself, or was interrupted, leaves the copy due.
    if (!operation.signal.aborted && !isPassing(error))
      await noteDown(operation, record, { stand: 'failed', id: null });
    throw error;
  }
  await noteDown(operation, record, { stand: 'made' });
}

async function make(
  operation: Operation,
  snapshot: Snapshot,
  copy: Context,
  object: Context,
  mayExist: boolean,
): Promise<void> {
  const verbs = { find: (context: Context) => snapshot.find(context, object) };
  if (copy.id === undefined) {
    const made = await surely(verbs, copy, async (attempt) => {
      const found = mayExist || attempt > 1 ? await findLate(operation, verbs, copy, {}) : undefined;
      return found ?? snapshot.create(copy, object);
    });
    if (made.id !== null) await copy.save({ id: made.id });
  }
  await snapshot.ready(copy, object);
}

/** The context of the copy: what it keeps is kept among the object's data. */
function copyContext(operation: Operation, record: ResourceRecord, object: Context): Context {
  return {
    ...object,
    get intendedAt() {
      return numberAt(noteOf(record), 'at', object.intendedAt);
    },
    get id() {
      return textOf(noteOf(record), 'id');
    },
    get data() {
      return noteOf(record);
    },
    save: ({ id, data }) => noteDown(operation, record, { ...(id === undefined ? {} : { id }), ...data }),
  };
}

async function noteDown(operation: Operation, record: ResourceRecord, change: ValueMap): Promise<void> {
  const note = mergeData(noteOf(record), change);
  await operation.state.change(record, { data: mergeData(record.data, { [SNAPSHOT]: note }) });
}
