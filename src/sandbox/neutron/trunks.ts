import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import type { Service } from '../kernel/service.ts';
import { bool, checkAttribute, dict, int, list, oneOf, text, uuid } from './checks.ts';
import { badRequest, conflict, disallowed, notFound } from './faults.ts';
import type { SubPort, Trunk } from './items.ts';
import { isOwned, seek, type Kind } from './kind.ts';
import { portMissing } from './ports.ts';
import { show } from './view.ts';
import type { World } from './world.ts';

const subPorts = list(
  dict({ port_id: uuid, segmentation_type: oneOf('vlan', 'inherit'), segmentation_id: int(1, 4094) }, ['port_id']),
);

export function trunkKind(world: World): Kind<Trunk> {
  return {
    one: 'trunk',
    many: 'trunks',
    quota: 'trunk',
    items: world.trunks,
    missing: (id) => notFound('TrunkNotFound', `Trunk ${id} could not be found.`),
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      admin_state_up: { check: bool, fallback: true },
      port_id: { check: uuid, required: true, put: false },
      sub_ports: { check: subPorts, fallback: [], put: false },
      status: {},
    },
    view: (trunk) => {
      const bound = world.ports.get(trunk.port_id)?.['binding:host_id'];
      return { ...(trunk as unknown as ValueMap), status: bound ? 'ACTIVE' : 'DOWN' };
    },
    create: (values, projectId, call) => {
      const portId = values['port_id'] as string;
      requireFree(world, portId, call.caller);
      const subs = values['sub_ports'] as unknown as SubPort[];
      for (const { port_id: id } of subs) requireFree(world, id, call.caller);
      const standard = world.standard(projectId, values['description'] as string);
      return world.trunks.put({ ...values, ...standard, revision_number: 1 } as unknown as Trunk);
    },
    update: (trunk, changes) => world.change(world.trunks, trunk, changes as unknown as Partial<Trunk>),
    remove: (trunk) => {
      if (world.ports.get(trunk.port_id)?.['binding:host_id']) {
        throw conflict('TrunkInUse', `Trunk ${trunk.id} is currently in use.`);
      }
      world.trunks.delete(trunk.id);
    },
  };
}

function requireFree(world: World, portId: string, caller: Caller): void {
  const port = world.ports.get(portId);
  if (port === undefined || !mayTouch(caller, port.project_id)) throw portMissing(portId);
  for (const trunk of world.trunks.values()) {
    if (trunk.port_id === portId) {
      throw conflict('PortInUseAsTrunkParent', `Port ${portId} is currently a parent port for trunk ${trunk.id}.`);
    }
    if (trunk.sub_ports.some((sub) => sub.port_id === portId)) {
      throw conflict('PortInUseAsSubPort', `Port ${portId} is currently a subport for trunk ${trunk.id}.`);
    }
  }
}

/** Adds the routes that change the subports of a trunk. */
export function addSubPorts(service: Service, world: World, kind: Kind<Trunk>): void {
  const path = '/v2.0/trunks/:id';
  service.route('GET', `${path}/get_subports`, (call) => ({
    status: 200,
    body: { sub_ports: seek(kind, call.param('id'), call.caller).sub_ports },
  }));
  service.route('PUT', `${path}/add_subports`, (call) => {
    const trunk = mine(kind, call);
    const given = read(call);
    for (const sub of given) {
      requireFree(world, sub.port_id, call.caller);
      if (trunk.sub_ports.some((one) => one.segmentation_id === sub.segmentation_id)) {
        throw conflict(
          'DuplicateSubPort',
          `segmentation_type ${sub.segmentation_type} and segmentation_id ${sub.segmentation_id} already in use on trunk ${trunk.id}.`,
        );
      }
    }
    const after = world.change(world.trunks, trunk, { sub_ports: [...trunk.sub_ports, ...given] });
    return { status: 200, body: show(kind, after, call.caller) };
  });
  service.route('PUT', `${path}/remove_subports`, (call) => {
    const trunk = mine(kind, call);
    const ids = read(call).map((sub) => sub.port_id);
    for (const id of ids) {
      if (trunk.sub_ports.some((sub) => sub.port_id === id)) continue;
      throw notFound('SubPortNotFound', `SubPort on trunk ${trunk.id} with parent port ${id} could not be found.`);
    }
    const left = trunk.sub_ports.filter((sub) => !ids.includes(sub.port_id));
    const after = world.change(world.trunks, trunk, { sub_ports: left });
    return { status: 200, body: show(kind, after, call.caller) };
  });
}

function mine(kind: Kind<Trunk>, call: Call): Trunk {
  const trunk = seek(kind, call.param('id'), call.caller);
  if (!isOwned(kind, trunk, call.caller)) throw disallowed('rule:add_subports');
  return trunk;
}

function read(call: Call): SubPort[] {
  const given: Value | undefined = call.body()['sub_ports'];
  if (!Array.isArray(given) || !given.every(isMap))
    throw badRequest('Invalid input for sub_ports. Reason: not a list.');
  return checkAttribute('sub_ports', subPorts, given) as unknown as SubPort[];
}
