import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { VolumeType } from './items.ts';
import { requireAdmin } from './policy.ts';
import { asTexts, seekType, specs } from './types.ts';
import type { World } from './world.ts';

const specsSchema: Schema = { type: 'object', required: ['extra_specs'], properties: { extra_specs: specs } };

/** Adds the extra specs, access list and encryption of volume types. */
export function addTypeDetails(routes: VersionedRoutes, world: World): void {
  addSpecs(routes, world);
  addAccess(routes, world);
  addEncryption(routes, world);
}

function typeOf(world: World, call: Call): VolumeType {
  return seekType(world, call.param('id'), call.caller);
}

function addSpecs(routes: VersionedRoutes, world: World): void {
  const path = '/types/:id/extra_specs';
  const missing = (type: VolumeType, key: string): Fault =>
    new Fault(404, `Volume Type ${type.id} has no extra specs with key ${key}.`);
  routes.route('GET', path, (call) => ({ status: 200, body: { extra_specs: typeOf(world, call).extra_specs } }));
  routes.route('POST', path, (call) => {
    requireAdmin(call, 'volume_extension:types_extra_specs:create');
    const type = typeOf(world, call);
    const body = call.json();
    checkBody(specsSchema, body);
    const given = asTexts(body['extra_specs']);
    world.types.put({ ...type, extra_specs: { ...type.extra_specs, ...given } });
    return { status: 200, body: { extra_specs: given } };
  });
  routes.route('GET', `${path}/:key`, (call) => {
    const type = typeOf(world, call);
    const key = call.param('key');
    if (!Object.hasOwn(type.extra_specs, key)) throw missing(type, key);
    return { status: 200, body: { [key]: type.extra_specs[key] } };
  });
  routes.route('PUT', `${path}/:key`, (call) => {
    requireAdmin(call, 'volume_extension:types_extra_specs:update');
    const type = typeOf(world, call);
    const key = call.param('key');
    const given = asTexts(call.json());
    if (!Object.hasOwn(given, key)) throw new Fault(400, 'Request body and URI mismatch');
    world.types.put({ ...type, extra_specs: { ...type.extra_specs, [key]: given[key]! } });
    return { status: 200, body: { [key]: given[key] } };
  });
  routes.route('DELETE', `${path}/:key`, (call) => {
    requireAdmin(call, 'volume_extension:types_extra_specs:delete');
    const type = typeOf(world, call);
    const key = call.param('key');
    if (!Object.hasOwn(type.extra_specs, key)) throw missing(type, key);
    const { [key]: _gone, ...left } = type.extra_specs;
    world.types.put({ ...type, extra_specs: left });
    return { status: 202 };
  });
}

function addAccess(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/types/:id/os-volume-type-access', (call) => {
    requireAdmin(call, 'volume_extension:volume_type_access');
    const type = typeOf(world, call);
    if (type.is_public) throw new Fault(404, 'Access list not available for public volume types.');
    const entries = type.access.map((project) => ({ volume_type_id: type.id, project_id: project }));
    return { status: 200, body: { volume_type_access: entries } };
  });
  routes.route('POST', '/types/:id/action', (call) => {
    requireAdmin(call, 'volume_extension:volume_type_access:addProjectAccess');
    const type = typeOf(world, call);
    const body = call.body();
    const [add, remove] = [body['addProjectAccess'], body['removeProjectAccess']];
    if (type.is_public) throw new Fault(409, 'Type access modification is not applicable to public volume type.');
    if (isMap(add)) return grant(world, type, str(add['project']));
    if (isMap(remove)) return revoke(world, type, str(remove['project']));
    throw noSuchAction(body);
  });
}

/** The refusal of an action that does not exist, in Cinder's words. */
export function noSuchAction(body: ValueMap): Fault {
  const message = `There is no such action: ${Object.keys(body).join(', ')}. Verify the request body and Content-Type header and try again.`;
  return new Fault(400, message);
}

function grant(world: World, type: VolumeType, project: string) {
  if (type.access.includes(project)) {
    throw new Fault(409, `Volume type access for ${type.id} / ${project} combination already exists.`);
  }
  world.types.put({ ...type, access: [...type.access, project] });
  return { status: 202 };
}

function revoke(world: World, type: VolumeType, project: string) {
  if (!type.access.includes(project)) {
    throw new Fault(404, `Volume type access not found for ${type.id} / ${project} combination.`);
  }
  world.types.put({ ...type, access: type.access.filter((one) => one !== project) });
  return { status: 202 };
}

const encryptionSchema: Schema = {
  type: 'object',
  required: ['encryption'],
  properties: {
    encryption: {
      type: 'object',
      required: ['provider', 'control_location'],
      properties: {
        provider: { type: 'string', minLength: 1, maxLength: 255 },
        control_location: { enum: ['front-end', 'back-end'] },
        cipher: { type: ['string', 'null'], maxLength: 255 },
        key_size: { type: ['integer', 'string', 'null'] },
      },
    },
  },
};

function addEncryption(routes: VersionedRoutes, world: World): void {
  const path = '/types/:id/encryption';
  const view = (type: VolumeType): ValueMap => {
    if (type.encryption === null) return {};
    const { id, created_at: created, ...fields } = type.encryption;
    const times = { created_at: isoMicros(created), updated_at: null, deleted_at: null, deleted: false };
    return { ...fields, ...times, encryption_id: id, volume_type_id: type.id };
  };
  routes.route('GET', path, (call) => {
    requireAdmin(call, 'volume_extension:volume_type_encryption:get');
    return { status: 200, body: view(typeOf(world, call)) };
  });
  routes.route('POST', path, (call) => {
    requireAdmin(call, 'volume_extension:volume_type_encryption:create');
    const type = typeOf(world, call);
    const body = call.json();
    checkBody(encryptionSchema, body);
    if (type.encryption) throw new Fault(400, `Volume type encryption for type ${type.id} already exists.`);
    const given = body['encryption'] as ValueMap;
    const encryption = {
      provider: given['provider'] as string,
      cipher: (given['cipher'] ?? null) as string | null,
      key_size: given['key_size'] === null || given['key_size'] === undefined ? null : Number(given['key_size']),
      control_location: given['control_location'] as string,
    };
    const id = world.kernel.random.uuid();
    world.types.put({ ...type, encryption: { ...encryption, id, created_at: world.now() } });
    return { status: 200, body: { encryption: { ...encryption, volume_type_id: type.id, encryption_id: id } } };
  });
  routes.route('PUT', `${path}/:encryption`, (call) => {
    requireAdmin(call, 'volume_extension:volume_type_encryption:update');
    const type = typeOf(world, call);
    const given = (call.json() as ValueMap)['encryption'] ?? {};
    if (type.encryption?.id !== call.param('encryption')) {
      throw new Fault(404, `Volume type encryption for type ${type.id} does not exist.`);
    }
    const merged = { ...type.encryption, ...(given as ValueMap) };
    checkBody(encryptionSchema, { encryption: merged });
    world.types.put({
      ...type,
      encryption: { ...merged, key_size: merged.key_size },
    });
    return { status: 200, body: { encryption: given } };
  });
  routes.route('DELETE', `${path}/:encryption`, (call) => {
    requireAdmin(call, 'volume_extension:volume_type_encryption:delete');
    const type = typeOf(world, call);
    if (type.encryption?.id !== call.param('encryption')) {
      throw new Fault(404, `Volume type encryption for type ${type.id} does not exist.`);
    }
    world.types.put({ ...type, encryption: null });
    return { status: 202 };
  });
}
