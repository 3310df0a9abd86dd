import type { ValueMap } from '../../../../src/expressions/values.ts';
import type { Case } from './case.ts';

const CFN = (name: string, body: ValueMap, rest: Partial<Case> = {}): Case => ({
  name,
  template: JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...body }),
  ...rest,
});
const cfnValue = (expression: ValueMap): Case =>
  CFN(`cfn ${JSON.stringify(expression)}`, {
    Parameters: { P: { Type: 'String', Default: 'p' }, L: { Type: 'CommaDelimitedList', Default: 'a,b' } },
    Mappings: { M: { k: { v: 'found', l: ['x'] } } },
    Conditions: {
      Yes: { 'Fn::Equals': [{ Ref: 'P' }, 'p'] },
      No: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'P' }, 'p'] }] },
    },
    Resources: {
      R: { Type: 'OS::Heat::Value', Properties: { value: expression } },
      S: { Type: 'OS::Heat::RandomString' },
    },
  });

/** CloudFormation templates. */
export const CFN_CASES: Case[] = [
  cfnValue({ Ref: 'P' }),
  cfnValue({ Ref: 'S' }),
  cfnValue({ Ref: 'nope' }),
  cfnValue({ Ref: 'AWS::Region' }),
  cfnValue({ Ref: 'AWS::StackName' }),
  cfnValue({ 'Fn::GetAtt': ['S', 'value'] }),
  cfnValue({ 'Fn::GetAtt': ['S', 'nope'] }),
  cfnValue({ 'Fn::GetAtt': ['S'] }),
  cfnValue({ 'Fn::GetAtt': 'S.value' }),
  cfnValue({ 'Fn::FindInMap': ['M', 'k', 'v'] }),
  cfnValue({ 'Fn::FindInMap': ['M', { Ref: 'P' }, 'v'] }),
  cfnValue({ 'Fn::FindInMap': ['M', 'k'] }),
  cfnValue({ 'Fn::If': ['Yes', 'a', 'b'] }),
  cfnValue({ 'Fn::If': ['No', { Ref: 'nope' }, 'b'] }),
  cfnValue({ 'Fn::If': ['Nope', 'a', 'b'] }),
  cfnValue({ 'Fn::Join': ['-', { Ref: 'L' }] }),
  cfnValue({ 'Fn::Select': ['0', { Ref: 'L' }] }),
  cfnValue({ 'Fn::Equals': ['a', 'b'] }),
  CFN('cfn conditions', {
    Parameters: { P: { Type: 'Number', Default: 5 } },
    Conditions: {
      A: {
        'Fn::And': [
          { 'Fn::Equals': [{ Ref: 'P' }, 5] },
          { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': [1, 1] }] },
        ],
      },
    },
    Resources: {
      R: { Type: 'OS::Heat::None', Condition: 'A' },
      S: { Type: 'OS::Heat::None', Condition: { 'Fn::Not': ['A'] } },
    },
  }),
  CFN('cfn parameter', {
    Parameters: {
      P: {
        Type: 'String',
        NoEcho: 'true',
        MinLength: '2',
        MaxLength: 4,
        AllowedPattern: 'a+',
        AllowedValues: ['aa'],
        ConstraintDescription: 'cd',
        Default: 'aa',
      },
      N: { Type: 'Number', MinValue: '1', MaxValue: 5, Default: '3' },
    },
  }),
  CFN('cfn parameter unknown key', { Parameters: { P: { Type: 'String', default: 'x' } } }),
  CFN('cfn parameter unknown type', { Parameters: { P: { Type: 'string', Default: 'x' } } }),
  CFN('cfn section', { resources: {} }),
  CFN('cfn resource text', { Resources: { R: 'x' } }),
  CFN('cfn resource without type', { Resources: { R: { Properties: {} } } }),
  CFN('cfn resource unknown key', { Resources: { R: { Type: 'OS::Heat::None', Foo: 1 } } }),
  CFN('cfn unknown property', { Resources: { R: { Type: 'OS::Heat::RandomString', Properties: { x: 1 } } } }),
  CFN('cfn output', {
    Resources: { R: { Type: 'OS::Heat::RandomString' } },
    Outputs: { O: { Value: { 'Fn::GetAtt': ['R', 'nope'] } } },
  }),
  CFN('cfn deletion policy', { Resources: { R: { Type: 'OS::Heat::None', DeletionPolicy: 'retain' } } }),
  {
    name: 'heat cfn conditions',
    template: JSON.stringify({ HeatTemplateFormatVersion: '2012-12-12', Conditions: {} }),
  },
  {
    name: 'heat cfn if',
    template: JSON.stringify({
      HeatTemplateFormatVersion: '2012-12-12',
      Resources: { R: { Type: 'OS::Heat::Value', Properties: { value: { 'Fn::If': [true, 1, 2] } } } },
    }),
  },
];
