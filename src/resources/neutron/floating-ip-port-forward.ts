import { equal, isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapAt, mapsAt, omit, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { custom, int, oneOf, range, ref, str } from '../schema.ts';
import { interfacesOfPort } from './dependencies.ts';

const KEY = 'port_forwarding';
const network = (context: Context) => context.cloud.service('network');
const pathOf = (floatingIp: string): string => `/floatingips/${floatingIp}/port_forwardings`;
const at = (context: Context): string => `${pathOf(textOf(context.data, 'floating_ip') ?? '')}/${context.id ?? ''}`;

/** Neutron calls two of the properties otherwise. */
function fields(values: Properties): ValueMap {
  const {
    internal_port: port,
    internal_port_number: number,
    ...rest
  } = withoutNulls(omit(values, 'floating_ip')) as ValueMap;
  return {
    ...rest,
    ...(port === undefined ? {} : { internal_port_id: port }),
    ...(number === undefined ? {} : { internal_port: number }),
  };
}

const portNumber = range({ min: 1, max: 65535 });

export default defineResource({
  type: 'OS::Neutron::FloatingIPPortForward',
  description: 'Leads one port of a floating IP to a port inside.',
  since: '19.0.0',
  service: 'network',
  extension: 'floating-ip-port-forwarding',
  properties: {
    internal_ip_address: str({ required: true, update: true, constraints: [custom('ip_addr')] }),
    internal_port_number: int({ update: true, constraints: [portNumber] }),
    external_port: int({ required: true, update: true, constraints: [portNumber] }),
    internal_port: ref('neutron.port', { required: true, update: true }),
    protocol: str({
      required: true,
      update: true,
      constraints: [oneOf('tcp', 'udp', 'icmp', 'icmp6', 'sctp', 'dccp')],
    }),
    floating_ip: str({ required: true }),
  },
  implicitDependencies: (self, others) => interfacesOfPort(self.property('internal_port'), others),
  async create(context, properties) {
    const floatingIp = textOf(properties, 'floating_ip') ?? '';
    const answer = await network(context).post(
      pathOf(floatingIp),
      { [KEY]: fields(properties) },
      { signal: context.signal },
    );
    return { id: textOf(isMap(answer) ? mapAt(answer, KEY) : {}, 'id') ?? '', data: { floating_ip: floatingIp } };
  },
  // An outer port of an address can be led to one place only, so one that is as asked is ours.
  async find(context, properties) {
    const floatingIp = textOf(properties, 'floating_ip') ?? '';
    const answer = await unlessGone(network(context).get(pathOf(floatingIp), { signal: context.signal }));
    const wanted = Object.entries(fields(properties));
    const found = mapsAt(isMap(answer) ? answer : {}, 'port_forwardings').find((item) =>
      wanted.every(([name, value]) => equal(own(item, name) ?? null, value)),
    );
    return found === undefined ? undefined : { id: String(found['id']), data: { floating_ip: floatingIp } };
  },
  async read(context) {
    if (context.id === undefined) return undefined;
    const answer = await unlessGone(network(context).get(at(context), { signal: context.signal }));
    return isMap(answer) ? mapAt(answer, KEY) : undefined;
  },
  async update(context, { values }) {
    await network(context).put(at(context), { [KEY]: fields(values) }, { signal: context.signal });
  },
  async delete(context) {
    if (context.id !== undefined) await deleteAt(context, network(context), at(context));
  },
});
