import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { ResourceTypes } from '../../resources/catalog.ts';
import { resourceTypes } from '../../resources/index.ts';
import type { Problem } from '../../template/index.ts';
import { checkModel } from './check-model.ts';
import { knownProperties, resolveProperties, shownProperties } from './properties.ts';
import { StackModel } from './stack-model.ts';

const host = {
  types: new ResourceTypes(resourceTypes),
  clock: { now: () => 0, sleep: () => Promise.reject(new Error('nothing sleeps here')) },
  region: 'RegionOne',
};
const identity = { id: 'None', name: 's', projectId: 'p' };

function modelOf(resource: ValueMap, more: ValueMap = {}): StackModel {
  const body = { heat_template_version: '2018-08-31', resources: { r: resource }, ...more };
  return StackModel.read(identity, { body, environment: {}, files: {} }, host, { strict: false });
}

function problemsOf(model: StackModel): Problem[] {
  const { before, resources, after } = checkModel(model, true);
  return [...before, ...[...resources.values()].flat(), ...after];
}

function valuesOf(read: typeof resolveProperties, resource: ValueMap, more: ValueMap = {}): ValueMap {
  const model = modelOf(resource, more);
  const { definition, type } = model.resources.get('r')!;
  return read(definition, type, model.staticScope);
}

describe('the check of a stack’s template', () => {
  const messages = (resource: ValueMap): string[] => problemsOf(modelOf(resource)).map(({ message }) => message);

  it('lets OS::Heat::None take anything, even what cannot be computed', () => {
    const broken: Value = { str_split: [',', ['no', 'text']] };
    expect(messages({ type: 'OS::Heat::None', properties: { anything: broken } })).toEqual([]);
    expect(messages({ type: 'OS::Heat::Value', properties: { value: broken } })).toHaveLength(1);
  });

  it('knows which types have an update policy', () => {
    const policy = { update_policy: { rolling_update: { pause_time: 1 } } };
    expect(messages({ type: 'OS::Heat::Value', properties: { value: 1 }, ...policy })).toEqual([
      'Property error: resources.r.update_policy: Unknown Property rolling_update',
    ]);
    const group = { type: 'OS::Heat::ResourceGroup', properties: { resource_def: { type: 'OS::Heat::None' } } };
    expect(messages({ ...group, ...policy })).toEqual([]);
  });

  it('takes a property by its old name', () => {
    expect(messages({ type: 'OS::Neutron::Subnet', properties: { network_id: 'n', cidr: '10.0.0.0/24' } })).toEqual([]);
  });
});

describe('properties of a resource', () => {
  const volume = { type: 'OS::Cinder::Volume', description: 'about it', properties: { size: 1 } };

  it('have the resource’s description where they can have one, and have none', () => {
    expect(valuesOf(resolveProperties, volume)['description']).toBe('about it');
    expect(valuesOf(resolveProperties, { ...volume, properties: { size: 1, description: 'own' } })['description']).toBe(
      'own',
    );
    expect(valuesOf(resolveProperties, { ...volume, description: '' })).not.toHaveProperty('description');
    const value = { type: 'OS::Heat::Value', description: 'about it', properties: { value: 1 } };
    expect(valuesOf(resolveProperties, value)).toEqual({ value: 1 });
  });

  it('are all shown, under their new names, null where there is nothing', () => {
    const shown = valuesOf(shownProperties, { type: 'OS::Neutron::Subnet', properties: { network_id: 'n' } });
    expect(shown).toMatchObject({ network: 'n', network_id: null, cidr: null, ip_version: 4 });
  });

  it('are known as far as their parameters are', () => {
    const more = { parameters: { p: { type: 'string' } } };
    const properties = { network: { get_param: 'p' }, cidr: '10.0.0.0/24' };
    const known = valuesOf(knownProperties, { type: 'OS::Neutron::Subnet', properties }, more);
    expect(known['cidr']).toBe('10.0.0.0/24');
    expect(known).not.toHaveProperty('network');
  });
});
