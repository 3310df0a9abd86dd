import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { nextLink, pageOf, selfLinks } from '../wire/paging.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Flavor } from './items.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

const SEEDED: readonly (readonly [id: string, name: string, ram: number, disk: number, vcpus: number])[] = [
  ['1', 'm1.tiny', 512, 1, 1],
  ['2', 'm1.small', 2048, 20, 1],
  ['3', 'm1.medium', 4096, 40, 2],
  ['4', 'm1.large', 8192, 80, 4],
];

/** Gives a new cloud its flavors. */
export function seedFlavors(world: World): void {
  if (world.flavors.size > 0) return;
  for (const [id, name, ram, disk, vcpus] of SEEDED) {
    world.flavors.put({ ...BLANK, id, name, ram, disk, vcpus });
  }
}

const BLANK = {
  ephemeral: 0,
  swap: 0,
  rxtx_factor: 1,
  is_public: true,
  description: null,
  extra_specs: {},
  access: [],
};

export function flavorMissing(id: string): Fault {
  return new Fault(404, `Flavor ${id} could not be found.`);
}

/** The flavor of that id, if the caller may use it. Throws a 404 {@link Fault}. */
export function seekFlavor(world: World, id: string, caller: Caller): Flavor {
  const flavor = world.flavors.get(id);
  if (flavor === undefined || !mayUse(flavor, caller)) throw flavorMissing(id);
  return flavor;
}

function mayUse(flavor: Flavor, caller: Caller): boolean {
  return (
    flavor.is_public || caller.isAdmin || (caller.projectId !== undefined && flavor.access.includes(caller.projectId))
  );
}

// Python prints the factor with its fraction: 1.0.
function decimal(value: number): unknown {
  return Number.isInteger(value)
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(`${value}.0`)
    : value;
}

function brief(flavor: Flavor, call: Call, minor: number): ValueMap {
  return {
    id: flavor.id,
    name: flavor.name,
    ...(minor >= 55 && { description: flavor.description }),
    links: selfLinks(call.serviceUrl, '/v2.1', `/flavors/${flavor.id}`),
  };
}

function full(flavor: Flavor, call: Call, minor: number): ValueMap {
  return {
    ...brief(flavor, call, minor),
    ram: flavor.ram,
    disk: flavor.disk,
    // Before 2.75 no swap was the empty text.
    swap: flavor.swap === 0 && minor < 75 ? '' : flavor.swap,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeral,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.is_public,
    rxtx_factor: decimal(flavor.rxtx_factor) as number,
    ...(minor >= 61 && { extra_specs: { ...flavor.extra_specs } }),
  };
}

export function addFlavors(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/flavors', (call, minor) => list(world, call, minor, brief));
  routes.route('GET', '/flavors/detail', (call, minor) => list(world, call, minor, full));
  routes.route('GET', '/flavors/:id', (call, minor) => {
    const flavor = seekFlavor(world, call.param('id'), call.caller);
    return { status: 200, body: { flavor: full(flavor, call, minor) } };
  });
  routes.route('POST', '/flavors', (call, minor) => create(world, call, minor));
  routes.route(
    'PUT',
    '/flavors/:id',
    (call, minor) => {
      requireAdmin(call, 'os-flavor-manage:update');
      const flavor = seekFlavor(world, call.param('id'), call.caller);
      const description = call.envelope('flavor')['description'] as string | null;
      return { status: 200, body: { flavor: full(world.flavors.put({ ...flavor, description }), call, minor) } };
    },
    { from: 55 },
  );
  routes.route('DELETE', '/flavors/:id', (call) => {
    requireAdmin(call, 'os-flavor-manage:delete');
    world.flavors.delete(seekFlavor(world, call.param('id'), call.caller).id);
    return { status: 202 };
  });
}

function list(world: World, call: Call, minor: number, view: typeof full): Answer {
  const { query, caller } = call;
  const open = query.get('is_public')?.toLowerCase();
  const [ram, disk] = [Number(query.get('minRam') ?? 0), Number(query.get('minDisk') ?? 0)];
  const found = [...world.flavors.values()].filter((flavor) => {
    if (!mayUse(flavor, caller) || flavor.ram < ram || flavor.disk < disk) return false;
    if (!caller.isAdmin || open === 'none') return true;
    return flavor.is_public === (open === undefined || ['true', 't', '1', 'yes'].includes(open));
  });
  const missing = (marker: string): Fault => new Fault(400, `marker [${marker}] not found`);
  const { items, more } = pageOf(found, query, missing);
  const flavors = items.map((flavor) => view(flavor, call, minor));
  return {
    status: 200,
    body: { flavors, ...nextLink('flavors', call.serviceUrl + call.path, query, more ? items.at(-1)?.id : undefined) },
  };
}

const amount: Schema = { type: ['integer', 'string'] };
const createSchema: Schema = {
  type: 'object',
  required: ['flavor'],
  properties: {
    flavor: {
      type: 'object',
      required: ['name', 'ram', 'vcpus', 'disk'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 255 },
        id: { type: ['string', 'number', 'null'] },
        ram: { ...amount, minimum: 1 },
        vcpus: { ...amount, minimum: 1 },
        disk: { ...amount, minimum: 0 },
        'OS-FLV-EXT-DATA:ephemeral': { ...amount, minimum: 0 },
        swap: { ...amount, minimum: 0 },
        rxtx_factor: { type: ['number', 'string'] },
        'os-flavor-access:is_public': { type: ['boolean', 'string'] },
        description: { type: ['string', 'null'], maxLength: 65_535 },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

function create(world: World, call: Call, minor: number): Answer {
  requireAdmin(call, 'os-flavor-manage:create');
  const body = call.json();
  checkBody(createSchema, body);
  const given = body['flavor'] as ValueMap;
  const number = (key: string): number => Number(given[key] ?? 0);
  const asked = given['id'];
  const id = asked === undefined || asked === null || asked === 'auto' ? world.kernel.random.uuid() : str(asked);
  const name = given['name'] as string;
  if (world.flavors.find((flavor) => flavor.name === name))
    throw new Fault(409, `Flavor with name ${name} already exists.`);
  if (world.flavors.has(id)) throw new Fault(409, `Flavor with ID ${id} already exists.`);
  const open = given['os-flavor-access:is_public'];
  const flavor = world.flavors.put({
    id,
    name,
    ram: number('ram'),
    vcpus: number('vcpus'),
    disk: number('disk'),
    ephemeral: number('OS-FLV-EXT-DATA:ephemeral'),
    swap: number('swap'),
    rxtx_factor: given['rxtx_factor'] === undefined ? 1 : Number(given['rxtx_factor']),
    is_public: open === undefined || open === true || str(open).toLowerCase() === 'true',
    description: (given['description'] ?? null) as string | null,
    extra_specs: {},
    access: [],
  });
  return { status: 200, body: { flavor: full(flavor, call, minor) } };
}

/** The flavor as a server shows it from 2.47 on. */
export function embedded(flavor: Flavor): ValueMap {
  const { vcpus, ram, disk, ephemeral, swap, name, extra_specs } = flavor;
  return { vcpus, ram, disk, ephemeral, swap, original_name: name, extra_specs: { ...extra_specs } };
}

/** The map of one action of a body, `{"addTenantAccess": {…}}`; undefined where it asks for another. */
export function argumentOf(body: ValueMap, action: string): ValueMap | undefined {
  const argument = body[action];
  return isMap(argument) ? argument : undefined;
}
