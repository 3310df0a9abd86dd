/** Volumes out of backups. */
import { isMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context, Made, Properties } from '../contract.ts';
import type { Rest } from '../rest.ts';
import { unknownStatus } from '../words.ts';

/** Makes a volume from a backup. Cinder names it after the backup, so it gets its own name afterwards. */
export async function restoreNew(context: Context, properties: Properties): Promise<Made> {
  const name = textOf(properties, 'name') ?? context.physicalName;
  const cinder = context.cloud.service('volumev3');
  const path = `/backups/${textOf(properties, 'backup_id') ?? ''}/restore`;
  const answer = await cinder.post(path, { restore: { name } }, { signal: context.signal });
  const id = textOf(mapAt(isMap(answer) ? answer : {}, 'restore'), 'volume_id') ?? '';
  await context.save({ id });
  const description = textOf(properties, 'description') ?? context.physicalName;
  await cinder.put(`/volumes/${id}`, { volume: { name, description } }, { signal: context.signal });
  return { id };
}

/** Puts a backup's data into the volume. */
export async function restoreInto(context: Context, api: Rest, properties: Properties): Promise<void> {
  const path = `/backups/${textOf(properties, 'backup_id') ?? ''}/restore`;
  const cinder = context.cloud.service('volumev3');
  await cinder.post(path, { restore: { volume_id: context.id! } }, { signal: context.signal });
  await api.watch(context, (live) => {
    const status = textOf(live, 'status') ?? '';
    if (status === 'restoring-backup') return undefined;
    if (status !== 'available') throw unknownStatus(status, 'Volume backup restore failed');
    return true;
  });
}
