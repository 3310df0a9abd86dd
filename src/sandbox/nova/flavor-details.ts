import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { argumentOf, seekFlavor } from './flavors.ts';
import type { Flavor, Texts } from './items.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

const specsSchema: Schema = {
  type: 'object',
  required: ['extra_specs'],
  properties: { extra_specs: { type: 'object', additionalProperties: { type: ['string', 'number'] } } },
  additionalProperties: false,
};

/** Adds the extra specs and the access lists of flavors. */
export function addFlavorDetails(routes: VersionedRoutes, world: World): void {
  addSpecs(routes, world);
  const access = (flavor: Flavor): Answer => ({
    status: 200,
    body: { flavor_access: flavor.access.map((tenant_id) => ({ flavor_id: flavor.id, tenant_id })) },
  });
  routes.route('GET', '/flavors/:id/os-flavor-access', (call) => {
    const flavor = seekFlavor(world, call.param('id'), call.caller);
    if (flavor.is_public) throw new Fault(404, 'Access list not available for public flavors.');
    return access(flavor);
  });
  routes.route('POST', '/flavors/:id/action', (call, minor) =>
    access(world.flavors.put(changeAccess(world, call, minor))),
  );
}

function changeAccess(world: World, call: Call, minor: number): Flavor {
  const body = call.body();
  const [add, remove] = [argumentOf(body, 'addTenantAccess'), argumentOf(body, 'removeTenantAccess')];
  requireAdmin(call, `os-flavor-access:${add ? 'add' : 'remove'}_tenant_access`);
  const flavor = seekFlavor(world, call.param('id'), call.caller);
  const tenant = str((add ?? remove)?.['tenant'] ?? '');
  if (add) {
    if (flavor.is_public && minor >= 7) throw new Fault(409, 'Can not add access to a public flavor.');
    if (flavor.access.includes(tenant)) {
      throw new Fault(409, `Flavor access already exists for flavor ${flavor.id} and project ${tenant} combination.`);
    }
    return { ...flavor, access: [...flavor.access, tenant] };
  }
  if (remove === undefined) throw new Fault(400, `There is no such action: ${Object.keys(body).join(', ')}`);
  if (!flavor.access.includes(tenant)) {
    throw new Fault(404, `Flavor access not found for ${flavor.id} / ${tenant} combination.`);
  }
  return { ...flavor, access: flavor.access.filter((one) => one !== tenant) };
}

function addSpecs(routes: VersionedRoutes, world: World): void {
  const path = '/flavors/:id/os-extra_specs';
  const flavorOf = (call: Call): Flavor => seekFlavor(world, call.param('id'), call.caller);
  const requireKey = (flavor: Flavor, call: Call): string => {
    const key = call.param('key');
    if (Object.hasOwn(flavor.extra_specs, key)) return key;
    throw new Fault(404, `Flavor ${flavor.id} has no extra specs with key ${key}.`);
  };
  const put = (flavor: Flavor, extra_specs: Texts): void => void world.flavors.put({ ...flavor, extra_specs });
  routes.route('GET', path, (call) => ({ status: 200, body: { extra_specs: { ...flavorOf(call).extra_specs } } }));
  routes.route('POST', path, (call) => {
    requireAdmin(call, 'os-flavor-extra-specs:create');
    const flavor = flavorOf(call);
    const body = call.json();
    checkBody(specsSchema, body);
    const given = texts(body['extra_specs'] as ValueMap);
    put(flavor, { ...flavor.extra_specs, ...given });
    return { status: 200, body: { extra_specs: given } };
  });
  routes.route('GET', `${path}/:key`, (call) => {
    const flavor = flavorOf(call);
    const key = requireKey(flavor, call);
    return { status: 200, body: { [key]: flavor.extra_specs[key] } };
  });
  routes.route('PUT', `${path}/:key`, (call) => {
    requireAdmin(call, 'os-flavor-extra-specs:update');
    const flavor = flavorOf(call);
    const given = texts(call.body());
    const key = call.param('key');
    if (!Object.hasOwn(given, key)) throw new Fault(400, 'Request body and URI mismatch');
    put(flavor, { ...flavor.extra_specs, [key]: given[key]! });
    return { status: 200, body: { [key]: given[key] } };
  });
  routes.route('DELETE', `${path}/:key`, (call) => {
    requireAdmin(call, 'os-flavor-extra-specs:delete');
    const flavor = flavorOf(call);
    const { [requireKey(flavor, call)]: _gone, ...left } = flavor.extra_specs;
    put(flavor, left);
    return { status: 200 };
  });
}

function texts(map: ValueMap): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, str(value)]));
}
