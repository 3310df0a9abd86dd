import { truthy, typeName } from '../../expressions/python/order.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { parseParameter } from '../parameters/parse-schema.ts';
import type { ParameterSchema } from '../parameters/schema.ts';
import { problem, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import type { TemplateVersion } from '../versions/version.ts';
import { notMaps } from './resources.ts';

/** The names of the sections that a template of this version may have. */
export function sectionNames(version: TemplateVersion): string[] {
  const { description, parameters, parameterGroups, mappings, conditions, resources, outputs } = version.words;
  const keys = version.language === 'hot' ? [version.key] : ['AWSTemplateFormatVersion', 'HeatTemplateFormatVersion'];
  return [...keys, description, parameterGroups, parameters, mappings, conditions, resources, outputs].filter(
    (name) => name !== undefined,
  );
}

/** Reports sections that are none. */
export function checkSections(raw: ValueMap, version: TemplateVersion, problems: Problem[]): void {
  const known = sectionNames(version);
  for (const section of Object.keys(raw).filter((key) => !known.includes(key))) {
    const suggestion = nearest(section, known);
    const extra = { expected: known.join(', '), ...(suggestion === undefined ? {} : { suggestion }) };
    problems.push(problem('StackValidationFailed', `The template section is invalid: ${section}`, [section], extra));
  }
}

/** Reads the parameters section. */
export function readParameters(
  raw: Value,
  version: TemplateVersion,
  problems: Problem[],
): Map<string, ParameterSchema> {
  const section = version.words.parameters;
  const schemas = new Map<string, ParameterSchema>();
  if (raw === null) return schemas;
  if (!isMap(raw)) {
    problems.push(problem('InvalidSchemaError', notMaps(section, 'parameter', raw), [section]));
    return schemas;
  }
  for (const [name, item] of Object.entries(raw)) {
    const parsed = parseParameter(name, item, version, [section, name]);
    problems.push(...parsed.problems);
    if (parsed.schema !== undefined) schemas.set(name, parsed.schema);
  }
  return schemas;
}

/** Reads the conditions section; what a condition may be is checked where it is decided. */
export function readConditions(
  raw: Value | undefined,
  version: TemplateVersion,
  problems: Problem[],
): Map<string, Value> {
  const section = version.words.conditions;
  if (section === undefined || raw === undefined) return new Map();
  if (isMap(raw)) return new Map(Object.entries(raw));
  const message = `Conditions validation error: Condition definitions must be a map. Found a ${typeName(raw)} instead`;
  problems.push(problem('StackValidationFailed', message, [section]));
  return new Map();
}

/** Reads the mappings of a CloudFormation template. */
export function readMappings(raw: ValueMap, version: TemplateVersion, problems: Problem[]): ValueMap {
  const section = version.words.mappings;
  const mappings = section === undefined ? null : (own(raw, section) ?? null);
  if (section === undefined || !truthy(mappings)) return {};
  if (isMap(mappings)) return mappings;
  // Heat looks at it only where a function does.
  problems.push(
    problem('StackValidationFailed', notMaps(section, 'mapping', mappings), [section], { severity: 'warning' }),
  );
  return {};
}
