import { describe, expect, it } from 'vitest';
import { ResourceTypes } from './catalog.ts';
import { defineResource } from './define.ts';
import { resourceTypes } from './index.ts';

const types = new ResourceTypes([
  defineResource({ type: 'B::B', properties: {}, since: '5.0.0' }),
  defineResource({ type: 'A::A', properties: {}, support: { status: 'UNSUPPORTED' } }),
  defineResource({ type: 'C::C', properties: {}, support: { status: 'HIDDEN' } }),
]);
const names = (filter?: Parameters<ResourceTypes['list']>[0]): string[] => types.list(filter).map((type) => type.type);

describe('ResourceTypes', () => {
  it('lists what is not hidden, by name', () => {
    expect(names()).toEqual(['A::A', 'B::B']);
  });

  it('finds hidden types as well', () => {
    expect(types.get('C::C')?.type).toBe('C::C');
    expect(types.get('D::D')).toBeUndefined();
  });

  it('filters', () => {
    expect(names({ name: 'B' })).toEqual(['B::B']);
    expect(names({ supportStatus: 'UNSUPPORTED' })).toEqual(['A::A']);
    expect(names({ version: '5.0.0' })).toEqual(['B::B']);
  });

  it('has no two types of one name', () => {
    expect(new Set(resourceTypes.map((type) => type.type)).size).toBe(resourceTypes.length);
  });

  it('gives every type a description and the attribute show', () => {
    for (const type of resourceTypes) {
      expect(type.description, type.type).toMatch(/\.$/);
      expect(type.attributes, type.type).toHaveProperty('show');
    }
  });
});
