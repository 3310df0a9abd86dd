/** What the status of a volume means to whoever waits for it. */
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Collection } from '../../clouds/types.ts';
import { mapAt, mapsAt, textOf } from '../access.ts';
import type { Context } from '../contract.ts';
import { unlessGone } from '../patience.ts';
import { inError, unknownStatus } from '../words.ts';

export const VOLUMES: Collection = { service: 'volumev3', path: '/volumes/detail', key: 'volumes' };

const COMING = [
  'creating',
  'restoring-backup',
  'downloading',
  'extending',
  'retyping',
  'attaching',
  'detaching',
  'reserved',
];

/** True when a volume that was made or changed can be used; false while it is on its way. */
export function isUsable(volume: ValueMap): boolean {
  const status = textOf(volume, 'status') ?? '';
  if (status === 'available' || status === 'in-use') return true;
  if (COMING.includes(status)) return false;
  if (status === 'error') throw inError(status);
  throw unknownStatus(status, 'Volume create failed');
}

/** Resolves once the volume is at the server. */
export async function attached(context: Context, volume: string, server: string): Promise<void> {
  await context.cloud.watch(
    VOLUMES,
    volume,
    (live) => {
      const status = textOf(live, 'status') ?? 'deleted';
      if (['available', 'attaching', 'reserved'].includes(status)) return undefined;
      if (status !== 'in-use') throw unknownStatus(status, 'Volume attachment failed');
      return isAt(live, server) || undefined;
    },
    context.signal,
  );
}

/** Resolves once the volume is no longer at the server, to Cinder's knowledge. */
export async function detached(context: Context, volume: string, server: string): Promise<void> {
  await context.cloud.watch(
    VOLUMES,
    volume,
    (live) => {
      if (live === undefined || !isAt(live, server)) return true;
      const status = textOf(live, 'status') ?? '';
      if (['in-use', 'detaching', 'reserved'].includes(status)) return undefined;
      if (status === 'available' || status === 'deleting') return true;
      throw unknownStatus(status, 'Volume detachment failed');
    },
    context.signal,
  );
}

const isAt = (volume: ValueMap | undefined, server: string): boolean =>
  mapsAt(volume, 'attachments').some((attachment) => attachment['server_id'] === server);

/** How long a volume that is still at a server is waited for before deleting is refused, in milliseconds. */
const LET_GO_MS = 120_000;

const BUSY: ReadonlySet<string> = new Set(['in-use', 'attaching', 'detaching', 'reserved', 'backing-up']);

/**
 * Resolves with the volume's status once nothing uses it any more, undefined where it is gone. Cinder refuses to delete or back up a volume
 * that is at a server, or just leaving one.
 */
export async function untilFree(context: Context): Promise<string | undefined> {
  const since = context.clock.now();
  for (let delay = 250; ; delay = Math.min(delay * 2, 5_000)) {
    const status = textOf(await volumeNow(context), 'status');
    if (status === undefined || !BUSY.has(status)) return status;
    if (context.clock.now() - since > LET_GO_MS) throw unknownStatus(status, 'Volume in use');
    await context.clock.sleep(delay, context.signal);
  }
}

async function volumeNow(context: Context): Promise<ValueMap | undefined> {
  if (context.id === undefined) return undefined;
  const cinder = context.cloud.service(VOLUMES.service);
  const answer = await unlessGone(cinder.get(`/volumes/${context.id}`, { signal: context.signal }));
  return isMap(answer) ? mapAt(answer, 'volume') : undefined;
}
