import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { HOSTS } from './hosts.ts';
import type { Aggregate } from './items.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

/** Adds host aggregates, which give hosts a zone and metadata. */
export function addAggregates(routes: VersionedRoutes, world: World): void {
  const seek = (call: Call, rule: string): Aggregate => {
    requireAdmin(call, `os-aggregates:${rule}`);
    const found = world.aggregates.get(call.param('id'));
    if (found === undefined) throw new Fault(404, `Aggregate ${call.param('id')} could not be found.`);
    return found;
  };
  const put = (old: Aggregate, changes: Partial<Aggregate>, minor: number) => {
    const after = world.aggregates.put({ ...old, ...changes, updated_at: world.now() });
    return { status: 200, body: { aggregate: view(after, minor) } };
  };
  routes.route('GET', '/os-aggregates', (call, minor) => {
    requireAdmin(call, 'os-aggregates:index');
    return { status: 200, body: { aggregates: [...world.aggregates.values()].map((one) => view(one, minor)) } };
  });
  routes.route('GET', '/os-aggregates/:id', (call, minor) => ({
    status: 200,
    body: { aggregate: view(seek(call, 'show'), minor) },
  }));
  routes.route('POST', '/os-aggregates', (call, minor) => {
    requireAdmin(call, 'os-aggregates:create');
    const { name, availability_zone: zone } = call.envelope('aggregate');
    if (typeof name !== 'string' || name === '') {
      throw new Fault(400, `Invalid input for field/attribute aggregate. 'name' is a required property`);
    }
    if (world.aggregates.find((one) => one.name === name)) throw new Fault(409, `Aggregate ${name} already exists.`);
    const number = world.next('aggregates');
    const made = world.aggregates.put({
      id: String(number),
      number,
      name,
      availability_zone: typeof zone === 'string' ? zone : null,
      hosts: [],
      metadata: typeof zone === 'string' ? { availability_zone: zone } : {},
      created_at: world.now(),
      updated_at: null,
    });
    const { hosts: _hosts, metadata: _metadata, ...short } = view(made, minor);
    return { status: 200, body: { aggregate: short } };
  });
  routes.route('PUT', '/os-aggregates/:id', (call, minor) => {
    const old = seek(call, 'update');
    const { name, availability_zone: zone } = call.envelope('aggregate');
    return put(
      old,
      {
        ...(typeof name === 'string' && { name }),
        ...(typeof zone === 'string' && {
          availability_zone: zone,
          metadata: { ...old.metadata, availability_zone: zone },
        }),
      },
      minor,
    );
  });
  routes.route('DELETE', '/os-aggregates/:id', (call) => {
    const old = seek(call, 'delete');
    if (old.hosts.length > 0)
      throw new Fault(400, `Cannot remove host from aggregate ${old.id}. Reason: Host aggregate is not empty.`);
    world.aggregates.delete(old.id);
    return { status: 200 };
  });
  routes.route('POST', '/os-aggregates/:id/action', (call, minor) => {
    const old = seek(call, 'add_host');
    return put(old, act(old, call.body()), minor);
  });
}

function act(old: Aggregate, body: ValueMap): Partial<Aggregate> {
  const { add_host: add, remove_host: remove, set_metadata: set } = body;
  if (isMap(add)) {
    const host = str(add['host']);
    if (!HOSTS.includes(host)) throw new Fault(404, `Compute host ${host} could not be found.`);
    if (old.hosts.includes(host)) throw new Fault(409, `Aggregate ${old.id} already has host ${host}.`);
    return { hosts: [...old.hosts, host] };
  }
  if (isMap(remove)) {
    const host = str(remove['host']);
    if (!old.hosts.includes(host)) throw new Fault(404, `Aggregate ${old.id} has no host ${host}.`);
    return { hosts: old.hosts.filter((one) => one !== host) };
  }
  if (!isMap(set) || !isMap(set['metadata']))
    throw new Fault(400, `There is no such action: ${Object.keys(body).join(', ')}`);
  const merged = { ...old.metadata, ...(set['metadata'] as Record<string, string | null>) };
  const metadata = Object.fromEntries(
    Object.entries(merged).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
  return { metadata, availability_zone: metadata['availability_zone'] ?? null };
}

function view(one: Aggregate, minor: number): ValueMap {
  return {
    id: one.number,
    name: one.name,
    availability_zone: one.availability_zone,
    hosts: [...one.hosts],
    metadata: { ...one.metadata },
    created_at: isoMicros(one.created_at),
    updated_at: one.updated_at === null ? null : isoMicros(one.updated_at),
    deleted: false,
    deleted_at: null,
    ...(minor >= 41 && { uuid: `00000000-0000-4000-a000-${String(one.number).padStart(12, '0')}` }),
  };
}
