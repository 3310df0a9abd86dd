import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { keyedFault, noSuchPath } from '../wire/faults.ts';
import { minorOf, VersionedRoutes, type Versions } from '../wire/versioned.ts';
import { addAttachments } from './attachments.ts';
import { addBackups } from './backups.ts';
import { addMetadata } from './metadata.ts';
import { addOperations } from './operations.ts';
import { addQosSpecs } from './qos-specs.ts';
import { addQuotas, overQuota } from './quotas.ts';
import { addSnapshots } from './snapshots.ts';
import { addTypeDetails } from './type-details.ts';
import { addTypes } from './types.ts';
import { addVolumeActions } from './volume-actions.ts';
import { addVolumes, seekVolume } from './volumes.ts';
import type { ImageStore } from '../glance/store.ts';
import { World } from './world.ts';

const VERSIONS: Versions = { type: 'volume', major: 3, min: 0, max: 70 };

/** The volume service of a sandbox cloud. */
export interface Cinder {
  readonly service: Service;
  /** What it remembers; the compute service takes volumes there. */
  readonly world: World;
}

/** Builds Cinder v3 on what the kernel remembers. */
export function createCinder(kernel: Kernel, images: ImageStore): Cinder {
  const world = new World(kernel, images);
  seedTypes(world);
  const service = new Service({
    name: 'cinder',
    mount: '/volume',
    fault: keyedFault,
    noRoute: noSuchPath,
    overQuota: (resource) => overQuota(resource),
    headers,
  });
  service.route('GET', '/', ({ serviceUrl }) => versionDocument(serviceUrl, 300), { auth: false });
  service.route('GET', '/v3', ({ serviceUrl }) => versionDocument(serviceUrl, 200), { auth: false });
  const routes = new VersionedRoutes(service, VERSIONS, '/v3/:project', requireOwnProject);
  addVolumes(routes, world);
  addVolumeActions(routes, world);
  addMetadata(
    routes,
    '/volumes/:id/metadata',
    'Volume',
    (call) => seekVolume(world, call.param('id'), call.caller).metadata,
    (call, metadata) => world.volumes.amend(seekVolume(world, call.param('id'), call.caller), { metadata }),
  );
  addTypes(routes, world);
  addTypeDetails(routes, world);
  addSnapshots(routes, world);
  addBackups(routes, world);
  addAttachments(routes, world);
  addQosSpecs(routes, world);
  addQuotas(routes, world);
  addOperations(routes, world);
  return { service, world };
}

// A token is for one project; Cinder refuses it under the path of another (cinder/api/openstack/wsgi.py).
function requireOwnProject(call: Call): void {
  if (call.param('project') !== call.caller.projectId) throw new Fault(400, 'Malformed request url');
}

function seedTypes(world: World): void {
  if (world.types.size > 0) return;
  const blank = { is_public: true, extra_specs: {}, qos_specs_id: null, access: [], encryption: null };
  world.types.put({
    ...blank,
    id: world.kernel.random.uuid(),
    name: '__DEFAULT__',
    description: 'Default Volume Type',
  });
  const lvm = { ...blank, extra_specs: { volume_backend_name: 'lvmdriver' } };
  world.types.put({ ...lvm, id: world.kernel.random.uuid(), name: 'lvmdriver', description: null });
}

function headers(call: Call): Record<string, string> {
  const ids = { 'x-compute-request-id': call.requestId, vary: 'OpenStack-API-Version' };
  try {
    return { ...ids, 'openstack-api-version': `volume 3.${minorOf(VERSIONS, call.headers)}` };
  } catch {
    return ids;
  }
}

function versionDocument(serviceUrl: string, status: number): Answer {
  const links = [
    { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
    { rel: 'self', href: `${serviceUrl}/v3/` },
  ];
  const media = { base: 'application/json', type: 'application/vnd.openstack.volume+json;version=3' };
  const version = {
    id: 'v3.0',
    status: 'CURRENT',
    version: '3.70',
    min_version: '3.0',
    updated: '2022-08-31T00:00:00Z',
  };
  return { status, body: { versions: [{ ...version, links, 'media-types': [media] }] } };
}
