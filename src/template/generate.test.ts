import { expect, it } from 'vitest';
import { generateTemplate, type GeneratedType } from './generate.ts';
import { parseTemplate } from './parse.ts';

const TYPE: GeneratedType = {
  type: 'OS::Some::Thing',
  properties: {
    name: { type: 'string', description: 'A name.', constraints: [{ length: { max: 9 } }, { custom_constraint: 'x' }] },
    size: { type: 'integer', default: 1, constraints: [{ range: { min: 1 } }] },
    on: { type: 'boolean', default: true },
    tags: { type: 'list' },
    secret: { type: 'string', supportStatus: { status: 'HIDDEN' } },
  },
  attributes: { state: { description: 'The state.' }, other: {} },
};

it('writes HOT', () => {
  const template = generateTemplate(TYPE, 'hot');
  expect(template).toEqual({
    heat_template_version: '2016-10-14',
    description: 'Initial template of Thing',
    parameters: {
      name: { type: 'string', description: 'A name.', constraints: [{ length: { max: 9 } }, {}] },
      size: { type: 'number', default: 1, constraints: [{ range: { min: 1 } }] },
      on: { type: 'boolean', default: true },
      tags: { type: 'comma_delimited_list' },
    },
    outputs: {
      state: { value: { get_attr: ['Thing', 'state'] }, description: 'The state.' },
      other: { value: { get_attr: ['Thing', 'other'] }, description: null },
      show: { value: { get_attr: ['Thing', 'show'] }, description: 'Detailed information about resource.' },
      'OS::stack_id': { value: { get_resource: 'Thing' } },
    },
    resources: {
      Thing: {
        type: 'OS::Some::Thing',
        properties: {
          name: { get_param: 'name' },
          size: { get_param: 'size' },
          on: { get_param: 'on' },
          tags: { get_param: 'tags' },
        },
      },
    },
  });
});

it('writes CloudFormation that can be read again', () => {
  const template = generateTemplate(TYPE, 'cfn');
  expect(template).toMatchObject({
    HeatTemplateFormatVersion: '2012-12-12',
    Parameters: {
      name: { Type: 'String', MaxLength: 9 },
      size: { MinValue: 1 },
      on: { AllowedValues: ['True', 'true', 'False', 'false'] },
    },
    Resources: { Thing: { Properties: { tags: { 'Fn::Split': [',', { Ref: 'tags' }] } } } },
    Outputs: { state: { Value: { 'Fn::GetAtt': ['Thing', 'state'] } } },
  });
  expect(parseTemplate(template).problems).toEqual([]);
});
