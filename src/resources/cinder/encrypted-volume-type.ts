import { isMap, type ValueMap } from '../../expressions/values.ts';
import { omit, textOf, withoutNulls } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { int, oneOf, ref, str } from '../schema.ts';

const cinder = (context: Context) => context.cloud.service('volumev3');
const pathOf = (type: string): string => `/types/${type}/encryption`;

/** The encryption of a volume type; a type without one answers an empty map. */
async function encryptionOf(context: Context, type: string): Promise<ValueMap | undefined> {
  const answer = await unlessGone(cinder(context).get(pathOf(type), { signal: context.signal }));
  return isMap(answer) && textOf(answer, 'encryption_id') !== undefined ? answer : undefined;
}

async function at(context: Context): Promise<string | undefined> {
  const live = context.id === undefined ? undefined : await encryptionOf(context, context.id);
  return live === undefined ? undefined : `${pathOf(context.id!)}/${String(live['encryption_id'])}`;
}

export default defineResource({
  type: 'OS::Cinder::EncryptedVolumeType',
  description: 'Has the volumes of a type encrypted.',
  since: '5.0.0',
  service: 'volumev3',
  extension: 'encryption',
  adminOnly: true,
  properties: {
    provider: str({ required: true, update: true }),
    control_location: str({ update: true, default: 'front-end', constraints: [oneOf('front-end', 'back-end')] }),
    cipher: str({ update: true, constraints: [oneOf('aes-xts-plain64', 'aes-cbc-essiv')] }),
    key_size: int({ update: true }),
    volume_type: ref('cinder.vtype', { required: true }),
  },
  async create(context, properties) {
    const type = textOf(properties, 'volume_type') ?? '';
    const encryption = withoutNulls(omit(properties, 'volume_type'));
    // A type has one encryption: what is there beforehand is not ours.
    if ((await encryptionOf(context, type)) === undefined) await context.save({ data: { absent: true } });
    await cinder(context).post(pathOf(type), { encryption }, { signal: context.signal });
    return { id: type, data: { absent: null } };
  },
  async find(context, properties) {
    const type = textOf(properties, 'volume_type') ?? '';
    if (context.data['absent'] !== true) return undefined;
    return (await encryptionOf(context, type)) === undefined ? undefined : { id: type };
  },
  read: async (context) => (context.id === undefined ? undefined : encryptionOf(context, context.id)),
  async update(context, { values }) {
    const path = await at(context);
    if (path !== undefined) await cinder(context).put(path, { encryption: values }, { signal: context.signal });
  },
  async delete(context) {
    const path = await at(context);
    if (path !== undefined) await deleteAt(context, cinder(context), path);
  },
});
