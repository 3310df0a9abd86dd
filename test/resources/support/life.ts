/** Lives a scenario: make, lose the answer, read, change, delete. */
import { expect } from 'vitest';
import { equal, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import { mapsAt } from '../../../src/resources/access.ts';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import { Handle, withReferences, type World } from './rig.ts';
import type { Part, Scenario } from './parts.ts';

const types = new ResourceTypes(resourceTypes);

/** What the scenario is about and the cloud lacks; undefined where it lacks nothing. */
export async function lackingFor(
  { connection }: Pick<World, 'connection'>,
  { type, needsExtension }: Scenario,
): Promise<string | undefined> {
  const { service } = types.get(type)!;
  if (service !== undefined && !(await connection.has(service))) return `the service ${service}`;
  if (needsExtension === undefined) return undefined;
  const answer = await connection.service('network').get('/extensions');
  const isThere = mapsAt(answer as ValueMap, 'extensions').some((item) => item['alias'] === needsExtension);
  return isThere ? undefined : `the extension ${needsExtension}`;
}

/** Puts what the needs are known by into values. */
export function filler(needs: ReadonlyMap<string, Handle>): (values: ValueMap) => ValueMap {
  const known = (name: string, what: 'ref' | 'physicalId'): Value =>
    what === 'physicalId' ? needs.get(name)!.id! : needs.get(name)!.reference();
  return (values) => withReferences(values, known) as ValueMap;
}

export async function live(world: World, scenario: Scenario): Promise<void> {
  if ((await lackingFor(world, scenario)) !== undefined) return;
  const needs = new Map<string, Handle>();
  const build = (part: Part, name: string): Handle => new Handle(world, types.get(part.type)!, name);
  const filled = filler(needs);
  let resource: Handle | undefined;
  try {
    for (const [name, part] of Object.entries(scenario.needs ?? {})) {
      const handle = build(part, name);
      needs.set(name, handle);
      await handle.create(filled(part.properties));
    }
    resource = build(scenario, 'main');
    await resource.create(filled(scenario.properties));
    await shows(resource, filled(scenario.shows ?? {}));
    if (resource.type.find !== undefined && scenario.found !== false) await loses(resource);
    for (const name of Object.keys(resource.type.attributes)) await resource.attribute(name);
    await changes(world, resource, scenario, filled);
    await resource.delete();
    if (!scenario.lasting) expect(await resource.read(), 'is gone').toBeUndefined();
    await resource.delete();
  } finally {
    for (const handle of [resource, ...[...needs.values()].toReversed()]) await handle?.delete();
  }
}

async function loses(resource: Handle): Promise<void> {
  const found = await resource.find();
  expect(found?.id, 'found after the answer was lost').toBe(resource.id);
  if (resource.identifies()) return;
  expect(await resource.find(new Set([resource.id!])), 'not taken from another resource').toBeUndefined();
}

async function changes(
  world: World,
  resource: Handle,
  scenario: Scenario,
  filled: (values: ValueMap) => ValueMap,
): Promise<void> {
  let properties = scenario.properties;
  for (const { set, shows: expected, sandboxOnly } of scenario.updates ?? []) {
    if (sandboxOnly && world.real) continue;
    properties = Object.fromEntries(Object.entries({ ...properties, ...set }).filter(([, value]) => value !== null));
    const wanted = filled(properties);
    expect(resource.type.needsReplace?.(await resource.change(wanted)) ?? false).toBe(false);
    await resource.update(wanted);
    await shows(resource, filled(expected ?? {}));
  }
}

export async function shows(resource: Handle, expected: ValueMap): Promise<void> {
  const live = await resource.read();
  expect(live, `${resource.name} is there`).toBeDefined();
  for (const [field, value] of Object.entries(expected)) {
    if (!equal(own(live!, field) ?? null, value)) expect({ [field]: own(live!, field) }).toEqual({ [field]: value });
  }
}
