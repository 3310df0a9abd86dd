import { str } from '../wire/python.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { VolumeType } from './items.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

const name: Schema = { type: ['string'], minLength: 1, maxLength: 255 };
const description: Schema = { type: ['string', 'null'], maxLength: 255 };
export const specs: Schema = {
  type: 'object',
  additionalProperties: { type: ['string', 'null', 'number', 'boolean'] },
};
const createSchema: Schema = {
  type: 'object',
  required: ['volume_type'],
  properties: {
    volume_type: {
      type: 'object',
      required: ['name'],
      properties: {
        name,
        description,
        extra_specs: specs,
        'os-volume-type-access:is_public': { type: ['boolean', 'string'] },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
const updateSchema: Schema = {
  type: 'object',
  required: ['volume_type'],
  properties: {
    volume_type: {
      type: 'object',
      properties: {
        name: { ...name, type: ['string', 'null'] },
        description,
        is_public: { type: ['boolean', 'string'] },
      },
    },
  },
};

export function typeMissing(id: string): Fault {
  return new Fault(404, `Volume type ${id} could not be found.`);
}

/** The type of that id, if the caller may use it. Throws a 404 {@link Fault}. */
export function seekType(world: World, id: string, caller: Caller): VolumeType {
  const type = world.types.get(id);
  if (type === undefined || !mayUse(type, caller)) throw typeMissing(id);
  return type;
}

/** The type that a request names by id or by name; the default one where it names none. Throws a 404 {@link Fault}. */
export function namedType(world: World, wanted: string | undefined, caller: Caller): VolumeType {
  if (wanted === undefined) return defaultType(world);
  const type = world.types.get(wanted) ?? world.types.find((one) => one.name === wanted);
  if (type === undefined || !mayUse(type, caller)) {
    throw new Fault(404, `Volume type with name ${wanted} could not be found.`);
  }
  return type;
}

export function defaultType(world: World): VolumeType {
  const type = world.types.find((one) => one.name === '__DEFAULT__') ?? world.types.values().next().value;
  if (type === undefined) throw new Fault(404, 'Default volume type can not be found.');
  return type;
}

function mayUse(type: VolumeType, caller: Caller): boolean {
  return type.is_public || caller.isAdmin || (caller.projectId !== undefined && type.access.includes(caller.projectId));
}

function view(type: VolumeType, caller: Caller): ValueMap {
  const visible = Object.entries(type.extra_specs).filter(([key]) => caller.isAdmin || USER_VISIBLE.has(key));
  return {
    id: type.id,
    name: type.name,
    is_public: type.is_public,
    description: type.description,
    extra_specs: Object.fromEntries(visible),
    ...(caller.isAdmin && { qos_specs_id: type.qos_specs_id }),
    'os-volume-type-access:is_public': type.is_public,
  };
}

// The extra specs that users may see too (cinder/api/extensions: user_visible_extra_specs).
const USER_VISIBLE: ReadonlySet<string> = new Set(['RESKEY:availability_zones', 'multiattach', 'replication_enabled']);

export function addTypes(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/types', (call) => {
    const wanted = call.query.get('is_public')?.toLowerCase();
    const shown = [...world.types.values()].filter((type) => {
      if (!mayUse(type, call.caller)) return false;
      if (!call.caller.isAdmin || wanted === undefined) return type.is_public || !call.caller.isAdmin;
      return wanted === 'none' || type.is_public === ['true', '1', 't', 'yes'].includes(wanted);
    });
    return { status: 200, body: { volume_types: shown.toReversed().map((type) => view(type, call.caller)) } };
  });
  routes.route('GET', '/types/default', (call) => ({
    status: 200,
    body: { volume_type: view(defaultType(world), call.caller) },
  }));
  routes.route('GET', '/types/:id', (call) => {
    const type = seekType(world, call.param('id'), call.caller);
    return { status: 200, body: { volume_type: view(type, call.caller) } };
  });
  routes.route('POST', '/types', (call) => create(world, call));
  routes.route('PUT', '/types/:id', (call) => update(world, call));
  routes.route('DELETE', '/types/:id', (call) => {
    requireAdmin(call, 'volume_extension:type_delete');
    const type = seekType(world, call.param('id'), call.caller);
    if (world.volumes.filter((volume) => volume.volume_type_id === type.id).length > 0) {
      throw new Fault(400, 'Target volume type is still in use.');
    }
    if (type.id === defaultType(world).id) {
      throw new Fault(400, `Volume type with name ${type.name} cannot be deleted as it is the default volume type.`);
    }
    world.types.delete(type.id);
    return { status: 202 };
  });
}

function create(world: World, call: Call) {
  const body = call.json();
  checkBody(createSchema, body);
  requireAdmin(call, 'volume_extension:type_create');
  const given = body['volume_type'] as ValueMap;
  const type = world.types.put({
    id: world.kernel.random.uuid(),
    name: refuseTaken(world, given['name'] as string),
    description: (given['description'] ?? null) as string | null,
    is_public: asBool(given['os-volume-type-access:is_public'] ?? true),
    extra_specs: asTexts(given['extra_specs']),
    qos_specs_id: null,
    access: [],
    encryption: null,
  });
  return { status: 200, body: { volume_type: view(type, call.caller) } };
}

function update(world: World, call: Call) {
  const body = call.json();
  checkBody(updateSchema, body);
  requireAdmin(call, 'volume_extension:type_update');
  const type = seekType(world, call.param('id'), call.caller);
  const given = body['volume_type'] as ValueMap;
  if (Object.keys(given).length === 0) {
    throw new Fault(400, 'Specify volume type name, description, is_public or a combination thereof.');
  }
  const renamed = given['name'] as string | undefined | null;
  const after = world.types.put({
    ...type,
    ...(renamed && renamed !== type.name && { name: refuseTaken(world, renamed) }),
    ...(given['description'] !== undefined && { description: given['description'] as string | null }),
    ...(given['is_public'] !== undefined && { is_public: asBool(given['is_public']) }),
  });
  return { status: 200, body: { volume_type: view(after, call.caller) } };
}

function refuseTaken(world: World, wanted: string): string {
  if (world.types.find((type) => type.name === wanted)) throw new Fault(409, `Volume Type ${wanted} already exists.`);
  return wanted;
}

function asBool(value: Value): boolean {
  return typeof value === 'boolean' ? value : ['true', '1', 't', 'yes', 'on', 'y'].includes(str(value).toLowerCase());
}

/** A map whose values are text, as metadata and extra specs are kept. */
export function asTexts(value: Value | undefined): Record<string, string> {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? '' : str(item)]));
}
