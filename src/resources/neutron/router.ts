import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { listAt, omit, textsAt, withoutNulls } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, custom, hidden, list, listOf, map, mapOf, ref, str } from '../schema.ts';
import { cannotCombine } from '../words.ts';
import { subnetsOf } from './dependencies.ts';
import { bannedSpecs, isBuilt, neutron, setAgents } from './neutron.ts';

const agents = (id: string) => ({ serving: `/routers/${id}/l3-agents`, place: 'l3-routers', field: 'router_id' });

const agentIds = (properties: Properties): string[] => textsAt(properties, 'l3_agent_ids');

/** The gateway as Neutron takes it; null removes it. */
function gateway(info: Value): Value {
  if (!isMap(info)) return {};
  const { network, external_fixed_ips: addresses, ...rest } = withoutNulls(info) as ValueMap;
  if (!Array.isArray(addresses)) return { ...rest, network_id: network ?? null };
  const fixed = addresses.filter(isMap).map((address) => {
    const subnet = own(address, 'subnet');
    return subnet === undefined ? address : { ...omit(address, 'subnet'), subnet_id: subnet };
  });
  return { ...rest, network_id: network ?? null, external_fixed_ips: fixed };
}

function validate(properties: Properties): string[] {
  const problems = bannedSpecs(properties);
  const many = listAt(properties, 'l3_agent_ids');
  const [distributed, ha] = [own(properties, 'distributed') === true, own(properties, 'ha') === true];
  if (distributed && many.length > 0) problems.push(cannotCombine('distributed', 'l3_agent_id/l3_agent_ids'));
  if (ha && distributed) problems.push(cannotCombine('distributed', 'ha'));
  if (!ha && many.length > 1) problems.push('Non HA routers can only have one L3 agent.');
  return problems;
}

const api = neutron({
  path: '/routers',
  envelope: 'router',
  without: ['l3_agent_ids'],
  identify: ['admin_state_up'],
  state: isBuilt,
  adjust: (fields) =>
    Object.hasOwn(fields, 'external_gateway_info')
      ? { ...fields, external_gateway_info: gateway(fields['external_gateway_info'] ?? null) }
      : fields,
  finish: (properties) => {
    const ids = agentIds(properties);
    return ids.length === 0 ? undefined : (context, id) => setAgents(context, agents(id), id, ids);
  },
});

export default defineResource({
  type: 'OS::Neutron::Router',
  description: 'A router between networks, with a gateway to an external one if wanted.',
  service: 'network',
  extension: 'router',
  properties: {
    name: str({ update: true }),
    external_gateway_info: mapOf(
      {
        network: { ...ref('neutron.network', { required: true, update: true }), constraints: undefined },
        enable_snat: bool({ update: true }),
        external_fixed_ips: listOf(
          mapOf({ ip_address: str({ constraints: [custom('ip_addr')] }), subnet: ref('neutron.subnet') }),
          { update: true },
        ),
      },
      { update: true },
    ),
    value_specs: map({ update: true, default: {} }),
    admin_state_up: bool({ update: true, default: true }),
    l3_agent_id: hidden(str({ update: true })),
    l3_agent_ids: listOf(str(), { update: true }),
    distributed: bool(),
    ha: bool(),
    availability_zone_hints: list({ update: true }),
    tags: listOf(str(), { update: true }),
  },
  attributes: {
    status: attr('string'),
    external_gateway_info: attr('map'),
    name: attr('string'),
    admin_state_up: attr('string'),
    tenant_id: attr('string'),
  },
  // The old `l3_agent_id` is one more agent.
  renewed: ({ l3_agent_id: one = null, ...rest }) =>
    one === null || one === '' ? rest : { ...rest, l3_agent_ids: [...listAt(rest, 'l3_agent_ids'), one] },
  validate,
  implicitDependencies: (self, others) => {
    const network = self.property(['external_gateway_info', 'network']);
    return network === undefined && !self.property('external_gateway_info') ? [] : subnetsOf(network, others);
  },
  api,
  async update(context, change) {
    if (change.changed.has('l3_agent_ids')) {
      await setAgents(context, agents(context.id!), context.id!, agentIds(change.after));
    }
    await api.update(context, change);
  },
});
