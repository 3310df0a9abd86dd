import { str } from '../wire/python.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { QosSpecs } from './items.ts';
import { requireAdmin } from './policy.ts';
import { asTexts } from './types.ts';
import type { World } from './world.ts';

/** Adds QoS specs, which an admin makes and ties to volume types. */
export function addQosSpecs(routes: VersionedRoutes, world: World): void {
  const seek = (call: Call, rule: string): QosSpecs => {
    requireAdmin(call, `volume_extension:qos_specs_manage:${rule}`);
    const found = world.qos.get(call.param('id'));
    if (found === undefined) throw new Fault(404, `No such QoS spec ${call.param('id')}.`);
    return found;
  };
  const view = ({ id, name, consumer, specs }: QosSpecs): ValueMap => ({ id, name, consumer, specs: { ...specs } });
  const typesWith = (id: string) => world.types.filter((type) => type.qos_specs_id === id);
  routes.route('GET', '/qos-specs', (call) => {
    requireAdmin(call, 'volume_extension:qos_specs_manage:get_all');
    return { status: 200, body: { qos_specs: [...world.qos.values()].map(view) } };
  });
  routes.route('GET', '/qos-specs/:id', (call) => ({
    status: 200,
    body: { qos_specs: view(seek(call, 'get')), links: [] },
  }));
  routes.route('POST', '/qos-specs', (call) => {
    requireAdmin(call, 'volume_extension:qos_specs_manage:create');
    const { name, consumer, ...specs } = call.envelope('qos_specs');
    if (typeof name !== 'string') {
      throw new Fault(400, `Invalid input for field/attribute qos_specs. 'name' is a required property`);
    }
    if (world.qos.find((one) => one.name === name)) throw new Fault(409, `QoS Specs ${name} already exists.`);
    const made = {
      id: world.kernel.random.uuid(),
      name,
      consumer: str(consumer ?? 'back-end'),
      specs: asTexts(specs),
    };
    return { status: 200, body: { qos_specs: view(world.qos.put(made)), links: [] } };
  });
  routes.route('PUT', '/qos-specs/:id', (call) => {
    const old = seek(call, 'update');
    const { consumer, ...specs } = call.envelope('qos_specs');
    const given = asTexts(specs);
    world.qos.put({ ...old, ...(typeof consumer === 'string' && { consumer }), specs: { ...old.specs, ...given } });
    return { status: 200, body: { qos_specs: given } };
  });
  routes.route('PUT', '/qos-specs/:id/delete_keys', (call) => {
    const old = seek(call, 'update');
    const keys = call.body()['keys'];
    const gone = new Set(Array.isArray(keys) ? keys : []);
    world.qos.put({ ...old, specs: Object.fromEntries(Object.entries(old.specs).filter(([key]) => !gone.has(key))) });
    return { status: 202 };
  });
  routes.route('DELETE', '/qos-specs/:id', (call) => {
    const old = seek(call, 'delete');
    if (typesWith(old.id).length > 0 && call.query.get('force')?.toLowerCase() !== 'true') {
      throw new Fault(400, `QoS Specs ${old.id} is still associated with entities.`);
    }
    for (const type of typesWith(old.id)) world.types.put({ ...type, qos_specs_id: null });
    world.qos.delete(old.id);
    return { status: 202 };
  });
  routes.route('GET', '/qos-specs/:id/associations', (call) => {
    const found = typesWith(seek(call, 'get').id);
    const associations = found.map(({ id, name }) => ({ id, name, association_type: 'volume_type' }));
    return { status: 200, body: { qos_associations: associations } };
  });
  const tie = (call: Call, specsId: string | null) => {
    const type = world.types.get(call.query.get('vol_type_id') ?? '');
    if (type === undefined) throw new Fault(404, `Volume type ${call.query.get('vol_type_id')} could not be found.`);
    world.types.put({ ...type, qos_specs_id: specsId });
    return { status: 202 };
  };
  routes.route('GET', '/qos-specs/:id/associate', (call) => tie(call, seek(call, 'update').id));
  routes.route('GET', '/qos-specs/:id/disassociate', (call) => {
    seek(call, 'update');
    return tie(call, null);
  });
}
