/** The backup that is made of a volume before it is deleted. Heat: volume_base.py, handle_snapshot_delete. */
import { isMap } from '../../expressions/values.ts';
import { listAll } from '../../clouds/paging.ts';
import type { Collection } from '../../clouds/types.ts';
import { mapAt, textOf } from '../access.ts';
import type { Snapshot } from '../contract.ts';
import { notFound, unknownStatus } from '../words.ts';
import { untilFree, VOLUMES } from './states.ts';

const BACKUPS: Collection = { service: VOLUMES.service, path: '/backups/detail', key: 'backups' };

export const volumeBackup: Snapshot = {
  wanted: (action, status) => status === 'COMPLETE' || (action !== 'CREATE' && action !== 'UPDATE'),
  async create(copy, volume) {
    await untilFree(volume);
    const body = { backup: { volume_id: volume.id!, name: copy.physicalName } };
    // Not given up when the operation is: nobody would know of the backup.
    const answer = await copy.cloud.service(BACKUPS.service).post('/backups', body);
    return { id: textOf(isMap(answer) ? mapAt(answer, 'backup') : {}, 'id') ?? '' };
  },
  async find(copy, volume) {
    const query = { volume_id: volume.id!, name: copy.physicalName };
    const { items } = await listAll(copy.cloud, { ...BACKUPS, query, signal: copy.signal });
    const made = items.find((item) => item['status'] === 'creating' || item['status'] === 'available');
    return made === undefined ? undefined : { id: String(made['id']) };
  },
  async ready(copy) {
    await copy.cloud.watch(
      BACKUPS,
      copy.id!,
      (backup) => {
        const status = textOf(backup, 'status');
        if (status === undefined) throw notFound('VolumeBackup', copy.id!);
        if (status === 'creating') return undefined;
        if (status !== 'available')
          throw unknownStatus(status, 'Volume backup failed', textOf(backup, 'fail_reason') ?? 'Unknown');
        return true;
      },
      copy.signal,
    );
  },
};
