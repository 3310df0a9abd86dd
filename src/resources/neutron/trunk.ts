import { equal, isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapsAt } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, int, listOf, mapOf, oneOf, range, ref, str } from '../schema.ts';
import { isBuilt, neutron } from './neutron.ts';

const toSubPort = ({ port, ...rest }: ValueMap): ValueMap => ({ ...rest, port_id: port ?? null });

const api = neutron({
  path: '/trunks',
  envelope: 'trunk',
  fields: { port: 'port_id' },
  identify: ['port_id'],
  adjust: (fields, _context, before) => {
    const { sub_ports: ports, ...rest } = fields;
    if (before !== undefined || !Array.isArray(ports)) return rest;
    return { ...rest, sub_ports: ports.filter(isMap).map(toSubPort) };
  },
  state: isBuilt,
});

async function change(context: Context, action: string, ports: ValueMap[]): Promise<void> {
  if (ports.length === 0) return;
  await api.client(context).put(api.at(context, `/${action}`), { sub_ports: ports }, { signal: context.signal });
}

export default defineResource({
  type: 'OS::Neutron::Trunk',
  description: 'A port that carries the networks of others, each with its own tag.',
  since: '9.0.0',
  service: 'network',
  extension: 'trunk',
  properties: {
    name: str({ update: true }),
    port: ref('neutron.port', { required: true, immutable: true }),
    sub_ports: listOf(
      mapOf({
        port: ref('neutron.port', { required: true }),
        segmentation_type: str({ required: true, constraints: [oneOf('vlan')] }),
        segmentation_id: int({ required: true, constraints: [range({ min: 1, max: 4094 })] }),
      }),
      { update: true },
    ),
    description: str({ update: true }),
    admin_state_up: bool({ update: true }),
  },
  attributes: { port_id: attr('string') },
  api,
  async update(context, diff) {
    await api.update(context, diff);
    if (!diff.changed.has('sub_ports')) return;
    // A port can be in a trunk once only, so what is old goes before what is new comes.
    const live = mapsAt(await api.read(context), 'sub_ports').map(({ port_id: port, ...rest }): ValueMap => ({
      ...rest,
      port: port ?? null,
    }));
    const wanted = mapsAt(diff.after, 'sub_ports');
    const lacks = (list: ValueMap[]) => (item: Value) => !list.some((other) => equal(other, item));
    const gone = live.filter(lacks(wanted)).map(({ port }) => ({ port_id: port ?? null }));
    await change(context, 'remove_subports', gone);
    await change(context, 'add_subports', wanted.filter(lacks(live)).map(toSubPort));
  },
});
