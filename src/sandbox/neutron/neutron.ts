import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { addAvailability } from './availability.ts';
import { addDiscovery } from './discovery.ts';
import { addExtensions } from './extensions.ts';
import { neutronFault, overQuota } from './faults.ts';
import { floatingIpKind } from './floating-ips.ts';
import { networkKind } from './networks.ts';
import { portKind } from './ports.ts';
import { addQosRules, qosKind } from './qos.ts';
import { addQuotas } from './quotas.ts';
import { rbacKind } from './rbac-policies.ts';
import { addRouterInterfaces } from './router-interfaces.ts';
import { addExtraRoutes } from './router-routes.ts';
import { routerKind } from './routers.ts';
import { addKind } from './routes.ts';
import { securityGroupRuleKind } from './security-group-rules.ts';
import { securityGroupKind } from './security-groups.ts';
import { addressScopeKind, subnetPoolKind } from './subnet-pools.ts';
import { subnetKind } from './subnets.ts';
import { addTags } from './tags.ts';
import { addSubPorts, trunkKind } from './trunks.ts';
import { World } from './world.ts';

/** The network service of a sandbox cloud. */
export interface Neutron {
  readonly service: Service;
  /** What it remembers; the compute service makes and binds ports there. */
  readonly world: World;
}

/** Builds Neutron v2.0 on what the kernel remembers. */
export function createNeutron(kernel: Kernel): Neutron {
  const world = new World(kernel);
  const service = new Service({
    name: 'neutron',
    mount: '/network',
    fault: neutronFault,
    overQuota,
    normalise: (path) => path.replace(/\.json$/, ''),
  });
  const routers = routerKind(world);
  const rules = securityGroupRuleKind(world);
  const tagged = [
    networkKind(world),
    subnetKind(world),
    portKind(world),
    routers,
    floatingIpKind(world),
    securityGroupKind(world, rules),
    subnetPoolKind(world),
  ] as const;
  const qos = qosKind(world);
  const trunks = trunkKind(world);
  for (const kind of [...tagged, qos, trunks] as const) {
    addKind(service, world, kind as typeof routers);
    addTags(service, kind as typeof routers);
  }
  addKind(service, world, rules);
  addKind(service, world, addressScopeKind(world));
  addKind(service, world, rbacKind(world));
  addRouterInterfaces(service, world, routers);
  addExtraRoutes(service, world, routers);
  addQosRules(service, world, qos);
  addSubPorts(service, world, trunks);
  addQuotas(service, world);
  addExtensions(service);
  addAvailability(service, world);
  addDiscovery(service);
  return { service, world };
}
