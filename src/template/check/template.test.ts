import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../parse.ts';
import { resolveParameters } from '../parameters/resolve.ts';
import { makeScope } from '../scope.ts';
import { checkTemplate } from './template.ts';
import type { TypeInfo } from './types.ts';

const TYPES = new Map<string, TypeInfo>([
  [
    'Server',
    {
      properties: {
        flavor: { type: 'string', required: true, constraints: [{ custom_constraint: 'nova.flavor' }] },
        count: { type: 'integer', constraints: [{ range: { min: 1 } }] },
        networks: { type: 'list', items: { type: 'map', schema: { port: { type: 'string' } } } },
      },
      attributes: { ip: {}, name: {} },
      canSnapshot: false,
    },
  ],
]);

const check = (body: string, strict = true) => {
  const { template, problems } = parseTemplate(`heat_template_version: 2021-04-16\n${body}`, { file: 't.yaml' });
  const resolved = resolveParameters(template!, { strict });
  const scope = makeScope({ template: template!, parameters: resolved.parameters });
  const checked = checkTemplate(scope, { types: (type) => TYPES.get(type), typeNames: [...TYPES.keys()], strict });
  return { problems: [...problems, ...resolved.problems, ...checked.problems], constraints: checked.constraints };
};

const JOIN = '"list_join" : [ " ", [ "str1", "str2"] ...]';

describe('a template with many faults', () => {
  const { problems } = check(`conditions:
  big: {equals: [{get_parm: x}, 1]}
resources:
  a:
    type: Server
    properties:
      flavour: m1
      count: 0
      networks:
        - port: {get_resource: nope}
        - prot: x
  b: {type: Servr}
  c:
    type: Server
    deletion_policy: Snapshot
    depends_on: d
    properties:
      flavor: {get_attr: [a, ipp]}
      count: {list_join: x}
  d: {type: Server, properties: {flavor: x}, depends_on: [c, e], conditon: big}
outputs:
  o: {value: {get_attr: [zz, ip]}}
`);
  it('has all of them reported, each in its place', () => {
    expect(problems.map(({ line, column, message, suggestion }) => [line, column, message, suggestion])).toEqual(
      [
        [21, 66, '"conditon" is not a valid keyword inside a resource definition', 'condition'],
        [3, 19, '"get_parm" is no function, so the map stays as it is', 'get_param'],
        [20, 15, `resources.c.properties.count.list_join: Incorrect arguments to "list_join" should be: ${JOIN}`],
        [13, 7, 'The Resource Type (Servr) could not be found.', 'Server'],
        [11, 18, 'The specified reference "nope" (in a.Properties.networks[0].port) is incorrect.'],
        [21, 46, 'The specified reference "e" (in d) is incorrect.'],
        [14, 3, 'Circular Dependency Found: c -> d -> c'],
        [8, 7, 'Property error: resources.a.properties: Unknown Property flavour', 'flavor'],
        [7, 5, 'Property error: resources.a.properties: Property flavor not assigned'],
        [9, 7, 'Property error: resources.a.properties.count: 0 is out of range (min: 1, max: None)'],
        [19, 16, 'resources.c.properties.flavor.get_attr: The Referenced Attribute (a ipp) is incorrect.', 'ip'],
        [16, 5, 'resources.c.deletion_policy: "Snapshot" deletion policy not supported'],
        [23, 15, 'outputs.o.value.get_attr: The specified reference "zz" (in unknown) is incorrect.'],
      ].map((row) => [...row, ...(row.length === 3 ? [undefined] : [])]),
    );
    expect(problems.every(({ file }) => file === 't.yaml')).toBe(true);
  });
});

describe('checks', () => {
  it('collect values for a cloud to look at, but for those not known yet', () => {
    const { problems, constraints } = check(`resources:
  a: {type: Server, properties: {flavor: m1}}
  b: {type: Server, properties: {flavor: {get_attr: [a, name]}}}
`);
    expect(problems).toEqual([]);
    expect(constraints).toEqual([
      { name: 'nova.flavor', value: 'm1', path: ['resources', 'a', 'properties', 'flavor'], after: 0 },
    ]);
  });
  it('only warn of values when parameters need not be given', () => {
    const { problems } = check(
      'parameters: {p: {type: string}}\nresources:\n  a: {type: Server, properties: {flavor: {get_param: p}, count: 0, x: 1}}\n',
      false,
    );
    expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', 'Property error: resources.a.properties: Unknown Property x'],
      ['warning', 'Property error: resources.a.properties.flavor: The Parameter (p) was not provided.'],
      ['warning', 'Property error: resources.a.properties.count: 0 is out of range (min: 1, max: None)'],
    ]);
  });
  it('look only at the branch taken and at resources that exist', () => {
    const { problems } = check(`conditions: {no: false, broken: {not: nope}}
resources:
  a: {type: Nothing, condition: no}
  b: {type: Server, properties: {flavor: {if: [no, {get_resource: a}, x]}}}
outputs:
  o: {value: {get_attr: [a, ip]}, condition: no}
`);
    expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'conditions.broken: Invalid condition "nope"'],
    ]);
  });
  it('wrap what inner functions say, as Heat does', () => {
    const { problems } = check(
      'resources:\n  a: {type: Server, properties: {flavor: {list_join: ["", [x, {get_attr: [a, ipp]}]]}}}\n',
    );
    expect(problems.map(({ message }) => message)).toContain(
      'resources.a.properties.flavor.list_join: [1][1].get_attr: The Referenced Attribute (a ipp) is incorrect.',
    );
  });
});
