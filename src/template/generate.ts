import { isMap, type Value, type ValueMap } from '../expressions/values.ts';
import type { Constraint } from './constraints/constraint.ts';
import type { PropertySchema, SupportStatus } from './schema.ts';

/** What a provider template is generated from. */
export interface GeneratedType {
  readonly type: string;
  /** What the resource in the template is called. Default: the last part of the type; Heat takes the name of its class. */
  readonly name?: string;
  readonly properties: Readonly<Record<string, PropertySchema>>;
  /** The attributes to give as outputs; `show` is added. */
  readonly attributes: Readonly<
    Record<string, { readonly description?: string; readonly supportStatus?: SupportStatus }>
  >;
}

/** What an output needs to know of an attribute. */
export interface AttributeOutline {
  readonly description?: string;
  readonly supportStatus?: SupportStatus;
}

const HOT_TYPES: Readonly<Record<PropertySchema['type'], string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  map: 'json',
  list: 'comma_delimited_list',
  any: 'json',
};
const CFN_TYPES: Readonly<Record<PropertySchema['type'], string>> = {
  string: 'String',
  integer: 'Number',
  number: 'Number',
  boolean: 'Boolean',
  map: 'Json',
  list: 'CommaDelimitedList',
  any: 'Json',
};

const SHOW: AttributeOutline = { description: 'Detailed information about resource.' };

/**
 * A template that stands for a resource type: a parameter for each property and an output for each attribute. Heat: properties.py
 * schema_to_parameters_and_properties, attributes.py as_outputs, resource.py resource_to_template.
 */
export function generateTemplate(of: GeneratedType, language: 'hot' | 'cfn'): ValueMap {
  const name = of.name ?? of.type.split('::').at(-1)!;
  const attributes = shown({ ...of.attributes, show: SHOW });
  const properties = Object.fromEntries(shown(of.properties).filter(([, { implemented }]) => implemented !== false));
  return language === 'hot'
    ? hotTemplate({ ...of, properties }, name, attributes)
    : cfnTemplate({ ...of, properties }, name, attributes);
}

function shown<T extends { readonly supportStatus?: SupportStatus }>(
  schemas: Readonly<Record<string, T>>,
): [string, T][] {
  return Object.entries(schemas).filter(([, schema]) => schema.supportStatus?.status !== 'HIDDEN');
}

type Attributes = [string, AttributeOutline][];

function hotTemplate({ type, properties }: GeneratedType, name: string, attributes: Attributes): ValueMap {
  return {
    heat_template_version: '2016-10-14',
    description: `Initial template of ${name}`,
    parameters: mapValues(properties, (_key, schema) => ({
      type: HOT_TYPES[schema.type],
      ...common(schema, 'description', 'default'),
      ...((schema.constraints ?? []).length === 0 ? {} : { constraints: schema.constraints!.map(hotConstraint) }),
    })),
    outputs: {
      ...Object.fromEntries(
        attributes.map(([key, { description }]) => [
          key,
          { value: { get_attr: [name, key] }, description: description ?? null },
        ]),
      ),
      'OS::stack_id': { value: { get_resource: name } },
    },
    resources: { [name]: { type, properties: mapValues(properties, (key) => ({ get_param: key })) } },
  };
}

function cfnTemplate({ type, properties }: GeneratedType, name: string, attributes: Attributes): ValueMap {
  return {
    HeatTemplateFormatVersion: '2012-12-12',
    Description: `Initial template of ${name}`,
    Parameters: mapValues(properties, (_key, schema) => ({
      Type: CFN_TYPES[schema.type],
      ...common(schema, 'Description', 'Default'),
      ...Object.assign({}, ...(schema.constraints ?? []).map(cfnConstraint)),
      ...(schema.type === 'boolean' ? { AllowedValues: ['True', 'true', 'False', 'false'] } : {}),
    })),
    Resources: {
      [name]: {
        Type: type,
        Properties: mapValues(properties, (key, schema): ValueMap =>
          schema.type === 'list' ? { 'Fn::Split': [',', { Ref: key }] } : { Ref: key },
        ),
      },
    },
    Outputs: {
      ...Object.fromEntries(
        attributes.map(([key, { description }]) => [
          key,
          { Value: { 'Fn::GetAtt': [name, key] }, Description: description ?? null },
        ]),
      ),
      'OS::stack_id': { Value: { Ref: name } },
    },
  };
}

function common(schema: PropertySchema, description: string, fallback: string): ValueMap {
  return {
    ...(schema.description === undefined ? {} : { [description]: schema.description }),
    ...((schema.default ?? null) === null ? {} : { [fallback]: schema.default! }),
  };
}

function mapValues(
  properties: GeneratedType['properties'],
  make: (key: string, schema: PropertySchema) => Value,
): ValueMap {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, make(key, schema)]));
}

/** Constraints that a parameter cannot have are left empty, as Heat leaves them. */
function hotConstraint(constraint: Constraint): ValueMap {
  if ('length' in constraint) return { length: { ...constraint.length } as ValueMap };
  if ('range' in constraint) return { range: { ...constraint.range } as ValueMap };
  if ('allowed_values' in constraint) return { allowed_values: [...constraint.allowed_values] };
  return 'allowed_pattern' in constraint ? { allowed_pattern: constraint.allowed_pattern } : {};
}

function cfnConstraint(constraint: Constraint): ValueMap {
  const bounds = (given: Value, min: string, max: string): ValueMap =>
    isMap(given)
      ? {
          ...(given['min'] === undefined ? {} : { [min]: given['min'] }),
          ...(given['max'] === undefined ? {} : { [max]: given['max'] }),
        }
      : {};
  if ('length' in constraint) return bounds(constraint.length as ValueMap, 'MinLength', 'MaxLength');
  if ('range' in constraint) return bounds(constraint.range as ValueMap, 'MinValue', 'MaxValue');
  if ('allowed_values' in constraint) return { AllowedValues: [...constraint.allowed_values] };
  return 'allowed_pattern' in constraint ? { AllowedPattern: constraint.allowed_pattern } : {};
}
