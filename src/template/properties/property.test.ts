import { describe, expect, it } from 'vitest';
import type { Value } from '../../expressions/values.ts';
import type { PropertySchema } from '../schema.ts';
import { coerceProperties, coerceProperty } from './property.ts';

const path = ['resources', 'r', 'properties', 'p'];

describe('coercion', () => {
  it.each<[PropertySchema, Value | undefined, Value]>([
    [{ type: 'integer' }, '5', 5],
    [{ type: 'integer' }, 5.7, 5],
    [{ type: 'integer' }, true, 1],
    [{ type: 'number' }, '1.5', 1.5],
    [{ type: 'string' }, 5, '5'],
    [{ type: 'string' }, false, 'False'],
    [{ type: 'boolean' }, 'TRUE', true],
    [{ type: 'string' }, null, ''],
    [{ type: 'integer', default: 3 }, null, 3],
    [{ type: 'list' }, null, []],
    [{ type: 'string' }, undefined, null],
    [{ type: 'string', default: 'x' }, undefined, 'x'],
    [{ type: 'any' }, null, null],
    [{ type: 'list', allowConversion: true }, 'a,b', ['a', 'b']],
    [{ type: 'map', allowConversion: true }, [1], '[1]'],
    [{ type: 'map', schema: { a: { type: 'integer', default: 1 }, b: { type: 'string' } } }, {}, { a: 1, b: null }],
    [{ type: 'list', items: { type: 'integer' } }, ['1', null], [1, 0]],
  ])('%j of %j', (schema, value, expected) => {
    const { value: made, problems } = coerceProperty(schema, value, { path });
    expect(problems).toEqual([]);
    expect(made).toEqual(expected);
  });

  it.each<[PropertySchema, Value | undefined, string]>([
    [{ type: 'integer' }, 'x', "Property error: resources.r.properties.p: Value 'x' is not an integer"],
    [{ type: 'string' }, [1], 'Property error: resources.r.properties.p: Value must be a string; got [1]'],
    [{ type: 'boolean' }, 'yes', 'Property error: resources.r.properties.p: "yes" is not a valid boolean'],
    [{ type: 'list' }, { a: 1 }, 'Property error: resources.r.properties.p: "{\'a\': 1}" is not a list'],
    [{ type: 'string', required: true }, undefined, 'Property error: resources.r.properties: Property p not assigned'],
    [
      { type: 'list', items: { type: 'map', schema: { a: { type: 'integer' } } } },
      [{ a: 'x' }],
      "Property error: resources.r.properties.p[0].a: Value 'x' is not an integer",
    ],
    [
      { type: 'string', constraints: [{ length: { max: 1 } }] },
      'xy',
      'Property error: resources.r.properties.p: length (2) is out of range (min: None, max: 1)',
    ],
  ])('%j refuses %j', (schema, value, message) => {
    expect(coerceProperty(schema, value, { path }).problems.map((p) => p.message)).toEqual([message]);
  });

  it('reports every property at once, and suggests', () => {
    const { problems, checks } = coerceProperties(
      {
        flavor: { type: 'string', required: true, constraints: [{ custom_constraint: 'nova.flavor' }] },
        count: { type: 'integer' },
      },
      { flavour: 'm1', count: 'x' },
      { path: ['resources', 'r', 'properties'] },
    );
    expect(problems).toMatchObject([
      { path: ['resources', 'r', 'properties', 'flavour'], suggestion: 'flavor' },
      {},
      {},
    ]);
    expect(checks).toEqual([]);
  });
  it('collects what a cloud must be asked', () => {
    const schema: PropertySchema = { type: 'string', constraints: [{ custom_constraint: 'nova.flavor' }] };
    expect(coerceProperty(schema, 'm1', { path }).checks).toEqual([
      { name: 'nova.flavor', value: 'm1', path, after: 0 },
    ]);
  });
});
