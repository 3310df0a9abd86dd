import { truthy } from '../expressions/python/order.ts';
import { str } from '../expressions/python/text.ts';
import { own, setOwn, type Value, type ValueMap } from '../expressions/values.ts';
import type { Constraint } from './constraints/constraint.ts';
import type { GivenParameter, Parameters } from './parameters/parameters.ts';
import { cfnTypeName } from './parameters/schema.ts';
import type { Template } from './template.ts';

/**
 * The `Parameters` of the answer to a validate call: each declared parameter with its type (in CloudFormation's words), default,
 * given value and constraints. Heat: api.py format_validate_parameter.
 */
export function describeParameters(template: Template, parameters: Parameters): ValueMap {
  const described: ValueMap = {};
  for (const name of template.parameters.keys()) setOwn(described, name, describe(parameters.given(name)!));
  return described;
}

/** The `Description` of the answer: as written, or a sentence of Heat's where there is none. */
export function describeTemplate({ raw, version }: Pick<Template, 'raw' | 'version'>): Value {
  const written = own(raw, version.words.description) ?? null;
  return truthy(written) ? written : 'No description';
}

/** The `ParameterGroups` of the answer; undefined where the template has none. */
export function describeParameterGroups(template: Template): Value | undefined {
  const groups = template.parameterGroups;
  return Array.isArray(groups) && groups.length > 0 ? groups : undefined;
}

function describe({ schema, given, userDefault }: GivenParameter): ValueMap {
  const described: ValueMap = {
    Type: cfnTypeName(schema.type),
    Description: schema.description || '',
    NoEcho: schema.hidden ? 'true' : 'false',
    Label: schema.label || schema.name,
  };
  const fallback = userDefault ?? schema.default;
  if (fallback !== undefined) described['Default'] = fallback;
  if (given !== undefined && given !== '' && given !== false && given !== 0) described['Value'] = given;
  if (schema.tags !== undefined) described['Tags'] = [...schema.tags];
  for (const constraint of schema.constraints) Object.assign(described, describeConstraint(constraint));
  const descriptions = schema.constraints.flatMap(({ description }) => (description ? [description] : []));
  if (descriptions.length > 0) described['ConstraintDescription'] = descriptions.join(' ');
  return described;
}

function describeConstraint(constraint: Constraint): ValueMap {
  const bounds = (given: { min?: Value; max?: Value }, min: string, max: string): ValueMap => {
    const map = given as ValueMap;
    return {
      ...(own(map, 'min') === undefined ? {} : { [min]: given.min! }),
      ...(own(map, 'max') === undefined ? {} : { [max]: given.max! }),
    };
  };
  if ('length' in constraint) return bounds(constraint.length, 'MinLength', 'MaxLength');
  if ('range' in constraint) return bounds(constraint.range, 'MinValue', 'MaxValue');
  if ('modulo' in constraint) return { Step: constraint.modulo.step, Offset: constraint.modulo.offset };
  if ('allowed_values' in constraint) return { AllowedValues: [...constraint.allowed_values] };
  if ('allowed_pattern' in constraint) return { AllowedPattern: constraint.allowed_pattern };
  return { CustomConstraint: str(constraint.custom_constraint) };
}
