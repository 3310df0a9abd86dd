import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import { address, orNull, text, uuid } from './checks.ts';
import { badResource, notFound } from './faults.ts';
import { associate, detach, type Association } from './floating-ip-association.ts';
import type { FloatingIp, Port } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { seekNetwork } from './networks.ts';
import { portMissing } from './ports.ts';
import { servicePort } from './service-ports.ts';
import type { World } from './world.ts';

const NOWHERE: Association = { port_id: null, fixed_ip_address: null, router_id: null };

export function floatingIpKind(world: World): Kind<FloatingIp> {
  return {
    one: 'floatingip',
    many: 'floatingips',
    quota: 'floatingip',
    items: world.floatingIps,
    missing: (id) => notFound('FloatingIPNotFound', `Floating IP ${id} could not be found`),
    attributes: {
      description: { check: text(), fallback: '' },
      floating_network_id: { check: uuid, required: true, put: false },
      floating_ip_address: { check: address, put: false, admin: true },
      subnet_id: { check: orNull(uuid), put: false },
      port_id: { check: orNull(uuid) },
      fixed_ip_address: { check: orNull(address) },
      qos_policy_id: { check: orNull(uuid), fallback: null },
      dns_name: { check: text(), fallback: '', put: false },
      dns_domain: { check: text(), fallback: '', put: false },
      router_id: {},
      status: {},
      port_details: {},
      port_forwardings: {},
    },
    view: (ip) => viewFloatingIp(world, ip),
    create: (values, projectId, call) => createFloatingIp(world, values, projectId, call),
    update: (ip, changes, call) => updateFloatingIp(world, ip, changes, call.caller),
    remove: (ip) => {
      world.ports.delete(ip.holder_id);
      world.floatingIps.delete(ip.id);
    },
    narrow: (query) => {
      const ports = query.getAll('port_id').filter((id) => id !== '');
      return ports.length > 0 ? ports.flatMap((id) => world.floatingIpsOf(id)) : undefined;
    },
  };
}

function viewFloatingIp(world: World, ip: FloatingIp): ValueMap {
  const { holder_id: _hidden, ...fields } = ip;
  const port = ip.port_id === null ? undefined : world.ports.get(ip.port_id);
  return {
    ...(fields as unknown as ValueMap),
    status: ip.port_id === null ? 'DOWN' : 'ACTIVE',
    port_details: port === undefined ? null : details(port),
    port_forwardings: [],
  };
}

function details(port: Port): ValueMap {
  const { name, network_id, mac_address, admin_state_up, device_id, device_owner } = port;
  const status = port['binding:host_id'] === '' ? 'DOWN' : 'ACTIVE';
  return { name, network_id, mac_address, admin_state_up, status, device_id, device_owner };
}

function createFloatingIp(world: World, values: Values, projectId: string, { caller }: Call): FloatingIp {
  const network = seekNetwork(world, values['floating_network_id'] as string, caller);
  if (!network['router:external']) {
    throw badResource('floatingip', `Network ${network.id} is not a valid external network`);
  }
  const wanted = {
    ...(typeof values['subnet_id'] === 'string' && { subnet_id: values['subnet_id'] }),
    ...(typeof values['floating_ip_address'] === 'string' && { ip_address: values['floating_ip_address'] }),
  };
  const standard = world.standard(projectId, values['description'] as string);
  const only = Object.keys(wanted).length > 0 ? [wanted] : v4Subnets(world, network.id);
  const holder = servicePort(world, network, 'network:floatingip', standard.id, only);
  const { subnet_id: _subnet, port_id: portId, fixed_ip_address: fixed, ...fields } = values;
  const ip = {
    ...fields,
    ...standard,
    ...NOWHERE,
    holder_id: holder.id,
    floating_ip_address: holder.fixed_ips[0]!.ip_address,
  } as unknown as FloatingIp;
  if (portId === undefined || portId === null) return world.floatingIps.put(ip);
  const port = seekPort(world, portId as string, caller);
  return world.floatingIps.put({ ...ip, ...associate(world, ip, port, (fixed ?? undefined) as string | undefined) });
}

function v4Subnets(world: World, networkId: string): { subnet_id: string }[] {
  const subnet = world.subnetsOf(networkId).find(({ ip_version: version }) => version === 4);
  if (subnet) return [{ subnet_id: subnet.id }];
  throw badResource('floatingip', `Network ${networkId} does not contain any IPv4 subnet`);
}

function seekPort(world: World, id: string, caller: Caller): Port {
  const port = world.ports.get(id);
  if (port === undefined || !mayTouch(caller, port.project_id)) throw portMissing(id);
  return port;
}

function updateFloatingIp(world: World, ip: FloatingIp, changes: Values, caller: Caller): FloatingIp {
  const { port_id: portId, fixed_ip_address: fixed, ...rest } = changes;
  const plain = rest as unknown as Partial<FloatingIp>;
  if (portId === undefined && fixed !== undefined && ip.port_id === null) {
    throw badResource('floatingip', 'fixed_ip_address cannot be specified without a port_id');
  }
  // Any update that names no port keeps the association; a null port ends it.
  if (portId === null) return world.floatingIps.put({ ...detach(world, ip), ...plain });
  if (portId === undefined && fixed === undefined) return world.change(world.floatingIps, ip, plain);
  const port = seekPort(world, (portId as string | undefined) ?? ip.port_id!, caller);
  const association = associate(world, ip, port, (fixed ?? undefined) as string | undefined);
  return world.change(world.floatingIps, ip, { ...plain, ...association });
}
