import { describe, expect, it } from 'vitest';
import { withRefusals, refusal } from '../constraints/custom/check.ts';
import { parseTemplate } from '../parse.ts';
import { resolveParameters } from '../parameters/resolve.ts';
import { problem } from '../problems.ts';
import { makeScope } from '../scope.ts';
import { checkParts } from './template.ts';
import type { TypeInfo } from './types.ts';

const TYPES = new Map<string, TypeInfo>([
  ['Server', { properties: { flavor: { type: 'string', required: true } }, attributes: { ip: {} }, updatePolicy: {} }],
  ['Any', { properties: {}, attributes: {}, anyProperty: true, anyAttribute: true, updatePolicy: {} }],
]);

/** Messages in the order in which Heat would come upon them, without those of how the template is written. */
function messages(body: object, strict = true): string[] {
  const { template, problems } = parseTemplate({ heat_template_version: '2018-08-31', ...body });
  const { parameters, problems: ofParameters } = resolveParameters(template!, { strict });
  const known = { reading: problems, parameters: ofParameters };
  const parts = checkParts(
    makeScope({ template: template!, parameters }),
    { types: (type) => TYPES.get(type), strict },
    known,
  );
  return [...parts.before, ...[...parts.resources.values()].flat(), ...parts.after]
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

describe('what is wrong with a template is told in Heat’s order', () => {
  const body = {
    parameters: { p: { type: 'string' } },
    resources: {
      a: { type: 'Server', properties: {} },
      b: { type: 'Nope' },
      c: { type: 'Any', metadata: { x: { get_attr: 1 } } },
    },
    outputs: { o: 1, q: { value: { get_attr: ['a', 'nope'] } } },
  };

  it('of a creation: resources are read, and found by their types, before parameters are asked for', () => {
    expect(messages(body)).toEqual([
      'resources.c.metadata.x.get_attr: Argument to "get_attr" must be a list',
      'The Resource Type (Nope) could not be found.',
      'The Parameter (p) was not provided.',
      'Output validation error: outputs.o: Output definitions must be a map. Found a int instead',
      'Property error: resources.a.properties: Property flavor not assigned',
      'outputs.q.value.get_attr: The Referenced Attribute (a nope) is incorrect.',
    ]);
  });

  it('of a validation: parameters first', () => {
    const bad = { ...body, parameter_groups: [{ parameters: ['nope'] }] };
    expect(messages(bad, false).slice(0, 2)).toEqual([
      'Parameter Groups error: parameter_groups.: The grouped parameter nope does not reference a valid parameter.',
      'resources.c.metadata.x.get_attr: Argument to "get_attr" must be a list',
    ]);
  });

  it('asks what takes anything for its policies in a validation only', () => {
    const resources = { a: { type: 'Any', update_policy: { x: 1 }, properties: { y: { get_attr: ['a', {}] } } } };
    expect(messages({ resources: { ...resources, a: { ...resources.a, properties: {} } } })).toEqual([]);
    expect(messages({ resources: { a: { type: 'Any', update_policy: { x: 1 } } } }, false)).toEqual([
      'Property error: resources.a.update_policy: Unknown Property x',
    ]);
  });
});

describe('how resources are written', () => {
  const first = (resource: unknown): string | undefined => messages({ resources: { r: resource } as object })[0];

  it.each([
    [null, 'Each resource must contain a type key.'],
    [0, 'Each resource must contain a type key.'],
    [7, '"resources" must contain a map of resource maps. Found a [<class \'int\'>] instead'],
    [{ x: 1 }, '"x" is not a valid keyword inside a resource definition'],
    [{ properties: {} }, 'Each resource must contain a type key.'],
    [{ type: null }, 'Each Resource must contain a Type key.'],
    [{ type: [] }, 'Each Resource must contain a Type key.'],
    [{ type: 7 }, 'Resource r type type must be string'],
  ])('%j', (resource, message) => {
    expect(first(resource)).toBe(message);
  });

  it('is told by name, what is no resource at all before what lacks a type', () => {
    expect(messages({ resources: { b: 7, a: { type: '' }, c: { x: 1 } } }).slice(0, 4)).toEqual([
      '"resources" must contain a map of resource maps. Found a [<class \'int\'>] instead',
      '"x" is not a valid keyword inside a resource definition',
      'Each resource must contain a type key.',
      'Each Resource must contain a Type key.',
    ]);
  });

  it('says so of properties that a function makes no map of', () => {
    const resources = { a: { type: 'Server', properties: { str_split: [',', 'a,b'] } } };
    expect(messages({ resources })[0]).toBe(
      'Property error: resources.a.properties: Properties must be a map, and not a list',
    );
  });
});

describe('sections', () => {
  const problemsOf = (body: object): string[] =>
    parseTemplate({ AWSTemplateFormatVersion: '2010-09-09', ...body } as never).problems.map(
      ({ severity, path }) => `${severity} ${path.join('.')}`,
    );

  it('are empty where Python calls them false, and mappings that nobody uses may be anything', () => {
    expect(problemsOf({ Resources: '', Parameters: 0, Outputs: [], Mappings: [], Description: {} })).toEqual([]);
    expect(problemsOf({ Resources: 'x', Mappings: 'x' })).toEqual(['error Resources', 'warning Mappings']);
  });

  it('lack a version in other words in a text than in a map', () => {
    const said = (source: never): string[] => parseTemplate(source).problems.map(({ type }) => type);
    expect(said('a: 1' as never)).toEqual(['HTTPBadRequest']);
    expect(said({ a: 1 } as never)).toEqual(['InvalidTemplateVersion']);
  });

  it('refuse a reference to something without a name', () => {
    const resources = { a: { Type: 'Any', Properties: { x: { Ref: {} } } } };
    const { template } = parseTemplate({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources });
    const { parameters } = resolveParameters(template!);
    const { before } = checkParts(makeScope({ template: template!, parameters }), { types: (type) => TYPES.get(type) });
    expect(before.map(({ message }) => message)).toEqual([
      'Resources.a.Properties.x.Ref: Argument to "Ref" must be a string',
    ]);
  });
});

it('puts the values that constraints refuse where Heat comes upon them', () => {
  const problems = ['one', 'two'].map((message) => problem('StackValidationFailed', message));
  const refused = [2, 0, undefined, 9].map((after, i) =>
    refusal({ name: 'n', value: i, path: [], ...(after === undefined ? {} : { after }) }, ''),
  );
  expect(withRefusals(problems, refused).map(({ message }) => message.replace(/^.*value /, ''))).toEqual([
    "'1'",
    "'2'",
    'one',
    'two',
    "'0'",
    "'3'",
  ]);
});
