import { badResource, conflict, notFound } from './faults.ts';
import type { FloatingIp, Port } from './items.ts';
import type { World } from './world.ts';

/** Frees a floating IP from the port it leads to. */
export function detach(world: World, ip: FloatingIp): FloatingIp {
  return world.change(world.floatingIps, ip, { port_id: null, fixed_ip_address: null, router_id: null });
}

/** What an association puts into a floating IP. */
export type Association = Pick<FloatingIp, 'port_id' | 'fixed_ip_address' | 'router_id'>;

/**
 * Works out how the floating IP leads to the port: over which of its addresses, through which router. Throws a 400, 404 or 409
 * fault where it cannot (neutron/db/l3_db.py).
 */
export function associate(
  world: World,
  ip: Pick<FloatingIp, 'id' | 'floating_ip_address' | 'floating_network_id'>,
  port: Port,
  fixedIp: string | undefined,
): Association {
  const address = fixedIp ?? onlyAddress(port);
  const held = port.fixed_ips.find((own) => own.ip_address === address);
  if (held === undefined) {
    throw badResource('floatingip', `Port ${port.id} does not have fixed ip ${address}`);
  }
  const other = world
    .floatingIpsOf(port.id)
    .find(
      (one) =>
        one.id !== ip.id && one.fixed_ip_address === address && one.floating_network_id === ip.floating_network_id,
    );
  if (other) {
    throw conflict(
      'FloatingIPPortAlreadyAssociated',
      `Cannot associate floating IP ${ip.floating_ip_address} (${ip.id}) with port ${port.id} using fixed IP ${address}, as that fixed IP already has a floating IP on external network ${ip.floating_network_id}.`,
    );
  }
  const router = routerBetween(world, held.subnet_id, port.network_id, ip.floating_network_id);
  if (router === undefined) {
    throw notFound(
      'ExternalGatewayForFloatingIPNotFound',
      `External network ${ip.floating_network_id} is not reachable from subnet ${held.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`,
    );
  }
  return { port_id: port.id, fixed_ip_address: address, router_id: router };
}

function onlyAddress(port: Port): string {
  const v4 = port.fixed_ips.map((ip) => ip.ip_address).filter((text) => !text.includes(':'));
  if (v4.length === 0) {
    throw badResource('floatingip', `Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`);
  }
  if (v4.length > 1) {
    throw badResource(
      'floatingip',
      `Port ${port.id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`,
    );
  }
  return v4[0]!;
}

function routerBetween(world: World, subnetId: string, networkId: string, externalId: string): string | undefined {
  for (const port of world.portsOn(networkId)) {
    if (port.device_owner !== 'network:router_interface') continue;
    if (!port.fixed_ips.some((ip) => ip.subnet_id === subnetId)) continue;
    const gateway = world.routers.get(port.device_id)?.gw_port_id;
    if (gateway && world.ports.get(gateway)?.network_id === externalId) return port.device_id;
  }
  return undefined;
}
