import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { overlap, parseAddress, parseBlock, within } from './addresses.ts';
import { badResource, conflict, disallowed, notFound } from './faults.ts';
import type { Port, Router, Subnet } from './items.ts';
import { isOwned, seek, type Kind } from './kind.ts';
import { dropPort, portMissing } from './ports.ts';
import { interfacesOf } from './routers.ts';

import { servicePort } from './service-ports.ts';
import { subnetMissing } from './subnets.ts';
import type { World } from './world.ts';

/** Adds `add_router_interface` and `remove_router_interface`, by subnet or by port. */
export function addRouterInterfaces(service: Service, world: World, kind: Kind<Router>): void {
  const path = '/v2.0/routers/:id';
  service.route('PUT', `${path}/add_router_interface`, (call) => {
    const router = mine(kind, call, 'add_router_interface');
    return answer(router, add(world, router, call.body(), call.caller));
  });
  service.route('PUT', `${path}/remove_router_interface`, (call) => {
    const router = mine(kind, call, 'remove_router_interface');
    return answer(router, remove(world, router, call.body(), call.caller));
  });
}

function mine(kind: Kind<Router>, call: Call, rule: string): Router {
  const router = seek(kind, call.param('id'), call.caller);
  if (!isOwned(kind, router, call.caller)) throw disallowed(`rule:${rule}`);
  return router;
}

function answer(router: Router, { port, subnetIds }: { port: Port; subnetIds: string[] }): Answer {
  const body: ValueMap = {
    id: router.id,
    tenant_id: router.project_id,
    port_id: port.id,
    network_id: port.network_id,
    subnet_id: subnetIds.at(-1) ?? null,
    subnet_ids: subnetIds,
  };
  return { status: 200, body };
}

type Joined = { port: Port; subnetIds: string[] };

function add(world: World, router: Router, body: ValueMap, caller: Caller): Joined {
  const [portId, subnetId] = [body['port_id'], body['subnet_id']];
  if (typeof portId === 'string' && typeof subnetId === 'string') {
    throw badResource('router', 'Cannot specify both subnet-id and port-id');
  }
  if (typeof portId === 'string') return addPort(world, router, portId, caller);
  if (typeof subnetId === 'string') return addSubnet(world, router, subnetId, caller);
  throw badResource('router', 'Either subnet_id or port_id must be specified');
}

function addPort(world: World, router: Router, portId: string, caller: Caller): Joined {
  const port = seekPort(world, portId, caller);
  if (port.device_id !== '') {
    throw conflict(
      'PortInUse',
      `Unable to complete operation on port ${port.id} for network ${port.network_id}. Port already has an attached device ${port.device_id}.`,
    );
  }
  if (port.fixed_ips.length === 0) throw badResource('router', 'Router port must have at least one fixed IP');
  const subnets = port.fixed_ips.map((ip) => world.subnets.get(ip.subnet_id)!);
  for (const subnet of subnets) refuseOverlap(world, router, subnet);
  const joined = world.change(world.ports, port, {
    device_id: router.id,
    device_owner: 'network:router_interface',
    security_groups: [],
    port_security_enabled: false,
  });
  return { port: joined, subnetIds: subnets.map((subnet) => subnet.id) };
}

function addSubnet(world: World, router: Router, subnetId: string, caller: Caller): Joined {
  const subnet = seekSubnet(world, subnetId, caller);
  if (subnet.gateway_ip === null) throw badResource('router', 'Subnet for router interface must have a gateway IP');
  refuseOverlap(world, router, subnet);
  const network = world.networks.get(subnet.network_id)!;
  const wanted = [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip }];
  const port = servicePort(world, network, 'network:router_interface', router.id, wanted, router.project_id);
  return { port, subnetIds: [subnet.id] };
}

function refuseOverlap(world: World, router: Router, subnet: Subnet): void {
  const block = parseBlock(subnet.cidr)!;
  for (const port of world.portsOf(router.id)) {
    for (const ip of port.fixed_ips) {
      if (ip.subnet_id === subnet.id) {
        throw badResource('router', `Router already has a port on subnet ${subnet.id}`);
      }
      const other = world.subnets.get(ip.subnet_id)!;
      if (overlap(block, parseBlock(other.cidr)!)) {
        const message = `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other.cidr} of subnet ${other.id}`;
        throw badResource('router', message);
      }
    }
  }
}

function remove(world: World, router: Router, body: ValueMap, caller: Caller): Joined {
  const [portId, subnetId] = [body['port_id'], body['subnet_id']];
  if (typeof portId !== 'string' && typeof subnetId !== 'string') {
    throw badResource('router', 'Either subnet_id or port_id must be specified');
  }
  const interfaces = interfacesOf(world, router);
  const port =
    typeof portId === 'string'
      ? byPort(interfaces, router, portId)
      : bySubnet(world, interfaces, router, subnetId as string, caller);
  const subnetIds = port.fixed_ips.map((ip) => ip.subnet_id);
  if (typeof portId === 'string' && typeof subnetId === 'string' && !subnetIds.includes(subnetId)) {
    const message = `Subnet on port ${portId} does not match the requested subnet ${subnetId}.`;
    throw conflict('SubnetMismatchForPort', message);
  }
  for (const id of subnetIds) refuseNeeded(world, router, world.subnets.get(id)!);
  dropPort(world, port);
  return { port, subnetIds: typeof subnetId === 'string' ? [subnetId] : subnetIds };
}

function byPort(interfaces: readonly Port[], router: Router, portId: string): Port {
  const port = interfaces.find(({ id }) => id === portId);
  if (port) return port;
  throw notFound('RouterInterfaceNotFound', `Router ${router.id} does not have an interface with id ${portId}`);
}

function bySubnet(world: World, interfaces: readonly Port[], router: Router, subnetId: string, caller: Caller): Port {
  seekSubnet(world, subnetId, caller);
  const port = interfaces.find(({ fixed_ips: ips }) => ips.some((ip) => ip.subnet_id === subnetId));
  if (port) return port;
  throw notFound('RouterInterfaceNotFoundForSubnet', `Router ${router.id} has no interface on subnet ${subnetId}`);
}

function refuseNeeded(world: World, router: Router, subnet: Subnet): void {
  const block = parseBlock(subnet.cidr)!;
  const start = `Router interface for subnet ${subnet.id} on router ${router.id} cannot be deleted, as it is required by one or more`;
  const led = world.floatingIps.find(
    (ip) =>
      ip.router_id === router.id &&
      ip.fixed_ip_address !== null &&
      world.ports
        .get(ip.port_id!)
        ?.fixed_ips.some((own) => own.subnet_id === subnet.id && own.ip_address === ip.fixed_ip_address) === true,
  );
  if (led) throw conflict('RouterInterfaceInUseByFloatingIP', `${start} floating IPs.`);
  if (router.routes.some((route) => within(block, parseAddress(route.nexthop)!))) {
    throw conflict('RouterInterfaceInUseByRoute', `${start} routes.`);
  }
}

function seekPort(world: World, id: string, caller: Caller): Port {
  const port = world.ports.get(id);
  if (port === undefined || !mayTouch(caller, port.project_id)) throw portMissing(id);
  return port;
}

function seekSubnet(world: World, id: string, caller: Caller): Subnet {
  const subnet = world.subnets.get(id);
  if (subnet === undefined) throw subnetMissing(id);
  const shared = world.rbacOf(subnet.network_id).some(({ target_tenant: to }) => to === '*' || to === caller.projectId);
  if (!mayTouch(caller, subnet.project_id) && !shared) throw subnetMissing(id);
  return subnet;
}
