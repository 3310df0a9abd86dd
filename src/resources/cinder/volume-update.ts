/** Changing a volume in place: name, metadata, type, size, access mode. */
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapAt, mapsAt, textOf } from '../access.ts';
import type { Change, Context } from '../contract.ts';
import type { Rest } from '../rest.ts';
import { notFound, notSupported, unknownStatus } from '../words.ts';
import { arrived, attach, attachmentId, detach } from './attachments.ts';

export async function updateVolume(context: Context, api: Rest, change: Change): Promise<void> {
  const { after, changed } = change;
  const live = await api.read(context);
  if (live === undefined) throw notFound('Volume', context.id ?? '');
  if (changed.has('name') || changed.has('description')) {
    const name = textOf(after, 'name') ?? context.physicalName;
    const description = textOf(after, 'description') ?? context.physicalName;
    await api.client(context).put(api.at(context), { volume: { name, description } }, { signal: context.signal });
  }
  if (changed.has('metadata')) {
    await api
      .client(context)
      .put(api.at(context, '/metadata'), { metadata: mapAt(after, 'metadata') }, { signal: context.signal });
  }
  if (changed.has('volume_type') && own(live, 'volume_type') !== own(after, 'volume_type')) {
    await act(context, api, {
      'os-retype': { new_type: own(after, 'volume_type') ?? null, migration_policy: 'never' },
    });
    await settled(context, api, 'Volume retype failed');
  }
  const size = own(after, 'size');
  const grows = changed.has('size') && typeof size === 'number' && size !== live['size'];
  if (grows && size < Number(live['size'])) throw notSupported('Shrinking volume');
  if (grows || changed.has('read_only') || changed.has('backup_id')) await takeOff(context, live);
  if (grows) {
    await settled(context, api, 'Volume resize failed');
    await act(context, api, { 'os-extend': { new_size: size } });
    await settled(context, api, 'Volume resize failed');
  }
  if (changed.has('read_only') && own(after, 'read_only') !== null) {
    await act(context, api, { 'os-update_readonly_flag': { readonly: own(after, 'read_only') ?? false } });
  }
  if (!changed.has('backup_id')) await putBack(context);
}

async function act(context: Context, api: Rest, action: ValueMap): Promise<void> {
  await api.client(context).post(api.at(context, '/action'), action, { signal: context.signal, retryConflict: true });
}

/** Resolves once the volume is out of any transition. */
async function settled(context: Context, api: Rest, what: string): Promise<void> {
  await api.watch(context, (live) => {
    const status = textOf(live, 'status') ?? '';
    if (['extending', 'retyping', 'detaching', 'attaching', 'reserved', 'creating'].includes(status)) return undefined;
    if (status !== 'available' && status !== 'in-use') throw unknownStatus(status, what);
    return true;
  });
}

/** Where the volume was before it had to be taken off its server; outlives a crash in between. */
const AWAY = 'away_from';

/** Heat changes the size and mode of a volume only while it is at no server, and puts it back afterwards. */
async function takeOff(context: Context, live: ValueMap): Promise<void> {
  const [place] = mapsAt(live, 'attachments');
  if (place === undefined) return;
  const { server_id: server, device, id } = place;
  await context.save({ data: { [AWAY]: { server: server ?? null, device: device ?? null } } });
  await detach(context, { server: String(server), volume: context.id! }, String(id ?? context.id));
}

/** Returns the volume to the server it was taken from. */
export async function putBack(context: Context): Promise<void> {
  const away = own(context.data, AWAY);
  if (!isMap(away)) return;
  const place = { server: String(away['server']), volume: context.id!, device: textOf(away, 'device') };
  if ((await attachmentId(context, place)) === undefined) await attach(context, place);
  await arrived(context, place);
  await context.save({ data: { [AWAY]: null } });
}
