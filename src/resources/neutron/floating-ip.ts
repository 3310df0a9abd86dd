import { isMap } from '../../expressions/values.ts';
import { given, textOf } from '../access.ts';
import type { Described } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, custom, formerly, map, ref, str } from '../schema.ts';
import { needs } from '../words.ts';
import { interfacesOfPort, known, maySame, ofType } from './dependencies.ts';
import { bannedSpecs, neutron } from './neutron.ts';

/** The routers that lead to this external network. */
function routersTo(network: ReturnType<typeof known>, others: readonly Described[]): string[] {
  const routers = ofType(others, 'OS::Neutron::Router').filter((router) => {
    const info = router.property('external_gateway_info');
    const gateway = router.property(['external_gateway_info', 'network']);
    return (isMap(info) || gateway !== undefined) && maySame(gateway, network);
  });
  const gateways = ofType(others, 'OS::Neutron::RouterGateway').filter((gateway) =>
    maySame(known(gateway, 'network', 'network_id'), network),
  );
  return [...routers, ...gateways].map((router) => router.name);
}

const api = neutron({
  path: '/floatingips',
  envelope: 'floatingip',
  fields: { floating_network: 'floating_network_id', floating_subnet: 'subnet_id' },
  name: false,
  mark: 'description',
});

export default defineResource({
  type: 'OS::Neutron::FloatingIP',
  description: 'An address of an external network that leads to a port.',
  service: 'network',
  properties: {
    floating_network_id: formerly('floating_network', ref('neutron.network')),
    floating_network: ref('neutron.network', { required: true }),
    floating_subnet: ref('neutron.subnet'),
    value_specs: map({ default: {} }),
    port_id: str({ update: true, constraints: [custom('neutron.port')] }),
    fixed_ip_address: str({ update: true, constraints: [custom('ip_addr')] }),
    floating_ip_address: str({ constraints: [custom('ip_addr')] }),
    dns_name: str({ update: true, constraints: [custom('rel_dns_name')] }),
    dns_domain: str({ update: true, constraints: [custom('dns_domain')] }),
  },
  attributes: {
    router_id: attr('string'),
    tenant_id: attr('string'),
    floating_network_id: attr('string'),
    fixed_ip_address: attr('string'),
    floating_ip_address: attr('string'),
    port_id: attr('string'),
  },
  validate: (properties, resolved) => [
    ...bannedSpecs(properties),
    ...(given(properties, 'fixed_ip_address') && resolved('port_id') && !given(properties, 'port_id')
      ? [needs('fixed_ip_address', 'port_id')]
      : []),
  ],
  implicitDependencies: (self, others) => [
    ...routersTo(known(self, 'floating_network', 'floating_network_id'), others),
    ...interfacesOfPort(self.property('port_id'), others),
  ],
  api,
  async update(context, { after }) {
    // An empty text is how a template says null.
    const fields = {
      port_id: textOf(after, 'port_id') ?? null,
      fixed_ip_address: textOf(after, 'fixed_ip_address') ?? null,
    };
    await api.client(context).put(api.at(context), { floatingip: fields }, { signal: context.signal });
  },
});
