import { textsAt } from '../access.ts';
import { defineResource } from '../define.ts';
import { attr, bool, list, listOf, map, ref, str, custom } from '../schema.ts';
import { bannedSpecs, isBuilt, neutron, setAgents } from './neutron.ts';
import { segmentsOf } from './segments.ts';

const agents = (id: string) => ({
  serving: `/networks/${id}/dhcp-agents`,
  place: 'dhcp-networks',
  field: 'network_id',
});

const api = neutron({
  path: '/networks',
  envelope: 'network',
  fields: { qos_policy: 'qos_policy_id' },
  without: ['dhcp_agent_ids'],
  identify: ['admin_state_up', 'shared'],
  state: isBuilt,
  finish: (properties) => {
    const ids = textsAt(properties, 'dhcp_agent_ids');
    return ids.length === 0 ? undefined : (context, id) => setAgents(context, agents(id), id, ids);
  },
});

export default defineResource({
  type: 'OS::Neutron::Net',
  description: 'A layer-2 network of a project.',
  service: 'network',
  properties: {
    name: str({ update: true }),
    value_specs: map({ update: true, default: {} }),
    admin_state_up: bool({ update: true, default: true }),
    tenant_id: str(),
    shared: bool({ update: true, default: false }),
    dhcp_agent_ids: list({ update: true }),
    port_security_enabled: bool({ update: true }),
    qos_policy: ref('neutron.qos_policy', { update: true }),
    dns_domain: str({ update: true, constraints: [custom('dns_domain')] }),
    availability_zone_hints: list(),
    tags: listOf(str(), { update: true }),
  },
  attributes: {
    status: attr('string'),
    name: attr('string'),
    subnets: attr('list'),
    admin_state_up: attr('string'),
    tenant_id: attr('string'),
    port_security_enabled: attr('boolean'),
    mtu: attr('integer'),
    qos_policy_id: attr('string'),
    l2_adjacency: attr('boolean'),
    segments: attr('list', segmentsOf),
  },
  validate: bannedSpecs,
  api,
  async update(context, change) {
    if (change.changed.has('dhcp_agent_ids')) {
      await setAgents(context, agents(context.id!), context.id!, textsAt(change.after, 'dhcp_agent_ids'));
    }
    await api.update(context, change);
  },
});
