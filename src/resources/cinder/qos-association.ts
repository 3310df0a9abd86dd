import { isMap, type ValueMap } from '../../expressions/values.ts';
import { mapsAt, textOf, textsAt } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { listOf, ref } from '../schema.ts';

const pathOf = (specs: string, action: string): string => `/qos-specs/${specs}/${action}`;

async function associated(context: Context, specs: string): Promise<string[]> {
  const answer = await unlessGone(
    context.cloud.service('volumev3').get(pathOf(specs, 'associations'), { signal: context.signal }),
  );
  return mapsAt(isMap(answer) ? answer : {}, 'qos_associations').map((item) => String(item['id']));
}

async function change(
  context: Context,
  specs: string,
  action: 'associate' | 'disassociate',
  types: string[],
): Promise<void> {
  for (const type of types) {
    // Cinder does this with a GET.
    const request = context.cloud
      .service('volumev3')
      .get(pathOf(specs, action), { query: { vol_type_id: type }, signal: context.signal });
    await (action === 'associate' ? request : unlessGone(request));
  }
}

/** Makes these the associated ones of those that are ours. */
async function set(context: Context, properties: Properties | undefined): Promise<void> {
  const specs = textOf(properties, 'qos_specs') ?? textOf(context.data, 'qos_specs') ?? '';
  const [ours, wanted, live] = [
    textsAt(context.data, 'volume_types'),
    textsAt(properties, 'volume_types'),
    await associated(context, specs),
  ];
  await change(
    context,
    specs,
    'associate',
    wanted.filter((type) => !live.includes(type)),
  );
  await change(
    context,
    specs,
    'disassociate',
    ours.filter((type) => !wanted.includes(type) && live.includes(type)),
  );
}

const kept = (properties: Properties): ValueMap => ({
  qos_specs: textOf(properties, 'qos_specs') ?? null,
  volume_types: textsAt(properties, 'volume_types'),
});

export default defineResource({
  type: 'OS::Cinder::QoSAssociation',
  description: 'Gives volume types a quality of service.',
  since: '8.0.0',
  service: 'volumev3',
  extension: 'qos-specs',
  adminOnly: true,
  properties: {
    qos_specs: ref('cinder.qos_specs', { required: true }),
    volume_types: listOf(ref('cinder.vtype'), { required: true, update: true }),
  },
  async create(context, properties) {
    await set(context, properties);
    return { id: context.physicalName, data: kept(properties) };
  },
  async update(context, { after }) {
    await set(context, after);
    await context.save({ data: kept(after) });
  },
  async read(context) {
    const live = await associated(context, textOf(context.data, 'qos_specs') ?? '');
    const ours = textsAt(context.data, 'volume_types').filter((type) => live.includes(type));
    return ours.length === 0 ? undefined : { volume_types: ours };
  },
  delete: async (context) => {
    if (context.id !== undefined) await set(context, undefined);
  },
});
