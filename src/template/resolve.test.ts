import { describe, expect, it } from 'vitest';
import type { Value } from '../expressions/values.ts';
import { activeResources, conditionHolds } from './conditions.ts';
import { parseTemplate } from './parse.ts';
import { resolveParameters } from './parameters/resolve.ts';
import { dependencies, references } from './references.ts';
import { ResolveError } from './resolve-error.ts';
import { resolve } from './resolve.ts';
import { makeScope, type Scope, type ScopeSource } from './scope.ts';

const TEMPLATE = `heat_template_version: 2021-04-16
parameters: {n: {type: number, default: 3}, secret: {type: string, default: x, hidden: true}, l: {type: comma_delimited_list, default: "a,b"}}
conditions:
  yea: {equals: [{get_param: n}, 3]}
  nay: {not: yea}
  loop: {not: pool}
  pool: {not: loop}
resources:
  a: {type: T}
  b:
    type: T
    depends_on: [a, gone]
    properties:
      x: {if: [yea, {get_attr: [a, ip, 0]}, {get_resource: gone}]}
      y: {if: [nay, {get_resource: gone}]}
    metadata: {z: [{get_attr: [c]}, {get_resource: c}]}
  c: {type: T}
  gone: {type: T, condition: nay}
  ext: {type: T, external_id: some, properties: {x: {get_resource: a}}}
`;

const scopeOf = (source: Partial<ScopeSource> = {}, text = TEMPLATE): Scope => {
  const { template } = parseTemplate(text);
  const { parameters } = resolveParameters(template!, { pseudo: { stackId: 'id', stackName: 's', projectId: 'p' } });
  return makeScope({ template: template!, parameters, ...source });
};
const failure = (raw: Value, scope = scopeOf()): ResolveError => {
  try {
    resolve(raw, scope);
  } catch (error) {
    if (error instanceof ResolveError) return error;
    throw error;
  }
  throw new Error('it resolved');
};

describe('resolving', () => {
  it('asks the scope', () => {
    const asked: unknown[] = [];
    const scope = scopeOf({
      attribute: (...call) => (asked.push(call), 'v'),
      reference: (name) => `id-${name}`,
      file: () => 'content',
    });
    expect(
      resolve(
        { a: { get_attr: ['a', 'ip', 0] }, b: { get_attr: ['a'] }, c: { get_resource: 'a' }, d: { get_file: 'f' } },
        scope,
      ),
    ).toEqual({
      a: 'v',
      b: 'v',
      c: 'id-a',
      d: 'content',
    });
    expect(asked).toEqual([
      ['a', 'ip', [0]],
      ['a', undefined, []],
    ]);
  });
  it('drops items, entries and values', () => {
    expect(
      resolve({ a: [1, { if: [false, 2] }], b: { if: [false, 3] }, c: { d: { if: [true, 4] } } }, scopeOf()),
    ).toEqual({ a: [1], c: { d: 4 } });
    expect(resolve({ if: [false, 1] }, scopeOf())).toBeNull();
  });
  it('keeps keys that look like a prototype', () => {
    const raw = JSON.parse('{"__proto__": {"get_param": "n"}}') as Value;
    expect(Object.entries(resolve({ x: raw }, scopeOf()) as object)).toEqual([['x', JSON.parse('{"__proto__": 3}')]]);
  });
  it('says where it failed', () => {
    const error = failure({ a: [{ list_join: [',', { get_param: 'nn' }] }] });
    expect([error.type, error.message, error.path, error.suggestion]).toEqual([
      'UserParameterMissing',
      'The Parameter (nn) was not provided.',
      ['a', 0, 'list_join', 'get_param'],
      'n',
    ]);
  });
  it.each<[string, Value]>([
    [
      'repeat',
      {
        repeat: {
          template: '%a%%b%%c%',
          for_each: Object.fromEntries(['%a%', '%b%', '%c%'].map((k) => [k, Array.from({ length: 100 }, String)])),
        },
      },
    ],
    ['str_replace', { str_replace: { template: 'a'.repeat(100_000), params: { a: 'b'.repeat(1000) } } }],
    ['list_join', { list_join: ['-'.repeat(1000), Array.from({ length: 20_000 }, String)] }],
    ['yaql', { yaql: { expression: 'range(1000000).select($ * $).sum()', data: null } }],
  ])('bounds what %s makes', (_name, raw) => expect(failure(raw)).toBeInstanceOf(ResolveError));
});

describe('conditions', () => {
  it('are decided once', () => {
    const scope = scopeOf();
    expect([conditionHolds('yea', scope), conditionHolds('nay', scope), conditionHolds(undefined, scope)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(scope.conditions.get('yea')).toBe(true);
    expect(activeResources(scope).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'ext']);
  });
  it('must not go round', () => {
    expect(() => conditionHolds('loop', scopeOf())).toThrow(
      'Condition validation error: Circular definition for condition "loop"',
    );
  });
});

describe('references', () => {
  it('are those of the branch taken', () => {
    const scope = scopeOf();
    const b = scope.template.resources.get('b')!;
    expect(references(b.properties, scope)).toEqual([{ resource: 'a', kind: 'attribute', attribute: 'ip', path: [0] }]);
    expect(references(b.metadata, scope)).toEqual([
      { resource: 'c', kind: 'attribute' },
      { resource: 'c', kind: 'reference' },
    ]);
    expect(dependencies(b, scope)).toEqual(new Set(['a', 'c']));
  });
  it('do not count for an external resource', () => {
    const scope = scopeOf();
    expect(dependencies(scope.template.resources.get('ext')!, scope)).toEqual(new Set());
  });
});

it('prints parameters as stack show does', () => {
  const { parameters } = scopeOf();
  const shown = {
    'OS::stack_id': 'id',
    'OS::project_id': 'p',
    'OS::stack_name': 's',
    n: '3',
    secret: '******',
    l: 'a,b',
  };
  expect(parameters.toStrings()).toEqual(shown);
  expect(parameters.toStrings({ showHidden: true })).toEqual({ ...shown, secret: 'x' });
});

it.each<[string, Value]>([
  ['or', { or: 'abc' }],
  ['get_attr', { get_attr: 'abc' }],
  ['list_join', { list_join: 5 }],
  ['yaql', { yaql: 'x' }],
  ['if', { if: 'abc' }],
])('refuses arguments of %s that no one checked before', (name, raw) => {
  const scope = scopeOf();
  const where: Value = name === 'or' ? { if: [raw, 1, 2] } : raw;
  expect(failure([where], scope).path[0]).toBe(0);
  if (name === 'get_attr' || name === 'if') expect(() => references([where], scope)).toThrow(ResolveError);
});
