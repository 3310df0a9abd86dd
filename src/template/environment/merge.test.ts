import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../expressions/values.ts';
import { parseTemplate } from '../parse.ts';
import { mergeEnvironments } from './merge.ts';

const { template } = parseTemplate(`heat_template_version: 2021-04-16
parameters: {s: {type: string}, l: {type: comma_delimited_list}, j: {type: json}, n: {type: number}, b: {type: boolean}}`);
const merge = (...files: string[]): { raw: ValueMap; types: string[] } => {
  const entries = files.map((content, i): [string, string] => [`f${i}`, content]);
  const merged = mergeEnvironments({
    names: entries.map(([name]) => name),
    files: Object.fromEntries(entries),
    schemas: template!.parameters,
  });
  return { raw: merged.raw, types: merged.problems.map(({ type }) => type) };
};

describe('environment files', () => {
  it('go over one another', () => {
    const { raw } = merge(
      'parameters: {s: a, x: 1}\nresource_registry: {A: B, C: D}',
      'parameters: {s: b, y: 2}\nresource_registry: {A: E}',
    );
    expect(raw).toEqual({ parameters: { s: 'b', x: 1 }, resource_registry: { A: 'E', C: 'D' } });
  });
  it('are merged as they ask', () => {
    const strategy = 'parameter_merge_strategies: {default: merge}\n';
    const { raw, types } = merge(
      `${strategy}parameters: {s: a, l: [x], j: {k: {m: 1}}}`,
      `${strategy}parameters: {s: b, l: [y], j: {k: {n: 2}, z: null}}`,
    );
    expect(types).toEqual([]);
    expect(raw['parameters']).toEqual({ s: 'ab', l: ['x', 'y'], j: { k: { n: 2 } } });
  });
  it('are merged deep', () => {
    const strategy = 'parameter_merge_strategies: {j: deep_merge}\n';
    expect(
      merge(`${strategy}parameters: {j: {k: {m: 1}, t: a}}`, `${strategy}parameters: {j: {k: {n: 2}, t: b}}`).raw[
        'parameters'
      ],
    ).toEqual({
      j: { k: { m: 1, n: 2 }, t: 'ab' },
    });
  });
  it.each([
    [
      'parameter_merge_strategies: {s: merge}\nparameters: {s: a}',
      'parameter_merge_strategies: {s: overwrite}\nparameters: {s: b}',
      'ConflictingMergeStrategyForParam',
    ],
    [
      'parameter_merge_strategies: {n: merge}\nparameters: {n: 1}',
      'parameter_merge_strategies: {n: merge}\nparameters: {n: 2}',
      'ValueError',
    ],
    [
      'parameter_merge_strategies: {b: merge}\nparameters: {b: "true"}',
      'parameter_merge_strategies: {b: merge}\nparameters: {b: "no"}',
      'InvalidMergeStrategyForParam',
    ],
  ])('refuses %#', (first, second, type) => expect(merge(first, second).types).toEqual([type]));
  it('reports a file that is not there', () => {
    const { problems } = mergeEnvironments({ names: ['x'], files: {}, schemas: new Map() });
    expect(problems).toMatchObject([{ type: 'HTTPBadRequest', file: 'x' }]);
  });
});
