/** Volumes at servers. Nova does it, Cinder shows it; both must agree before the next thing can be done with either. */
import { isMap } from '../../expressions/values.ts';
import { isCloudError } from '../../clouds/errors.ts';
import { mapAt, mapsAt, textOf } from '../access.ts';
import type { Context } from '../contract.ts';
import { unlessGone, untilFree } from '../patience.ts';
import { attached, detached } from './states.ts';

export interface Place {
  readonly server: string;
  readonly volume: string;
  readonly device?: string | undefined;
}

const pathOf = (server: string): string => `/servers/${server}/os-volume_attachments`;

/** Starts attaching; the attachment's id. */
export async function attach(context: Context, { server, volume, device }: Place): Promise<string> {
  const body = { volumeAttachment: { volumeId: volume, ...(device === undefined ? {} : { device }) } };
  const nova = context.cloud.service('compute');
  // A server that is busy with another attachment answers a conflict.
  const answer = await nova.post(pathOf(server), body, { signal: context.signal, retryConflict: true });
  return textOf(isMap(answer) ? mapAt(answer, 'volumeAttachment') : {}, 'id') ?? volume;
}

/** The attachment's id, where the volume is at the server already. */
export async function attachmentId(context: Context, { server, volume }: Place): Promise<string | undefined> {
  const answer = await unlessGone(context.cloud.service('compute').get(pathOf(server), { signal: context.signal }));
  const found = mapsAt(isMap(answer) ? answer : {}, 'volumeAttachments').find((item) => item['volumeId'] === volume);
  return found === undefined ? undefined : (textOf(found, 'id') ?? volume);
}

/** Takes the volume off the server and waits until both services say so. */
export async function detach(context: Context, { server, volume }: Place, attachment: string): Promise<void> {
  const nova = context.cloud.service('compute');
  const path = `${pathOf(server)}/${attachment}`;
  try {
    await untilFree(context, () => nova.delete(path, { signal: context.signal }));
  } catch (error) {
    // A volume that is just being detached is a bad request to Nova.
    if (!isCloudError(error, 'BadRequest')) throw error;
  }
  await detached(context, volume, server);
  for (
    let delay = 100;
    (await unlessGone(nova.get(path, { signal: context.signal }))) !== undefined;
    delay = Math.min(delay * 2, 2_000)
  ) {
    await context.clock.sleep(delay, context.signal);
  }
}

/** Resolves once the volume can be used at the server. */
export const arrived = (context: Context, { server, volume }: Place): Promise<void> =>
  attached(context, volume, server);
