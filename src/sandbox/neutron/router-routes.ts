import { repr } from '../wire/python.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { isMap } from '../../expressions/values.ts';
import { parseAddress, parseBlock, within } from './addresses.ts';
import { checkAttribute } from './checks.ts';
import { badResource, disallowed } from './faults.ts';
import type { Route, Router } from './items.ts';
import { isOwned, seek, type Kind } from './kind.ts';
import { routes as routesCheck } from './routers.ts';

import { show } from './view.ts';
import type { World } from './world.ts';

/** Refuses routes whose next hop is on no network of the router. Throws a 400 fault (neutron/db/extraroute_db.py). */
export function checkRoutes(world: World, router: Router, routes: readonly Route[]): void {
  const ports = world.portsOf(router.id);
  const blocks = ports.flatMap((port) =>
    port.fixed_ips.map((ip) => parseBlock(world.subnets.get(ip.subnet_id)!.cidr)!),
  );
  const own = new Set(ports.flatMap((port) => port.fixed_ips.map((ip) => ip.ip_address)));
  for (const { nexthop } of routes) {
    const hop = parseAddress(nexthop)!;
    if (!blocks.some((block) => within(block, hop))) throw invalid(routes, 'the nexthop is not connected with router');
    if (own.has(nexthop)) throw invalid(routes, 'the nexthop is used by router');
  }
}

function invalid(routes: readonly Route[], reason: string): Fault {
  const text = repr(routes.map((route) => ({ ...route })));
  return new Fault(400, `Invalid format for routes: ${text}, ${reason}`, { type: 'InvalidRoutes' });
}

/** Adds `add_extraroutes` and `remove_extraroutes`, which change some routes and leave the others. */
export function addExtraRoutes(service: Service, world: World, kind: Kind<Router>): void {
  const add = (old: readonly Route[], given: readonly Route[]): Route[] => [
    ...given.filter((route) => !old.some((one) => same(one, route))),
    ...old,
  ];
  const remove = (old: readonly Route[], given: readonly Route[]): Route[] =>
    old.filter((route) => !given.some((one) => same(one, route)));
  service.route('PUT', '/v2.0/routers/:id/add_extraroutes', (call) => change(world, kind, call, add));
  service.route('PUT', '/v2.0/routers/:id/remove_extraroutes', (call) => change(world, kind, call, remove));
}

function same(a: Route, b: Route): boolean {
  return a.destination === b.destination && a.nexthop === b.nexthop;
}

type Combine = (old: readonly Route[], given: readonly Route[]) => Route[];

function change(world: World, kind: Kind<Router>, call: Call, combine: Combine): Answer {
  const router = seek(kind, call.param('id'), call.caller);
  if (!isOwned(kind, router, call.caller)) throw disallowed('rule:update_router');
  const body = call.body()['router'];
  if (!isMap(body) || !Array.isArray(body['routes']))
    throw badResource('router', "Unable to find 'routes' in request body");
  const wanted = combine(router.routes, checkAttribute('routes', routesCheck, body['routes']) as unknown as Route[]);
  checkRoutes(world, router, wanted);
  const after = world.change(world.routers, router, { routes: wanted });
  return { status: 200, body: { router: { ...show(kind, after, call.caller), ...internals(after) } } };
}

// These two answers are not filtered as others are: users see here what is an admin's elsewhere.
function internals({ gw_port_id, distributed, ha }: Router) {
  return { gw_port_id, distributed, ha, ha_vr_id: 0 };
}
