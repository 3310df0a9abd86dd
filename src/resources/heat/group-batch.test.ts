import { describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Batch, NestedContext } from '../contract.ts';
import { membersAfter, sizeNow, type Wanted } from './group-batch.ts';

const thing = (value: Value): ValueMap => ({ type: 'Thing', properties: { value } });

/** A group with these members, some of them failed, and a batch of this capacity that may renew so many. */
function after(
  existing: string[],
  [capacity, renewed]: [number, number],
  more: Partial<Wanted & { failed: string[] }>,
) {
  const { failed = [], size = 3, removed = [] } = more;
  const members = existing.map((name) => ({ name, reference: name, failed: failed.includes(name) }));
  const template = { resources: Object.fromEntries(existing.map((name) => [name, thing('old')])) };
  const batch: Batch = { capacity, renewed, isFirst: true, isLast: false, template };
  const context = { members } as unknown as NestedContext;
  const definitions = membersAfter(batch, context, { size, removed, define: () => thing('new') });
  const valueOf = (definition: ValueMap): string => String((definition['properties'] as ValueMap)['value']);
  return definitions.map(([name, definition]) => `${name} ${valueOf(definition)}`).toSorted();
}

describe('the members of a group after a batch', () => {
  it('are renewed from the highest number down', () => {
    expect(after(['0', '1', '2'], [3, 2], {})).toEqual(['0 old', '1 new', '2 new']);
  });

  it('have new ones among them before old ones are renewed', () => {
    expect(after(['0', '1', '2'], [5, 3], {})).toEqual(['0 old', '1 old', '2 new', '3 new', '4 new']);
  });

  it('lose first those whose names are no longer in use', () => {
    expect(after(['0', '1', '2', '3', '4'], [3, 1], {})).toEqual(['0 old', '1 old', '2 new']);
    expect(after(['0', '1', '7'], [2, 1], { size: 2 })).toEqual(['0 old', '1 new']);
  });

  it('keep those beyond the size as they are while they stay', () => {
    expect(after(['0', '1', '2'], [3, 2], { size: 1 })).toEqual(['0 new', '1 new', '2 old']);
  });

  it('leave out at once what was removed, and make what has failed anew', () => {
    expect(after(['0', '1', '2'], [3, 1], { removed: ['1'] })).toEqual(['0 old', '2 old', '3 new']);
    expect(after(['0', '1', '2'], [3, 1], { failed: ['0'] })).toEqual(['0 new', '1 old', '2 old']);
  });

  it('may be none', () => {
    expect(after(['0', '1'], [0, 0], { size: 0 })).toEqual([]);
  });

  it('count with those that have failed, but not with those that are to go', () => {
    const members = ['0', '1', '2'].map((name) => ({ name, reference: name, failed: name === '2' }));
    expect(sizeNow({ members } as unknown as NestedContext, ['1', '2'])).toBe(2);
  });
});
