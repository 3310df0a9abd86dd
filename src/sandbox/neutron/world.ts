import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type {
  AddressScope,
  FloatingIp,
  Network,
  Port,
  ProjectQuota,
  QosPolicy,
  RbacPolicy,
  Router,
  SecurityGroup,
  SecurityGroupRule,
  Standard,
  Subnet,
  SubnetPool,
  Trunk,
} from './items.ts';

/** Everything Neutron remembers, and the lookups it needs often. */
export class World {
  readonly kernel: Kernel;
  readonly networks: Collection<Network>;
  readonly subnets: Collection<Subnet>;
  readonly ports: Collection<Port>;
  readonly routers: Collection<Router>;
  readonly floatingIps: Collection<FloatingIp>;
  readonly groups: Collection<SecurityGroup>;
  readonly rules: Collection<SecurityGroupRule>;
  readonly subnetPools: Collection<SubnetPool>;
  readonly scopes: Collection<AddressScope>;
  readonly rbac: Collection<RbacPolicy>;
  readonly qos: Collection<QosPolicy>;
  readonly trunks: Collection<Trunk>;
  readonly quotas: Collection<ProjectQuota>;
  readonly subnetsOf: (networkId: string) => Subnet[];
  readonly portsOn: (networkId: string) => Port[];
  readonly portsOf: (deviceId: string) => Port[];
  readonly groupsOf: (projectId: string) => SecurityGroup[];
  readonly rulesOf: (groupId: string) => SecurityGroupRule[];
  readonly floatingIpsOf: (portId: string) => FloatingIp[];
  readonly rbacOf: (objectId: string) => RbacPolicy[];
  readonly macs: (mac: string) => Port[];

  constructor(kernel: Kernel) {
    const { state } = kernel;
    this.kernel = kernel;
    this.networks = state.collection('neutron.networks');
    this.subnets = state.collection('neutron.subnets');
    this.ports = state.collection('neutron.ports');
    this.routers = state.collection('neutron.routers');
    this.floatingIps = state.collection('neutron.floatingips');
    this.groups = state.collection('neutron.security_groups');
    this.rules = state.collection('neutron.security_group_rules');
    this.subnetPools = state.collection('neutron.subnetpools');
    this.scopes = state.collection('neutron.address_scopes');
    this.rbac = state.collection('neutron.rbac_policies');
    this.qos = state.collection('neutron.qos_policies');
    this.trunks = state.collection('neutron.trunks');
    this.quotas = state.collection('neutron.quotas');
    this.subnetsOf = this.subnets.index((subnet) => subnet.network_id);
    this.portsOn = this.ports.index((port) => port.network_id);
    this.portsOf = this.ports.index((port) => port.device_id || undefined);
    this.groupsOf = this.groups.index((group) => group.project_id);
    this.rulesOf = this.rules.index((rule) => rule.security_group_id);
    this.floatingIpsOf = this.floatingIps.index((ip) => ip.port_id ?? undefined);
    this.rbacOf = this.rbac.index((policy) => policy.object_id);
    this.macs = this.ports.index((port) => port.mac_address);
  }

  /** The standard attributes of something new. */
  standard(projectId: string, description: string | null = ''): Standard {
    const now = this.kernel.clock.now();
    return {
      id: this.kernel.random.uuid(),
      project_id: projectId,
      description,
      tags: [],
      created_at: now,
      updated_at: now,
      revision_number: 0,
    };
  }

  /** Puts a changed copy, with a newer revision. */
  change<T extends Standard>(items: Collection<T>, item: T, changes: Partial<T>): T {
    const revision = { updated_at: this.kernel.clock.now(), revision_number: item.revision_number + 1 };
    return items.put({ ...item, ...changes, ...revision });
  }
}
