import { describe, expect, it } from 'vitest';
import type { Value } from '../../expressions/values.ts';
import { maskHidden } from './mask-hidden.ts';
import type { StackModel } from './stack-model.ts';

function modelWith(values: Record<string, Value>, hidden: readonly string[]): StackModel {
  const parameters = {
    names: () => Object.keys(values),
    isHidden: (name: string) => hidden.includes(name),
    hasValue: () => true,
    get: (name: string) => values[name]!,
  };
  return { parameters } as unknown as StackModel;
}

describe('values of hidden parameters', () => {
  const values = { password: 'hunter2', longer: 'hunter2-and-more', list: ['s3cret', { key: 'inside' }], pin: '123' };
  const model = modelWith({ ...values, open: 'plain' }, Object.keys(values));

  it('are masked wherever they stand', () => {
    const properties = { a: 'say hunter2, hunter2-and-more', b: [{ c: 's3cret', d: 1, e: null }], f: 'inside' };
    expect(maskHidden(properties, model)).toEqual({
      a: 'say ******, ******',
      b: [{ c: '******', d: 1, e: null }],
      f: '******',
    });
  });

  it('leave the rest as it is', () => {
    const properties = { hunter: 'hunter3', open: 'plain', pin: '123' };
    expect(maskHidden(properties, model)).toEqual(properties);
    expect(maskHidden(properties, modelWith({ open: 'hunter3' }, []))).toBe(properties);
    expect(maskHidden({ a: 'hunter2' }, undefined)).toEqual({ a: 'hunter2' });
  });
});
