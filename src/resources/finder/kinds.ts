/** Kinds of objects that templates name, by the name of their custom constraint; how each is looked up and what Heat says where it is not there. */
import { byList, byShow, type Lookup } from './lookup.ts';
import { glanceImages } from './glance.ts';
import { inDomain, byKeystone } from './keystone.ts';
import { neutronObjects } from './neutron.ts';

export interface Kind {
  readonly lookup: Lookup;
  /** What is said where nothing has the name or id. */
  readonly none: (value: string) => string;
  /** What is said where several have the name. */
  readonly several: (value: string) => string;
  /** True where no value at all is fine. */
  readonly mayBeEmpty?: boolean;
}

const entity =
  (name: string) =>
  (value: string): string =>
    `The ${name} (${value}) could not be found.`;

function simple(name: string, lookup: Lookup): Kind {
  return { lookup, none: entity(name), several: entity(name) };
}

/** Neutron's client says it so. */
const network = (word: string, path: string, key: string, ownFirst = false): Kind => ({
  lookup: neutronObjects({ path, key, ownFirst }),
  none: (value) => `Unable to find ${word} with name or id '${value}'`,
  several: (value) => `Multiple ${word} matches found for name '${value}', use an ID to be more specific.`,
});

/** Nova's and Cinder's clients say it so. */
const named = (word: string, plural: string, lookup: Lookup): Kind => ({
  lookup,
  none: (value) => `No ${word} matching {'name': '${value}'}. (HTTP 404)`,
  several: (value) => `No unique ${plural} matching {'name': '${value}'} (Ambiguous)`,
});

const volumes = (path: string, key: string): Lookup => byShow({ service: 'volumev3', path, key });

export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['neutron.network', network('network', '/networks', 'networks')],
  ['neutron.subnet', network('subnet', '/subnets', 'subnets')],
  ['neutron.port', network('port', '/ports', 'ports')],
  ['neutron.router', network('router', '/routers', 'routers')],
  ['neutron.subnetpool', network('subnetpool', '/subnetpools', 'subnetpools')],
  ['neutron.security_group', network('security_group', '/security-groups', 'security_groups', true)],
  ['neutron.address_scope', network('address_scope', '/address-scopes', 'address_scopes')],
  ['neutron.qos_policy', network('policy', '/qos/policies', 'policies')],
  [
    'neutron.segment',
    {
      lookup: neutronObjects({ path: '/segments', key: 'segments', ownFirst: false }),
      none: (value) => `No Segment found for ${value}`,
      several: (value) => `More than one Segment exists with the name '${value}'.`,
    },
  ],
  [
    'nova.flavor',
    named(
      'Flavor',
      'Flavors',
      byList({ service: 'compute', path: '/flavors', key: 'flavors', query: { is_public: 'none' } }),
    ),
  ],
  [
    'nova.host',
    {
      lookup: byList({ service: 'compute', path: '/os-hypervisors', key: 'hypervisors', id: 'hypervisor_hostname' }),
      none: (value) => `No hypervisor matching '${value}' could be found. (HTTP 404)`,
      several: (value) => `More than one hypervisor matches '${value}'.`,
    },
  ],
  [
    'nova.keypair',
    {
      ...simple(
        'Key',
        byList({ service: 'compute', path: '/os-keypairs', key: 'keypairs', envelope: 'keypair', id: 'name' }),
      ),
      mayBeEmpty: true,
    },
  ],
  ['nova.server', simple('Server', byShow({ service: 'compute', path: '/servers', key: 'server' }))],
  [
    'glance.image',
    {
      lookup: glanceImages,
      none: (value) => `No images matching {'name': '${value}'}.`,
      several: (value) => `No images unique match found for {'name': '${value}'}.`,
    },
  ],
  ['cinder.volume', simple('Volume', volumes('/volumes', 'volume'))],
  ['cinder.snapshot', simple('VolumeSnapshot', volumes('/snapshots', 'snapshot'))],
  ['cinder.backup', simple('Volume backup', volumes('/backups', 'backup'))],
  [
    'cinder.vtype',
    simple(
      'VolumeType',
      byList({ service: 'volumev3', path: '/types', key: 'volume_types', query: { is_public: 'None' }, first: true }),
    ),
  ],
  [
    'cinder.qos_specs',
    named('QoSSpecs', 'QoSSpecs', byList({ service: 'volumev3', path: '/qos-specs', key: 'qos_specs' })),
  ],
  ['keystone.user', simple('KeystoneUser', inDomain('users', 'user'))],
  ['keystone.project', simple('KeystoneProject', inDomain('projects', 'project'))],
  ['keystone.group', simple('KeystoneGroup', inDomain('groups', 'group'))],
  ['keystone.role', simple('KeystoneRole', inDomain('roles', 'role'))],
  ['keystone.domain', simple('KeystoneDomain', byKeystone('domains', 'domain'))],
  ['keystone.service', simple('KeystoneService', byKeystone('services', 'service'))],
  ['keystone.region', simple('KeystoneRegion', byShow({ service: 'identity', path: '/regions', key: 'region' }))],
  ['barbican.secret', simple('Secret', byShow({ service: 'key-manager', path: '/secrets', ref: 'secret_ref' }))],
  [
    'barbican.container',
    simple('Container', byShow({ service: 'key-manager', path: '/containers', ref: 'container_ref' })),
  ],
]);
