import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../expressions/values.ts';
import type { NestedContext } from '../contract.ts';
import stackSet from './stack-set.ts';

const CONTEXT: NestedContext = {
  stack: { id: 'i', name: 's', projectId: 'p' },
  name: 'set',
  physicalName: 's-set',
  data: {},
  wanted: [],
  members: [],
  files: {},
};
const needs = (properties: ValueMap): Record<string, unknown> => {
  const { template } = stackSet.nested!.define(CONTEXT, { template: 't', ...properties }).nested;
  const resources = (template as ValueMap)['resources'] as Record<string, ValueMap>;
  return Object.fromEntries(Object.entries(resources).map(([name, resource]) => [name, resource['depends_on'] ?? []]));
};

describe('the template of a stack set', () => {
  it('has every member of a wave side by side, and a gate behind each wave', () => {
    const clouds: ValueMap[] = [{ cloud: 'a' }, { cloud: 'b', wave: 2 }, { cloud: 'c' }];
    expect(needs({ clouds })).toEqual({
      a: [],
      c: [],
      'gate of wave 1': [],
      b: ['gate of wave 1'],
      'gate of wave 2': [],
    });
  });

  it('has as many chains as may go at a time', () => {
    const clouds = ['a', 'b', 'c', 'd', 'e'].map((cloud) => ({ cloud }));
    expect(needs({ clouds, concurrency: 2 })).toMatchObject({ a: [], b: [], c: ['a'], d: ['b'], e: ['c'] });
  });

  it('gives a member its own parameters over those of all', () => {
    const { template } = stackSet.nested!.define(CONTEXT, {
      template: 't',
      parameters: { x: 1, y: 1 },
      clouds: [{ cloud: 'a', parameters: { y: 2 } }],
      timeout: 5,
    }).nested;
    expect(((template as ValueMap)['resources'] as ValueMap)['a']).toEqual({
      type: 'Isotherm::StackSet::Member',
      metadata: { 'isotherm:cloud': 'a' },
      properties: { template: 't', parameters: { x: 1, y: 2 }, timeout: 5 },
    });
  });

  it('needs a name for each member, once', () => {
    const validate = (clouds: ValueMap[]): string[] => stackSet.validate!({ clouds }, () => true, 'set', new Set());
    expect(validate([{ cloud: 'a' }, { name: 'a', context: {} }])).toHaveLength(1);
    expect(validate([{ context: {} }])).toHaveLength(1);
    expect(validate([{ cloud: 'a' }, { name: 'b', cloud: 'a' }])).toEqual([]);
  });
});
