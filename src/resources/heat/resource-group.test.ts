import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../expressions/values.ts';
import type { NestedContext } from '../contract.ts';
import group from './resource-group.ts';

const definition = {
  type: 'OS::Nova::Server',
  properties: { name: 'web-%index%', tags: ['%index%', 7], image: null },
  metadata: null,
};
const PROPERTIES: ValueMap = {
  count: 2,
  index_var: '%index%',
  resource_def: definition,
  removal_policies: [],
  removal_policies_mode: 'append',
};

const context = (more: Partial<NestedContext> = {}): NestedContext => ({
  stack: { id: 'id', name: 'stack', projectId: 'project' },
  name: 'group',
  physicalName: 'stack-group-abc',
  data: {},
  files: {},
  wanted: [],
  members: [],
  ...more,
});

const define = (properties: ValueMap = PROPERTIES, more: Partial<NestedContext> = {}) => {
  const { nested, data } = group.nested!.define(context(more), properties);
  const template = nested.template as { resources: ValueMap; outputs: ValueMap };
  return { names: Object.keys(template.resources), template, data: data! };
};

const members = ['0', '1', '2'].map((name) => ({ name, reference: `id-${name}`, failed: false }));

describe('OS::Heat::ResourceGroup', () => {
  it('makes as many resources as counted, each with its index', () => {
    const { template } = define();
    expect(template.resources).toEqual({
      0: { type: 'OS::Nova::Server', properties: { name: 'web-0', tags: ['0', 7] } },
      1: { type: 'OS::Nova::Server', properties: { name: 'web-1', tags: ['1', 7] } },
    });
    expect(template.outputs).toEqual({ refs_map: { value: { 0: { get_resource: '0' }, 1: { get_resource: '1' } } } });
  });

  it('leaves removed names out for good', () => {
    const removal_policies = [{ resource_list: ['1'] }];
    const first = define({ ...PROPERTIES, removal_policies });
    expect(first.names).toEqual(['0', '2']);
    const later = define(
      { ...PROPERTIES, count: 3 },
      { data: first.data, members: members.filter(({ name }) => name !== '1') },
    );
    expect(later.names).toEqual(['0', '2', '3']);
  });

  it('knows members to be removed by name, number or reference; others it does not know', () => {
    const data = define().data;
    const removed = (item: string | number): string[] =>
      define({ ...PROPERTIES, count: 3, removal_policies: [{ resource_list: [item] }] }, { data, members }).names;
    expect(removed('2')).toEqual(['0', '1', '3']);
    expect(removed(2)).toEqual(['0', '1', '3']);
    expect(removed('id-2')).toEqual(['0', '1', '3']);
    expect(removed('8')).toEqual(['0', '1', '2']);
  });

  it('forgets earlier removals in mode update', () => {
    const first = define({ ...PROPERTIES, removal_policies: [{ resource_list: ['0'] }] });
    const second = { ...PROPERTIES, removal_policies: [{ resource_list: ['2'] }], removal_policies_mode: 'update' };
    expect(define(second, { data: first.data, members }).names).toEqual(['0', '1']);
    expect(define({ ...second, removal_policies_mode: 'append' }, { data: first.data, members }).names).toEqual([
      '1',
      '3',
    ]);
  });

  it.each([
    ['networks', [], 'networks', [{ get_attr: ['0', 'networks'] }, { get_attr: ['1', 'networks'] }]],
    [
      'networks',
      ['net', 0],
      'networks, net, 0',
      [{ get_attr: ['0', 'networks', 'net', 0] }, { get_attr: ['1', 'networks', 'net', 0] }],
    ],
    ['attributes', ['name'], 'attributes, name', { 0: { get_attr: ['0', 'name'] }, 1: { get_attr: ['1', 'name'] } }],
    ['resource.1.name', [], 'resource.1.name', { get_attr: ['1', 'name'] }],
    ['resource.1', ['name'], 'resource.1, name', { get_attr: ['1', 'name'] }],
    ['resource.5.name', [], 'resource.5.name', null],
    ['refs', [], 'refs', [{ get_resource: '0' }, { get_resource: '1' }]],
    ['removed_rsrc_list', [], 'removed_rsrc_list', []],
  ])('has an output for the attribute %s %j', (attribute, path, output, value) => {
    const { template } = define(PROPERTIES, { wanted: [{ attribute, path }] });
    expect(template.outputs[output]).toEqual({ value });
    const resolved = { [output]: 'resolved' };
    expect(group.nested!.attribute(resolved, attribute, path, 'group', 'physical')).toBe('resolved');
  });

  it('gives the reference of one member, or says that there is none', () => {
    const outputs = { refs_map: { 0: 'id-0' } };
    const ask = (attribute: string) => group.nested!.attribute(outputs, attribute, [], 'group', 'physical');
    expect(ask('resource.0')).toBe('id-0');
    expect(() => ask('resource.4')).toThrow("Member '4' not found in group resource 'group'.");
    expect(ask('attributes')).toBeUndefined();
  });

  it('follows a path into refs and refs_map', () => {
    const outputs = { refs: ['a', 'b'], refs_map: { 0: 'a', 1: 'b' } };
    expect(group.nested!.attribute(outputs, 'refs', [1], 'group', 'physical')).toBe('b');
    expect(group.nested!.attribute(outputs, 'refs_map', ['1'], 'group', 'physical')).toBe('b');
  });

  const POLICY: ValueMap = {
    batch_create: { max_batch_size: 4, pause_time: 3 },
    rolling_update: { max_batch_size: 2, min_in_service: 1, pause_time: 5 },
  };
  const OTHER: ValueMap = { ...PROPERTIES, resource_def: { ...definition, type: 'OS::Nova::KeyPair' } };
  const rolling = (before: ValueMap | undefined, policy = POLICY, properties = PROPERTIES) =>
    group.nested!.rolling!(context(before === undefined ? {} : { members }), properties, policy, before);

  it('is made in batches, or renewed in batches, where its policy says so', () => {
    expect(rolling(undefined)).toEqual({ target: 2, current: 0, batchSize: 4, minInService: 0, pauseSeconds: 3 });
    expect(rolling(OTHER)).toEqual({ target: 2, current: 3, batchSize: 2, minInService: 1, pauseSeconds: 5 });
  });

  it('comes about at once without a policy, when it is new and empty, and when its definition stays', () => {
    expect(rolling(undefined, {})).toBeUndefined();
    expect(rolling(OTHER, {})).toBeUndefined();
    expect(rolling(undefined, POLICY, { ...PROPERTIES, count: 0 })).toBeUndefined();
    expect(rolling({ ...PROPERTIES, count: 7 })).toBeUndefined();
  });

  it('does not count members that are to go', () => {
    const removal_policies = [{ resource_list: ['0', 'id-2'] }];
    expect(rolling(OTHER, POLICY, { ...PROPERTIES, removal_policies })!.current).toBe(2);
  });
});
