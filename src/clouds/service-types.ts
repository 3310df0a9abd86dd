/** What is known about a kind of service, beyond what its catalog entry says. */
export interface ServiceKind {
  /** The official type, as the service-types authority lists it. */
  readonly type: string;
  /** Other types that catalogs use for it, the best first. */
  readonly aliases: readonly string[];
  /** Path of the version that is spoken, for catalog entries that name none; empty where the API is not versioned by path. */
  readonly version: string;
  /** The project's id follows the version. */
  readonly perProject?: true;
  /** What the service calls itself in microversion headers, where that is not its type. */
  readonly microversionName?: string;
  /** The microversion header it had before `OpenStack-API-Version`. */
  readonly legacyHeader?: string;
}

/**
 * Types and aliases: service-types.openstack.org. `volumev2` is left out on purpose: it names another version of the API.
 * Versions: the services' own API references.
 */
const KINDS: readonly ServiceKind[] = [
  { type: 'identity', aliases: [], version: '/v3' },
  { type: 'compute', aliases: [], version: '/v2.1', legacyHeader: 'x-openstack-nova-api-version' },
  { type: 'network', aliases: [], version: '/v2.0' },
  { type: 'image', aliases: [], version: '/v2' },
  {
    type: 'block-storage',
    aliases: ['volumev3', 'volume', 'block-store'],
    version: '/v3',
    perProject: true,
    microversionName: 'volume',
  },
  { type: 'key-manager', aliases: [], version: '/v1' },
  { type: 'orchestration', aliases: [], version: '/v1', perProject: true },
  { type: 'cloudformation', aliases: [], version: '/v1' },
  { type: 'object-store', aliases: [], version: '' },
  { type: 'load-balancer', aliases: [], version: '/v2.0' },
  { type: 'dns', aliases: [], version: '/v2' },
  { type: 'placement', aliases: [], version: '' },
  { type: 'workflow', aliases: ['workflowv2'], version: '/v2' },
  {
    type: 'shared-file-system',
    aliases: ['sharev2', 'share'],
    version: '/v2',
    perProject: true,
    legacyHeader: 'x-openstack-manila-api-version',
  },
  { type: 'baremetal', aliases: ['bare-metal'], version: '/v1', legacyHeader: 'x-openstack-ironic-api-version' },
  { type: 'message', aliases: ['messaging'], version: '/v2' },
  { type: 'alarm', aliases: ['alarming'], version: '/v2' },
  { type: 'metric', aliases: [], version: '/v1' },
  { type: 'database', aliases: [], version: '/v1.0', perProject: true },
  { type: 'clustering', aliases: ['resource-cluster', 'cluster'], version: '/v1' },
  { type: 'data-processing', aliases: [], version: '/v1.1', perProject: true },
  { type: 'reservation', aliases: [], version: '/v1' },
  { type: 'instance-ha', aliases: ['ha'], version: '/v1', perProject: true },
  { type: 'accelerator', aliases: [], version: '/v2' },
  { type: 'nfv-orchestration', aliases: [], version: '' },
  { type: 'root-cause-analysis', aliases: ['rca'], version: '' },
  {
    type: 'application-container',
    aliases: ['container'],
    version: '/v1',
    microversionName: 'container',
  },
  {
    type: 'container-infrastructure-management',
    aliases: ['container-infra', 'container-infrastructure'],
    version: '/v1',
    microversionName: 'container-infra',
  },
];

/** What is known about a service by its type or any alias of it; a type that is not known has no aliases and no version. */
export function serviceKind(type: string): ServiceKind {
  return KINDS.find((kind) => kind.type === type || kind.aliases.includes(type)) ?? { type, aliases: [], version: '' };
}

/** The headers that ask a service for a microversion, in lower case (API-SIG microversion specification, and each older one). */
export function microversionHeaders(type: string, microversion: string): Record<string, string> {
  const kind = serviceKind(type);
  return {
    'openstack-api-version': `${kind.microversionName ?? kind.type} ${microversion}`,
    ...(kind.legacyHeader !== undefined && { [kind.legacyHeader]: microversion }),
  };
}

/** Orders microversions: negative when `a` is lower than `b`. */
export function compareMicroversions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
