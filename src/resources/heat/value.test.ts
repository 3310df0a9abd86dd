import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../expressions/values.ts';
import value from './value.ts';

const problems = (properties: ValueMap): string[] => value.validate!(properties, () => true, 'v');

describe('OS::Heat::Value', () => {
  it.each<[string, Value]>([
    ['string', 'a'],
    ['number', '5'],
    ['comma_delimited_list', [1]],
    ['json', { a: 1 }],
    ['boolean', 'true'],
  ])('takes a %s', (type, given) => {
    expect(problems({ type, value: given })).toEqual([]);
  });

  it('refuses a value that is not of its type', () => {
    expect(problems({ type: 'json', value: 'text' })).toEqual([
      'Property error: resources.v.properties.value: "text" is not a map',
    ]);
  });

  it('takes anything where there is no type', () => {
    expect(problems({ value: [{ a: null }], type: null })).toEqual([]);
  });
});
