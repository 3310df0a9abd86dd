import { describe, expect, it } from 'vitest';
import type { Value } from '../../expressions/values.ts';
import { checkBody, type Schema } from './schema.ts';

const schema: Schema = {
  type: 'object',
  required: ['thing'],
  properties: {
    thing: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 5 },
        size: { type: 'integer', minimum: 1 },
        list: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
        any: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
      },
      additionalProperties: false,
    },
  },
};

function refusal(thing: Value): string {
  try {
    checkBody(schema, { thing });
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('checkBody', () => {
  it('lets pass what fits', () => {
    expect(refusal({ name: 'x', size: 3, list: ['a'], any: null })).toBe('');
  });

  it('says what is wrong as Nova does', () => {
    expect(() => checkBody(schema, {})).toThrow("'thing' is a required property");
    const field = 'Invalid input for field/attribute';
    expect(refusal({})).toBe(`${field} thing. Value: {}. 'name' is a required property`);
    expect(refusal({ name: '' })).toBe(`${field} name. Value: . '' is too short`);
    expect(refusal({ name: 'abcdef' })).toBe(`${field} name. Value: abcdef. 'abcdef' is too long`);
    expect(refusal({ name: 5 })).toBe(`${field} name. Value: 5. 5 is not of type 'string'`);
    expect(refusal({ name: 'x', size: 0 })).toBe(`${field} size. Value: 0. 0 is less than the minimum of 1`);
    expect(refusal({ name: 'x', list: ['c'] })).toBe(`${field} 0. Value: c. 'c' is not one of ['a', 'b']`);
    expect(refusal({ name: 'x', any: 'zz' })).toBe(
      `${field} any. Value: zz. 'zz' is not valid under any of the given schemas`,
    );
    expect(refusal({ name: 'x', b: true })).toBe(
      `${field} thing. Value: {'name': 'x', 'b': True}. Additional properties are not allowed ('b' was unexpected)`,
    );
  });

  it('takes inherited names for what they are', () => {
    expect(refusal({ name: 'x', constructor: 1 })).toContain("('constructor' was unexpected)");
    expect(refusal(JSON.parse('{"name":"x","__proto__":1}') as Value)).toContain("('__proto__' was unexpected)");
  });
});
