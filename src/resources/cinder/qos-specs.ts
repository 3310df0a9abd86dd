import { equal, own, type ValueMap } from '../../expressions/values.ts';
import { entry, mapAt, textOf } from '../access.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { rest } from '../rest.ts';
import { map, str } from '../schema.ts';

const api = rest({
  service: 'volumev3',
  path: '/qos-specs',
  envelope: 'qos_specs',
  collection: 'qos_specs',
  created: false,
  searchable: false,
  body: (properties): ValueMap => ({ ...mapAt(properties, 'specs'), ...entry('name', textOf(properties, 'name')) }),
});

export default defineResource({
  type: 'OS::Cinder::QoSSpecs',
  description: 'The quality of service of volumes.',
  since: '7.0.0',
  service: 'volumev3',
  extension: 'qos-specs',
  adminOnly: true,
  properties: { name: str(), specs: map({ required: true, update: true }) },
  api,
  async update(context, { before, after }) {
    const [old, wanted] = [mapAt(before, 'specs'), mapAt(after, 'specs')];
    const added = Object.entries(wanted).filter(([key, value]) => !equal(own(old, key) ?? null, value));
    const dropped = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key));
    const put = (suffix: string, body: ValueMap) =>
      api.client(context).put(api.at(context, suffix), body, { signal: context.signal });
    if (added.length > 0) await put('', { qos_specs: Object.fromEntries(added) });
    // Some may be gone from an earlier try.
    const live = mapAt(await api.read(context), 'specs');
    const keys = dropped.filter((key) => Object.hasOwn(live, key));
    if (keys.length > 0) await put('/delete_keys', { keys });
  },
  async delete(context, properties) {
    if (context.id === undefined) return;
    await unlessGone(api.client(context).get(api.at(context, '/disassociate_all'), { signal: context.signal }));
    await api.delete(context, properties);
  },
});
