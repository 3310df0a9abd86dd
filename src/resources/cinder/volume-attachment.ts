import { isMap, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { custom, str } from '../schema.ts';
import { arrived, attach, attachmentId, detach, type Place } from './attachments.ts';

const placeOf = (properties: Properties): Place => ({
  server: textOf(properties, 'instance_uuid') ?? '',
  volume: textOf(properties, 'volume_id') ?? '',
  device: textOf(properties, 'mountpoint'),
});

/** Where the volume is now; kept so that taking it away needs no properties. */
const record = ({ server, volume }: Place): ValueMap => ({ server, volume });

const recorded = (context: Context): Place | undefined => {
  const [server, volume] = [textOf(context.data, 'server'), textOf(context.data, 'volume')];
  return server === undefined || volume === undefined ? undefined : { server, volume };
};

export default defineResource({
  type: 'OS::Cinder::VolumeAttachment',
  description: 'Attaches a volume to a server.',
  service: 'volumev3',
  properties: {
    instance_uuid: str({ required: true, update: true }),
    volume_id: str({ required: true, update: true, constraints: [custom('cinder.volume')] }),
    mountpoint: str({ update: true }),
  },
  async create(context, properties) {
    const place = placeOf(properties);
    return { id: await attach(context, place), data: record(place) };
  },
  async find(context, properties) {
    const place = placeOf(properties);
    const id = await attachmentId(context, place);
    return id === undefined ? undefined : { id, data: record(place) };
  },
  ready: (context, properties) => arrived(context, placeOf(properties)),
  async update(context, { after }) {
    const [old, place] = [recorded(context), placeOf(after)];
    if (old !== undefined && context.id !== undefined) await detach(context, old, context.id);
    const id = (await attachmentId(context, place)) ?? (await attach(context, place));
    await context.save({ id, data: record(place) });
  },
  async delete(context) {
    const place = recorded(context);
    if (place !== undefined && context.id !== undefined) await detach(context, place, context.id);
  },
  async read(context) {
    const place = recorded(context);
    if (place === undefined || context.id === undefined) return undefined;
    const path = `/servers/${place.server}/os-volume_attachments/${context.id}`;
    const answer = await unlessGone(context.cloud.service('compute').get(path, { signal: context.signal }));
    return isMap(answer) ? mapAt(answer, 'volumeAttachment') : undefined;
  },
});
