import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { keyedFault, noSuchPath } from '../wire/faults.ts';
import { minorOf, VersionedRoutes, type Versions } from '../wire/versioned.ts';
import { addAggregates } from './aggregates.ts';
import { addConsoles } from './consoles.ts';
import { addExtensions } from './extensions.ts';
import { addFlavorDetails } from './flavor-details.ts';
import { addFlavors, seedFlavors } from './flavors.ts';
import { addInstanceActions } from './instance-actions.ts';
import { addInterfaces } from './interfaces.ts';
import { addKeypairs } from './keypairs.ts';
import { addOperations } from './operations.ts';
import { addQuotas, overQuota } from './quotas.ts';
import { addServerActions } from './server-actions.ts';
import { addServerGroups } from './server-groups.ts';
import { addServerMetadata } from './server-metadata.ts';
import { addServerSecurityGroups } from './server-security-groups.ts';
import { addServers } from './servers.ts';
import { addUsage } from './usage.ts';
import { addVolumeAttachments } from './volume-attachments.ts';
import { World, type Neighbours } from './world.ts';

const LEGACY_HEADER = 'x-openstack-nova-api-version';
const VERSIONS: Versions = { type: 'compute', major: 2, min: 1, max: 93, legacyHeader: LEGACY_HEADER };

/** The compute service of a sandbox cloud. */
export interface Nova {
  readonly service: Service;
  readonly world: World;
}

/** Builds Nova v2.1 on what the kernel remembers and the services it works with. */
export function createNova(kernel: Kernel, neighbours: Neighbours): Nova {
  const world = new World(kernel, neighbours);
  seedFlavors(world);
  const service = new Service({
    name: 'nova',
    mount: '/compute',
    fault: keyedFault,
    noRoute: noSuchPath,
    overQuota,
    headers,
  });
  service.route('GET', '/', versions, { auth: false });
  service.route('GET', '/v2.1', version, { auth: false });
  const routes = new VersionedRoutes(service, VERSIONS, '/v2.1');
  addServers(routes, world);
  addServerActions(routes, world);
  addServerMetadata(routes, world);
  addServerSecurityGroups(routes, world);
  addConsoles(routes, world);
  addInterfaces(routes, world);
  addVolumeAttachments(routes, world);
  addInstanceActions(routes, world);
  addFlavors(routes, world);
  addFlavorDetails(routes, world);
  addKeypairs(routes, world);
  addServerGroups(routes, world);
  addQuotas(routes, world);
  addOperations(routes, world);
  addUsage(routes, world);
  addAggregates(routes, world);
  addExtensions(routes);
  return { service, world };
}

function headers(call: Call): Record<string, string> {
  const ids = { 'x-compute-request-id': call.requestId, vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version' };
  try {
    const number = `2.${minorOf(VERSIONS, call.headers)}`;
    return { ...ids, 'openstack-api-version': `compute ${number}`, [LEGACY_HEADER]: number };
  } catch {
    return ids;
  }
}

function current(serviceUrl: string) {
  const numbers = { version: '2.93', min_version: '2.1', updated: '2013-07-23T11:33:21Z' };
  return { id: 'v2.1', status: 'CURRENT', ...numbers, links: [{ rel: 'self', href: `${serviceUrl}/v2.1/` }] };
}

function versions({ serviceUrl }: Call): Answer {
  return { status: 200, body: { versions: [current(serviceUrl)] } };
}

function version({ serviceUrl }: Call): Answer {
  const { links, ...rest } = current(serviceUrl);
  const described = { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' };
  const media = { base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' };
  return { status: 200, body: { version: { ...rest, links: [...links, described], 'media-types': [media] } } };
}
