import { follow } from '../../expressions/path.ts';
import { str } from '../../expressions/python/text.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { AttributeSchema, NestedContext, Properties, ResourceType } from '../../resources/contract.ts';
import {
  hasErrors,
  parseTemplate,
  type ParameterSchema,
  type Problem,
  type PropertySchema,
  type Template,
} from '../../template/index.ts';

const PROPERTY_TYPES: Readonly<Record<ParameterSchema['type'], PropertySchema['type']>> = {
  string: 'string',
  number: 'number',
  comma_delimited_list: 'list',
  json: 'map',
  boolean: 'boolean',
};

/**
 * A template file as a resource type: its parameters are the properties, its outputs the attributes
 * (heat/engine/resources/template_resource.py). `facade` is the registered type of the same name, if any: the file must offer
 * what that type offers.
 */
export function templateResource(
  type: string,
  file: string,
  content: string,
  facade: ResourceType | undefined,
): ResourceType | { problem: Problem } {
  const { template, problems } = parseTemplate(content, { file });
  if (template === undefined || hasErrors(problems)) {
    return { problem: problems.find((p) => p.severity === 'error') ?? problems[0]! };
  }
  const made: ResourceType = {
    type,
    description: template.description,
    supportStatus: { status: 'SUPPORTED' },
    properties: propertiesOf(template),
    attributes: attributesOf(template),
    nested: {
      define: (context, properties) => ({
        nested: { template: withExtraOutputs(template, context), parameters: parametersOf(template, properties) },
      }),
      attribute: (outputs, attribute, path) => follow(own(outputs, attribute), path),
    },
  };
  const mismatch = facade === undefined ? undefined : facadeMismatch(made, facade);
  if (mismatch !== undefined) {
    return { problem: { severity: 'error', type: 'StackValidationFailed', message: mismatch, path: [] } };
  }
  return made;
}

function propertiesOf(template: Template): Record<string, PropertySchema> {
  const result: Record<string, PropertySchema> = {};
  for (const [name, parameter] of template.parameters) {
    result[name] = {
      type: PROPERTY_TYPES[parameter.type],
      ...(parameter.description === undefined ? {} : { description: str(parameter.description) }),
      required: (parameter.default ?? null) === null,
      allowConversion: true,
      updateAllowed: true,
      constraints: parameter.constraints,
      ...(parameter.immutable ? { immutable: true } : {}),
    };
  }
  return result;
}

function attributesOf(template: Template): Record<string, AttributeSchema> {
  return Object.fromEntries(
    [...template.outputs.values()].map((output) => [output.name, { description: output.description }]),
  );
}

/** Properties as the nested template's parameters; a list becomes comma text, its maps the `.member.N.` form. */
function parametersOf(template: Template, properties: Properties): ValueMap {
  const parameters: ValueMap = {};
  for (const name of template.parameters.keys()) {
    const value = own(properties, name);
    if (value === undefined || value === null) continue;
    parameters[name] = Array.isArray(value) ? listParameter(value) : value;
  }
  return parameters;
}

function listParameter(list: Value[]): Value {
  if (!isMap(list[0])) return list.map((item) => item ?? '');
  return list.flatMap((item, i) =>
    isMap(item) ? Object.entries(item).map(([k, v]) => `.member.${i}.${k}=${str(v)}`) : [],
  );
}

/** References of the form `resource.<name>.<attribute>` reach inside: each becomes an output of the nested stack. */
function withExtraOutputs(template: Template, context: NestedContext): Value {
  const extra: ValueMap = {};
  for (const { attribute, path } of context.wanted) {
    const match = /^resource\.([^.]+)(?:\.(.+))?$/.exec(attribute);
    if (match === null || template.outputs.has(attribute) || !template.resources.has(match[1]!)) continue;
    const inner = match[2] === undefined ? path : [match[2], ...path];
    extra[attribute] = {
      value: inner.length === 0 ? { get_resource: match[1]! } : { get_attr: [match[1]!, ...inner] },
    };
  }
  if (Object.keys(extra).length === 0 || template.version.language !== 'hot') return template.raw;
  const outputs = own(template.raw, 'outputs');
  return { ...template.raw, outputs: { ...(isMap(outputs) ? outputs : {}), ...extra } };
}

function facadeMismatch(provider: ResourceType, facade: ResourceType): string | undefined {
  for (const [name, schema] of Object.entries(facade.properties)) {
    const own = provider.properties[name];
    if (own === undefined) {
      if (schema.required === true) return `Required property ${name} for facade ${facade.type} missing in provider`;
      continue;
    }
    const expected = schema.type === 'integer' ? 'number' : schema.type === 'any' ? own.type : schema.type;
    if (own.type !== expected) {
      return `Property ${name} type mismatch between facade ${facade.type} (${schema.type}) and provider (${own.type})`;
    }
  }
  for (const [name, schema] of Object.entries(provider.properties)) {
    if (schema.required === true && facade.properties[name] === undefined) {
      return `Provider requires property ${name} unknown in facade ${facade.type}`;
    }
  }
  for (const name of Object.keys(facade.attributes)) {
    if (name !== 'show' && provider.attributes[name] === undefined) {
      return `Attribute ${name} for facade ${facade.type} missing in provider`;
    }
  }
  return undefined;
}
