import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../../src/expressions/values.ts';
import { SeededRandom } from '../../support/simulation/seeded-random.ts';
import { mutate, MUTATION_NAMES } from './mutate.ts';
import { partAt, pathsIn, withKey, withPart } from './tree.ts';

const TEMPLATE: ValueMap = {
  heat_template_version: '2018-08-31',
  parameters: { p: { type: 'string', default: 'a' } },
  resources: { r: { type: 'OS::Heat::Value', properties: { value: { list_join: ['', [{ get_param: 'p' }]] } } } },
  outputs: { o: { value: { get_attr: ['r', 'value'] } } },
};

describe('mutants', () => {
  it.each(MUTATION_NAMES)(
    '%s: differ from the template, which stays as it is, and come again with the seed',
    (name) => {
      const before = JSON.stringify(TEMPLATE);
      const made = (): string[] => {
        const dice = new SeededRandom(3);
        return Array.from({ length: 20 }, () => JSON.stringify(mutate(TEMPLATE, name, dice)?.template));
      };
      expect(made()).toEqual(made());
      expect(made().some((text) => text !== before)).toBe(true);
      expect(JSON.stringify(TEMPLATE)).toBe(before);
    },
  );
});

describe('parts of a tree', () => {
  const tree = { a: { b: [1, 2], c: 3 } };
  it('are found', () => {
    expect(pathsIn(tree)).toEqual([['a'], ['a', 'b'], ['a', 'b', 0], ['a', 'b', 1], ['a', 'c']]);
    expect(partAt(tree, ['a', 'b', 1])).toBe(2);
  });
  it('are changed, removed and renamed in their place', () => {
    expect(withPart(tree, ['a', 'b', 1], 9)).toEqual({ a: { b: [1, 9], c: 3 } });
    expect(withPart(tree, ['a', 'b', 0], undefined)).toEqual({ a: { b: [2], c: 3 } });
    expect(JSON.stringify(withKey(tree, ['a', 'b'], 'x'))).toBe('{"a":{"x":[1,2],"c":3}}');
  });
});
