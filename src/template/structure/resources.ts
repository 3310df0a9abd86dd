import { truthy, typeName } from '../../expressions/python/order.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { callIn } from '../functions/contract.ts';
import { problem, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import type { ResourceDefinition } from '../template.ts';
import type { TemplateVersion } from '../versions/version.ts';

/** Reads the resources section. Every definition that has a type is given, whatever else is wrong with it. */
export function readResources(
  raw: Value,
  version: TemplateVersion,
  problems: Problem[],
): Map<string, ResourceDefinition> {
  const definitions = new Map<string, ResourceDefinition>();
  const section = version.words.resources;
  if (raw === null) return definitions;
  if (!isMap(raw)) {
    problems.push(problem('StackValidationFailed', notMaps(section, 'resource', raw), [section]));
    return definitions;
  }
  problems.push(...shapeProblems(raw, version));
  for (const name of Object.keys(raw)) {
    const definition = readResource(name, raw[name]!, version, problems);
    if (definition !== undefined) definitions.set(name, definition);
  }
  return definitions;
}

/**
 * What is wrong with resources before anything in them counts, as Heat says it: HOT by name, first what it must be to be translated
 * to CloudFormation, then what it is there. Heat: hot/template.py validate_section, template.py validate.
 */
function shapeProblems(resources: ValueMap, version: TemplateVersion): Problem[] {
  const { words, language } = version;
  const keys = words.resource;
  const first: Problem[] = [];
  const later: Problem[] = [];
  for (const [name, raw] of Object.entries(resources).toSorted(language === 'hot' ? byName : () => 0)) {
    const said = (message: string): Problem => problem('StackValidationFailed', message, [words.resources, name]);
    const noType = said('Each Resource must contain a Type key.');
    if (language === 'hot') {
      if (!truthy(raw)) first.push(said('Each resource must contain a type key.'));
      else if (!isMap(raw)) first.push(said(notMaps(words.resources, 'resource', raw)));
      else {
        first.push(...unknownKeywords(name, raw, version));
        if (!Object.hasOwn(raw, keys.type)) first.push(said('Each resource must contain a type key.'));
        else if (!truthy(raw[keys.type]!)) later.push(noType);
      }
    } else if (!truthy(raw)) later.push(noType);
    else if (!isMap(raw)) {
      later.push(said(`Resources must contain Resource. Found a [<class '${typeName(raw)}'>] instead`));
    } else if (!truthy(own(raw, keys.type) ?? null)) later.push(noType);
  }
  return [...first, ...later];
}

function byName([a]: [string, Value], [b]: [string, Value]): number {
  return a < b ? -1 : 1;
}

/** Keywords of a later version, which Heat says elsewhere in other words. */
const LATER = ['external_id', 'condition'];

function unknownKeywords(name: string, raw: ValueMap, { words }: TemplateVersion): Problem[] {
  const known = Object.values(words.resource);
  return Object.keys(raw).flatMap((key) => {
    if (known.includes(key) || LATER.includes(key)) return [];
    const suggestion = nearest(key, known);
    const message = `"${key}" is not a valid keyword inside a resource definition`;
    const extra = suggestion === undefined ? {} : { suggestion };
    return [problem('StackValidationFailed', message, [words.resources, name, key], extra)];
  });
}

/** Heat's words for a section that holds something else than maps. */
export function notMaps(section: string, object: string, found: Value): string {
  return `"${section}" must contain a map of ${object} maps. Found a [<class '${typeName(found)}'>] instead`;
}

function readResource(
  name: string,
  raw: Value,
  version: TemplateVersion,
  problems: Problem[],
): ResourceDefinition | undefined {
  const { words, language } = version;
  const keys = words.resource;
  const path = [words.resources, name];
  const invalid = (message: string, key?: string, extra: Partial<Problem> = {}): void => {
    problems.push(problem('StackValidationFailed', message, key === undefined ? path : [...path, key], extra));
  };
  if (!isMap(raw)) return undefined;
  const type = own(raw, keys.type) ?? null;
  const tooNew = language === 'hot' ? LATER.filter((key) => !Object.values(keys).includes(key)) : [];
  for (const key of tooNew.filter((item) => Object.hasOwn(raw, item)))
    invalid(`Invalid keyword(s) inside a resource definition: ${key}`, key);
  if (name.includes('/')) invalid('Resource name may not contain "/"');
  checkFields(name, raw, version, invalid);
  if (typeof type !== 'string' || type === '') return undefined;
  const externalId = keys.externalId === undefined ? undefined : own(raw, keys.externalId);
  const condition = keys.condition === undefined ? undefined : own(raw, keys.condition);
  return {
    name,
    type,
    properties: own(raw, keys.properties) ?? {},
    metadata: own(raw, keys.metadata) ?? {},
    dependsOn: dependsOn(own(raw, keys.dependsOn)),
    deletionPolicy: own(raw, keys.deletionPolicy) ?? null,
    updatePolicy: own(raw, keys.updatePolicy) ?? {},
    description: textOf(own(raw, keys.description)),
    ...(externalId === undefined ? {} : { externalId }),
    ...(condition === undefined ? {} : { condition }),
  };
}

type Invalid = (message: string, key?: string, extra?: Partial<Problem>) => void;

/** Checks the kinds of a definition's fields; a field that is there and empty is wrong too. Heat: template_common.py. */
function checkFields(name: string, raw: ValueMap, version: TemplateVersion, invalid: Invalid): void {
  const keys = version.words.resource;
  const isCall = (value: Value, table = version.functions): boolean => callIn(value, table) !== undefined;
  const check = (key: string | undefined, kind: string, good: (value: Value) => boolean): void => {
    if (key === undefined || !Object.hasOwn(raw, key) || good(raw[key]!)) return;
    invalid(`Resource ${name} ${key} type must be ${kind}`, key);
  };
  const isText = (value: Value): boolean => typeof value === 'string';
  if (truthy(own(raw, keys.type) ?? null)) check(keys.type, 'string', isText);
  check(keys.properties, 'object', isMap);
  check(keys.metadata, 'object', isMap);
  const depends = own(raw, keys.dependsOn);
  check(keys.dependsOn, 'list or string', (value) => typeof value === 'string' || Array.isArray(value));
  if (Array.isArray(depends) && !depends.every(isText))
    invalid(`Resource ${name} ${keys.dependsOn} must be a list of strings`, keys.dependsOn);
  check(keys.deletionPolicy, 'string', (value) => isText(value) || isCall(value));
  const policy = own(raw, keys.deletionPolicy);
  if (typeof policy === 'string' && !version.deletionPolicies.has(policy)) {
    invalid(`Invalid deletion policy "${policy}"`, keys.deletionPolicy, {
      expected: [...version.deletionPolicies.keys()].join(', '),
    });
  }
  check(keys.updatePolicy, 'object', isMap);
  check(keys.description, 'string', isText);
  check(keys.externalId, 'string', (value) => isText(value) || isCall(value));
  check(keys.condition, version.language === 'hot' ? 'string_or_boolean' : 'string or boolean', (value) => {
    return isText(value) || typeof value === 'boolean' || isCall(value, version.conditionFunctions);
  });
}

function dependsOn(raw: Value | undefined): string[] {
  if (typeof raw === 'string') return [raw];
  return Array.isArray(raw) ? raw.filter((item) => typeof item === 'string') : [];
}

function textOf(raw: Value | undefined): string {
  return typeof raw === 'string' ? raw : '';
}
