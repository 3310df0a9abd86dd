import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../expressions/values.ts';
import { ResourceTypes } from '../../resources/catalog.ts';
import group from '../../resources/heat/resource-group.ts';
import value from '../../resources/heat/value.ts';
import { checkTree, type CheckedStack } from './check-tree.ts';
import { StackModel, type ModelHost } from './stack-model.ts';

const clock = { now: () => 0, sleep: () => Promise.resolve() };
const host: ModelHost = { types: new ResourceTypes([group, value]), clock, region: 'RegionOne' };
const HOT = 'heat_template_version: 2018-08-31\n';

/** Problems as `file:line:column path`. */
async function check(
  body: string,
  files: Record<string, string> = {},
  more: Partial<CheckedStack<undefined>> & { parameters?: ValueMap } = {},
): Promise<string[]> {
  const { parameters = {}, strict = true, absent } = more;
  const record = { body, environment: { parameters }, files };
  const model = StackModel.read({ id: 'i', name: 's', projectId: 'p' }, record, host, { strict });
  let count = 0;
  const problems = await checkTree(
    {
      host,
      nestedDepth: 2,
      enter: ({ model: { resources } }) => (count += resources.size) <= 5,
      refused: () => [],
      beyond: () => Promise.resolve({ unavailable: [], missing: [], refusals: [] }),
      inside: () => undefined,
      elsewhere: () => undefined,
    },
    { model, where: undefined, strict, depth: 0, source: { text: body }, ...(absent === undefined ? {} : { absent }) },
  );
  return problems.map(({ file = '', line, column, path }) => `${file}:${line}:${column} ${path.join('.')}`);
}

const INNER = `${HOT}parameters: {n: {type: number}}
resources:
  v:
    type: OS::Heat::Value
    properties:
      valu: {get_param: n}
`;

describe('checkTree', () => {
  it('places a problem in the file of the nested template, its path leading from the top', async () => {
    const body = `${HOT}resources:\n  a: {type: inner.yaml, properties: {n: 1}}\n`;
    expect(await check(body, { 'inner.yaml': INNER })).toEqual([
      'inner.yaml:7:7 resources.a.resources.v.properties.valu',
      'inner.yaml:6:5 resources.a.resources.v.properties',
    ]);
  });

  it('places what is wrong with the member of a group in the definition that it is made of', async () => {
    const body = `${HOT}resources:
  g:
    type: OS::Heat::ResourceGroup
    properties:
      resource_def:
        type: OS::Heat::Value
        properties: {value: 1, vlue: 2}
`;
    expect(await check(body)).toEqual([':8:32 resources.g.resources.0.properties.vlue']);
  });

  it('looks into nested templates of resources that something is wrong with, by what is right about them', async () => {
    const body = `${HOT}resources:\n  a: {type: inner.yaml, properties: {n: 1, m: 2}}\n`;
    expect(await check(body, { 'inner.yaml': INNER })).toEqual([
      ':3:44 resources.a.properties.m',
      'inner.yaml:7:7 resources.a.resources.v.properties.valu',
      'inner.yaml:6:5 resources.a.resources.v.properties',
    ]);
  });

  it('demands values for parameters unless they may be absent, also where a nested template takes them', async () => {
    const inner = INNER.replace('valu:', 'value:');
    const body = `${HOT}parameters: {p: {type: number}}
resources:
  a: {type: inner.yaml, properties: {n: {get_param: p}}}
  g: {type: OS::Heat::ResourceGroup, properties: {count: {get_param: p}, resource_def: {type: inner.yaml, properties: {n: {get_param: p}}}}}
`;
    expect(await check(body, { 'inner.yaml': inner }, { absent: new Set() })).toEqual([]);
    expect(await check(body, { 'inner.yaml': inner }, { parameters: { p: 1 } })).toEqual([]);
    expect(await check(body, { 'inner.yaml': inner })).toContain(':2:14 parameters.p');
  });

  it('ends where it is told that it is enough', async () => {
    const resources = ['a', 'b', 'c'].map((name) => `  ${name}: {type: inner.yaml}\n`);
    const endless = `${HOT}resources:\n${resources.join('')}`;
    expect(await check(endless, { 'inner.yaml': endless })).toEqual([]);
  });

  it('ends where templates are nested too deep', async () => {
    const endless = `${HOT}resources: {a: {type: inner.yaml}}\n`;
    expect(await check(endless, { 'inner.yaml': endless })).toEqual([
      'inner.yaml:2:13 resources.a.resources.a.resources.a',
    ]);
  });
});
