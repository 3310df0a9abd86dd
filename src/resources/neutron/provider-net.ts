import { textOf } from '../access.ts';
import { defineResource } from '../define.ts';
import { attr, bool, custom, list, listOf, oneOf, str } from '../schema.ts';
import { isBuilt, neutron } from './neutron.ts';
import { segmentsOf } from './segments.ts';

export default defineResource({
  type: 'OS::Neutron::ProviderNet',
  description: 'A network of which the template says how it is realised.',
  since: '2014.1',
  service: 'network',
  extension: 'provider',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    network_type: str({
      required: true,
      update: true,
      constraints: [oneOf('local', 'vlan', 'vxlan', 'gre', 'geneve', 'flat')],
    }),
    physical_network: str({ update: true }),
    segmentation_id: str({ update: true }),
    admin_state_up: bool({ update: true, default: true }),
    shared: bool({ update: true, default: true }),
    port_security_enabled: bool({ update: true }),
    router_external: bool({ update: true, default: false }),
    tags: listOf(str(), { update: true }),
    dns_domain: str({ update: true, constraints: [custom('dns_domain')] }),
    availability_zone_hints: list({ update: true }),
  },
  attributes: { status: attr('string'), subnets: attr('list'), segments: attr('list', segmentsOf) },
  validate: (properties) =>
    textOf(properties, 'segmentation_id') !== undefined && textOf(properties, 'network_type') !== 'vlan'
      ? ['segmentation_id not allowed for flat network type.']
      : [],
  api: neutron({
    path: '/networks',
    envelope: 'network',
    fields: {
      network_type: 'provider:network_type',
      physical_network: 'provider:physical_network',
      segmentation_id: 'provider:segmentation_id',
      router_external: 'router:external',
    },
    identify: ['provider:network_type', 'router:external'],
    state: isBuilt,
  }),
});
