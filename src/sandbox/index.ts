import { Sandbox, type SandboxOptions } from './kernel/sandbox.ts';
import type { Service } from './kernel/service.ts';
import { createBarbican } from './barbican/barbican.ts';
import { createCinder } from './cinder/cinder.ts';
import { createGlance } from './glance/glance.ts';
import { seedImages } from './glance/seed.ts';
import { createKeystone } from './keystone/keystone.ts';
import { createNeutron } from './neutron/neutron.ts';
import { seedPublicNetwork } from './neutron/seed.ts';
import { createNova } from './nova/nova.ts';
import { createSwift } from './swift/swift.ts';
import { createZaqar } from './zaqar/zaqar.ts';
import { seedCatalog, seedPeople, type CatalogEntry, type Seed } from './keystone/seed.ts';

export { listen, type Listener } from './listen.ts';
export { sandboxTransport, type SandboxTransport } from './transport.ts';
export { ConnectionLost, type SandboxRequest, type SandboxResponse } from './kernel/http.ts';
export { DiskStateFile, MemoryStateFile, type StateFile } from './kernel/statefile.ts';
export type { Effect, FaultOrder } from './kernel/faults.ts';
export type { CatalogEntry } from './keystone/seed.ts';
export { Sandbox, type SandboxOptions } from './kernel/sandbox.ts';

export interface CloudOptions extends SandboxOptions {
  /** Who a new cloud starts with. */
  readonly seed?: Seed;
  /** Services to leave out, by catalog type. */
  readonly without?: readonly string[];
  /** Services elsewhere to list in the catalog, such as an orchestration service. */
  readonly extraCatalog?: readonly CatalogEntry[];
}

interface Part {
  readonly service: Service;
  /** Catalog type, and what follows the mount in the endpoint. */
  readonly type: string;
  readonly suffix: string;
}

/** A whole cloud with all its services, going on from what its state file remembers. */
export function createSandbox(options: CloudOptions): Sandbox {
  const sandbox = new Sandbox(options);
  const keystone = createKeystone(sandbox);
  const glance = createGlance(sandbox);
  const neutron = createNeutron(sandbox);
  const cinder = createCinder(sandbox, glance.store);
  const nova = createNova(sandbox, { network: neutron.world, volume: cinder.world, images: glance.store });
  const swift = createSwift(sandbox);
  const parts: readonly Part[] = [
    { service: keystone.service, type: 'identity', suffix: '/v3' },
    { service: createBarbican(sandbox).service, type: 'key-manager', suffix: '' },
    { service: glance.service, type: 'image', suffix: '' },
    { service: neutron.service, type: 'network', suffix: '' },
    { service: nova.service, type: 'compute', suffix: '/v2.1' },
    { service: cinder.service, type: 'volumev3', suffix: '/v3/%(project_id)s' },
    { service: swift.service, type: 'object-store', suffix: '/AUTH_%(project_id)s' },
    { service: createZaqar(sandbox).service, type: 'messaging', suffix: '' },
  ];
  const offered = parts.filter(({ type }) => options.without?.includes(type) !== true);
  for (const { service } of offered) sandbox.mount(service);
  if (offered.some(({ service }) => service === swift.service)) sandbox.mount(swift.info);
  seedPeople(keystone.directory, options.seed ?? {});
  const adminProject = keystone.directory.projectByName('admin', 'default')!.id;
  seedImages(glance.store, adminProject);
  seedPublicNetwork(neutron.world, adminProject);
  const catalog = offered.map(({ service, type, suffix }) => ({
    type,
    name: service.options.name,
    url: `${sandbox.baseUrl}${service.options.mount}${suffix}`,
  }));
  seedCatalog(keystone.directory, sandbox.region, [...catalog, ...(options.extraCatalog ?? [])]);
  sandbox.guard({
    authenticate: keystone.authenticate,
    revokeAll: () => keystone.tokens.revokeAll(),
    identityUrl: `${sandbox.baseUrl}/identity/v3`,
  });
  return sandbox;
}
