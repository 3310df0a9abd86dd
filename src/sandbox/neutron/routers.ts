import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Caller } from '../kernel/caller.ts';
import type { WantedIp } from './allocation.ts';
import { address, bool, dict, list, text, uuid, Refused, type Check, block } from './checks.ts';
import { badResource, conflict, disallowed, notFound } from './faults.ts';
import type { Port, Route, Router } from './items.ts';
import type { Kind, Values } from './kind.ts';
import { seekNetwork } from './networks.ts';
import { checkRoutes } from './router-routes.ts';
import { servicePort } from './service-ports.ts';
import type { World } from './world.ts';

const gatewayFields = dict(
  {
    network_id: uuid,
    enable_snat: bool,
    external_fixed_ips: list(dict({ subnet_id: uuid, ip_address: address })),
  },
  [],
);
const gatewayInfo: Check = (value) => {
  if (value === null || (isMap(value) && Object.keys(value).length === 0)) return null;
  if (isMap(value) && !Object.hasOwn(value, 'network_id')) {
    const provided = `{${Object.keys(value)
      .map((key) => `'${key}'`)
      .join(', ')}}`;
    throw new Refused(
      `Validation of dictionary's keys failed. Expected keys: {'network_id'} Provided keys: ${provided}`,
    );
  }
  return gatewayFields(value);
};

export const routes = list(dict({ destination: block, nexthop: address }, ['destination', 'nexthop']));

export function routerKind(world: World): Kind<Router> {
  return {
    one: 'router',
    many: 'routers',
    quota: 'router',
    items: world.routers,
    missing: (id) => notFound('RouterNotFound', `Router ${id} could not be found`),
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      admin_state_up: { check: bool, fallback: true },
      external_gateway_info: { check: gatewayInfo },
      routes: { check: routes, post: false },
      distributed: { check: bool, fallback: false, admin: true, secret: true },
      ha: { check: bool, fallback: false, admin: true, secret: true },
      availability_zone_hints: { check: list(text()), fallback: [], put: false },
      flavor_id: {},
      status: {},
      availability_zones: {},
    },
    view: (router) => viewRouter(world, router),
    create: (values, projectId, call) => createRouter(world, values, projectId, call.caller),
    update: (router, changes, call) => updateRouter(world, router, changes, call.caller),
    remove: (router) => removeRouter(world, router),
  };
}

function viewRouter(world: World, router: Router): ValueMap {
  const { gw_port_id: _port, enable_snat: _snat, ...fields } = router;
  return {
    ...(fields as unknown as ValueMap),
    status: router.admin_state_up ? 'ACTIVE' : 'DOWN',
    external_gateway_info: gatewayView(world, router),
    flavor_id: null,
    availability_zones: [],
  };
}

function gatewayView(world: World, router: Router): ValueMap | null {
  const port = gatewayPort(world, router);
  if (port === undefined) return null;
  const external_fixed_ips = port.fixed_ips.map((ip) => ({ ...ip }));
  return { network_id: port.network_id, external_fixed_ips, enable_snat: router.enable_snat };
}

/** The port by which the router is on its external network. */
export function gatewayPort(world: World, router: Router): Port | undefined {
  return router.gw_port_id === null ? undefined : world.ports.get(router.gw_port_id);
}

/** The ports by which the router is on the networks it joins. */
export function interfacesOf(world: World, router: Router): Port[] {
  return world.portsOf(router.id).filter((port) => port.device_owner === 'network:router_interface');
}

function createRouter(world: World, values: Values, projectId: string, caller: Caller): Router {
  const { external_gateway_info: gateway, ...fields } = values;
  const router = world.routers.put({
    ...fields,
    ...world.standard(projectId, fields['description'] as string),
    revision_number: 1,
    gw_port_id: null,
    enable_snat: true,
    routes: [],
  } as unknown as Router);
  return gateway ? setGateway(world, router, gateway as ValueMap, caller) : router;
}

function updateRouter(world: World, router: Router, changes: Values, caller: Caller): Router {
  const { external_gateway_info: gateway, routes: given, ...rest } = changes;
  let after = world.change(world.routers, router, rest as unknown as Partial<Router>);
  if (gateway === null) after = clearGateway(world, after);
  else if (gateway !== undefined) after = setGateway(world, after, gateway as ValueMap, caller);
  if (given === undefined) return after;
  const wanted = given as unknown as Route[];
  checkRoutes(world, after, wanted);
  return world.change(world.routers, after, { routes: wanted });
}

function setGateway(world: World, router: Router, info: ValueMap, caller: Caller): Router {
  const network = seekNetwork(world, info['network_id'] as string, caller);
  if (!network['router:external']) {
    throw badResource('router', `Network ${network.id} is not an external network`);
  }
  const snat = info['enable_snat'] as boolean | undefined;
  if (snat !== undefined && !caller.isAdmin && snat !== router.enable_snat) {
    throw disallowed(
      '(rule:update_router and (rule:update_router:external_gateway_info and (rule:update_router:external_gateway_info:network_id and rule:update_router:external_gateway_info:enable_snat)))',
    );
  }
  const wanted = info['external_fixed_ips'] as unknown as WantedIp[] | undefined;
  const old = gatewayPort(world, router);
  const enable_snat = snat ?? router.enable_snat;
  if (old?.network_id === network.id && wanted === undefined) {
    return world.change(world.routers, router, { enable_snat });
  }
  const cleared = old ? clearGateway(world, router, network.id) : router;
  const port = servicePort(world, network, 'network:router_gateway', router.id, wanted);
  return world.change(world.routers, cleared, { gw_port_id: port.id, enable_snat });
}

function clearGateway(world: World, router: Router, nextNetworkId?: string): Router {
  const port = gatewayPort(world, router);
  if (port === undefined) return router;
  const needed = world.floatingIps.find(
    (ip) => ip.router_id === router.id && ip.floating_network_id === port.network_id,
  );
  if (needed && nextNetworkId !== port.network_id) {
    throw conflict(
      'RouterExternalGatewayInUseByFloatingIp',
      `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${port.network_id} is required by one or more floating IPs.`,
    );
  }
  world.ports.delete(port.id);
  return world.change(world.routers, router, { gw_port_id: null, enable_snat: true });
}

function removeRouter(world: World, router: Router): void {
  const ports = interfacesOf(world, router);
  if (ports.length > 0) {
    const ids = ports.map((port) => port.id).join(',');
    throw conflict('RouterInUse', `Router ${router.id} has ports still attached: ${ids}`);
  }
  clearGateway(world, router);
  world.routers.delete(router.id);
}
