/** Kinds of objects that templates name, by the name of their custom constraint; how each is looked up and what Heat says where it is not there. */
import { simple, type Kind } from './kind.ts';
import { byList, byShow, type Lookup } from './lookup.ts';
import { glanceImages } from './glance.ts';
import { inDomain, byKeystone } from './keystone.ts';
import { NETWORK_KINDS } from './network-kinds.ts';

export type { Kind } from './kind.ts';

/** Nova's and Cinder's clients say it so. */
const named = (word: string, plural: string, lookup: Lookup): Kind => ({
  lookup,
  none: (value) => `No ${word} matching {'name': '${value}'}. (HTTP 404)`,
  several: (value) => `No unique ${plural} matching {'name': '${value}'} (Ambiguous)`,
});

/** Octavia's client says it so, and takes no text at all for all there is. An availability zone has no id. */
const balancing = (word: string, path: string, key: string, id = 'id'): Kind => ({
  lookup: byList({ service: 'load-balancer', path, key, query: { fields: [...new Set([id, 'name'])] }, id }),
  none: (value) => `${value} not found (HTTP 404)`,
  several: (value) => `More than one ${word} exists with the name '${value}'.`,
  mayBeEmpty: true,
});

/** Zaqar makes a queue when it is first used: any name will do. */
const queues: Lookup = (_, names) =>
  Promise.resolve(new Map(names.map((name) => [name, /^.{1,64}$/su.test(name) ? [name] : []])));
const QUEUE_LENGTH = 'Queue name length must be 1-64';

const volumes = (path: string, key: string): Lookup => byShow({ service: 'volumev3', path, key });

export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...NETWORK_KINDS,
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
  [
    'octavia.availabilityzone',
    balancing('availability zone', '/lbaas/availabilityzones', 'availability_zones', 'name'),
  ],
  [
    'octavia.availabilityzoneprofile',
    balancing('availability zone profile', '/lbaas/availabilityzoneprofiles', 'availability_zone_profiles'),
  ],
  ['octavia.flavor', balancing('flavor', '/lbaas/flavors', 'flavors')],
  ['octavia.flavorprofile', balancing('flavor profile', '/lbaas/flavorprofiles', 'flavorprofiles')],
  ['octavia.l7policy', balancing('policy', '/lbaas/l7policies', 'l7policies')],
  ['octavia.listener', balancing('listener', '/lbaas/listeners', 'listeners')],
  ['octavia.loadbalancer', balancing('load balancer', '/lbaas/loadbalancers', 'loadbalancers')],
  ['octavia.pool', balancing('pool', '/lbaas/pools', 'pools')],
  // Without the limit Designate gives 20 at a time.
  [
    'designate.zone',
    simple('Designate Zone', byList({ service: 'dns', path: '/zones', key: 'zones', query: { limit: 'max' } })),
  ],
  ['mistral.workflow', simple('Workflow', byShow({ service: 'workflowv2', path: '/workflows' }))],
  ['zaqar.queue', { lookup: queues, none: () => QUEUE_LENGTH, several: () => QUEUE_LENGTH }],
]);
