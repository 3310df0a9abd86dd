/** Kinds of objects that Neutron has, by the name of their custom constraint. */
import type { Kind } from './kind.ts';
import { byList } from './lookup.ts';
import { neutronObjects, type NeutronOptions } from './neutron.ts';

/** Neutron's client says it so. */
const network = (word: string, path: string, key: string, more: NeutronOptions = {}): Kind => ({
  lookup: neutronObjects(path, key, more),
  none: (value) => `Unable to find ${word} with name or id '${value}'`,
  several: (value) => `Multiple ${word} matches found for name '${value}', use an ID to be more specific.`,
});

const LBAAS = { extension: 'lbaasv2' };
const SFC = { extension: 'sfc' };
const TAAS = { extension: 'taas' };

const noProvider = (value: string): string => `Unable to find neutron provider '${value}'.`;

export const NETWORK_KINDS: ReadonlyMap<string, Kind> = new Map([
  ['neutron.network', network('network', '/networks', 'networks')],
  ['neutron.subnet', network('subnet', '/subnets', 'subnets')],
  ['neutron.port', network('port', '/ports', 'ports')],
  ['neutron.router', network('router', '/routers', 'routers')],
  ['neutron.subnetpool', network('subnetpool', '/subnetpools', 'subnetpools')],
  ['neutron.security_group', network('security_group', '/security-groups', 'security_groups', { ownFirst: true })],
  [
    'neutron.address_scope',
    network('address_scope', '/address-scopes', 'address_scopes', { extension: 'address-scope' }),
  ],
  ['neutron.qos_policy', network('policy', '/qos/policies', 'policies', { extension: 'qos' })],
  [
    'neutron.segment',
    {
      lookup: neutronObjects('/segments', 'segments'),
      none: (value) => `No Segment found for ${value}`,
      several: (value) => `More than one Segment exists with the name '${value}'.`,
    },
  ],
  ['neutron.lbaas.listener', network('listener', '/lbaas/listeners', 'listeners', LBAAS)],
  ['neutron.lbaas.loadbalancer', network('loadbalancer', '/lbaas/loadbalancers', 'loadbalancers', LBAAS)],
  ['neutron.lbaas.pool', network('pool', '/lbaas/pools', 'pools', LBAAS)],
  ['neutron.flow_classifier', network('flow_classifier', '/sfc/flow_classifiers', 'flow_classifiers', SFC)],
  ['neutron.port_pair', network('port_pair', '/sfc/port_pairs', 'port_pairs', SFC)],
  ['neutron.port_pair_group', network('port_pair_group', '/sfc/port_pair_groups', 'port_pair_groups', SFC)],
  ['neutron.taas.tap_flow', network('tap_flow', '/taas/tap_flows', 'tap_flows', TAAS)],
  ['neutron.taas.tap_service', network('tap_service', '/taas/tap_services', 'tap_services', TAAS)],
  [
    'neutron.lbaas.provider',
    {
      lookup: byList({
        service: 'network',
        path: '/service-providers',
        key: 'service_providers',
        query: { service_type: 'LOADBALANCERV2' },
        id: 'name',
      }),
      none: noProvider,
      several: noProvider,
    },
  ],
]);
