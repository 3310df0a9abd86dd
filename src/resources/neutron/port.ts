import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { isNotFound } from '../../clouds/errors.ts';
import { listAt, mapsAt, omit, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, custom, formerly, hidden, listOf, mapOf, oneOf, ref, refs, str } from '../schema.ts';
import { cannotCombine } from '../words.ts';
import { known, subnetsOf } from './dependencies.ts';
import { bannedSpecs, isBuilt, neutron } from './neutron.ts';
import { extraPortProperties } from './port-schema.ts';
import { defaultSecurityGroup } from './security-groups.ts';

async function adjust(fields: ValueMap, context: Context, before: Properties | undefined): Promise<ValueMap> {
  const result = omit(fields, 'no_fixed_ips');
  if (own(fields, 'no_fixed_ips') === true) result['fixed_ips'] = [];
  else if (listAt(fields, 'fixed_ips').length > 0) result['fixed_ips'] = mapsAt(fields, 'fixed_ips').map(addressOf);
  // An empty list means no address to Neutron; to templates it always meant any (LP 1538473).
  else delete result['fixed_ips'];
  if (Object.hasOwn(fields, 'allowed_address_pairs')) {
    result['allowed_address_pairs'] = withoutNulls(listAt(fields, 'allowed_address_pairs'));
  }
  if (before !== undefined && own(fields, 'security_groups') === null) {
    result['security_groups'] = [await defaultSecurityGroup(context)];
  }
  return result;
}

function addressOf(fixedIp: ValueMap): ValueMap {
  const { subnet, ...rest } = withoutNulls(fixedIp) as ValueMap;
  return subnet === undefined ? rest : { ...rest, subnet_id: subnet };
}

async function shown(context: Context, path: string, key: string): Promise<Value> {
  const answer = await context.cloud.service('network').get(path, { signal: context.signal });
  return isMap(answer) ? (own(answer, key) ?? null) : null;
}

const api = neutron({
  path: '/ports',
  envelope: 'port',
  fields: { network: 'network_id', qos_policy: 'qos_policy_id' },
  without: ['replacement_policy'],
  identify: ['network_id'],
  state: isBuilt,
  adjust,
});

export default defineResource({
  type: 'OS::Neutron::Port',
  description: 'A place on a network that a server, a router or another device plugs into.',
  service: 'network',
  properties: {
    name: str({ update: true }),
    network_id: formerly('network', ref('neutron.network')),
    network: ref('neutron.network', { required: true }),
    device_id: str({ update: true, default: '' }),
    device_owner: str({ update: true, default: '' }),
    fixed_ips: listOf(
      mapOf({
        subnet_id: formerly('subnet', ref('neutron.subnet')),
        subnet: ref('neutron.subnet'),
        ip_address: str({ constraints: [custom('ip_addr')] }),
      }),
      { update: true },
    ),
    security_groups: refs('neutron.security_group', { update: true }),
    replacement_policy: hidden(str({ update: true, default: 'AUTO', constraints: [oneOf('REPLACE_ALWAYS', 'AUTO')] })),
    dns_name: str({ update: true, constraints: [custom('dns_name')] }),
    tags: listOf(str(), { update: true }),
    ...extraPortProperties,
  },
  attributes: {
    admin_state_up: attr('string'),
    device_id: attr('string'),
    device_owner: attr('string'),
    fixed_ips: attr('list'),
    mac_address: attr('string'),
    name: attr('string'),
    network_id: attr('string'),
    security_groups: attr('list'),
    status: attr('string'),
    tenant_id: attr('string'),
    allowed_address_pairs: attr('list'),
    subnets: attr('list', (live, context) =>
      Promise.all(
        mapsAt(live, 'fixed_ips')
          .filter((ip) => ip['subnet_id'])
          .map((ip) => shown(context, `/subnets/${String(ip['subnet_id'])}`, 'subnet')),
      ),
    ),
    port_security_enabled: attr('boolean'),
    qos_policy_id: attr('string'),
    dns_assignment: attr('map'),
    network: attr('map', (live, context) => shown(context, `/networks/${String(live['network_id'])}`, 'network')),
    propagate_uplink_status: attr('boolean'),
  },
  validate: (properties) => [
    ...bannedSpecs(properties),
    ...(listAt(properties, 'fixed_ips').length > 0 && own(properties, 'no_fixed_ips') === true
      ? [cannotCombine('fixed_ips', 'no_fixed_ips')]
      : []),
  ],
  implicitDependencies: (self, others) => subnetsOf(known(self, 'network', 'network_id'), others),
  api,
  needsReplace: ({ after }) => own(after, 'replacement_policy') === 'REPLACE_ALWAYS',
  async makeWay(context) {
    const live = await api.read(context);
    if (live === undefined) return;
    const addresses = own(context.data, 'fixed_ips') ?? listAt(live, 'fixed_ips');
    await context.save({ data: { fixed_ips: addresses } });
    await setAddresses(context, []);
  },
  async takeBack(context) {
    const addresses = listAt(context.data, 'fixed_ips');
    if (addresses.length > 0) await setAddresses(context, addresses);
    await context.save({ data: { fixed_ips: null } });
  },
});

async function setAddresses(context: Context, addresses: Value[]): Promise<void> {
  try {
    await api.client(context).put(api.at(context), { port: { fixed_ips: addresses } }, { signal: context.signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
