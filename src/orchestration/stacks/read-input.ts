import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { TemplateRecord } from '../../storage/types.ts';
import {
  hasErrors,
  makeEnvironment,
  mergeEnvironments,
  parseEnvironment,
  environmentMap,
  parseTemplate,
  readEnvironment,
  TemplateError,
  type ParameterSchema,
  type Problem,
  type Template,
} from '../../template/index.ts';
import type { TemplateSource } from '../model/stack-model.ts';
import { OrchestrationError, type TemplateInput, type UpdateInput } from '../types.ts';

/** A template as it is to be stored, and as it is to be checked: with its text, where text was sent, so that problems have a place. */
export interface ReadTemplate {
  readonly record: TemplateSource;
  readonly source: TemplateSource;
}

/**
 * What a request says about the template of a stack, made into what is to be stored once it is checked. Throws TemplateError where it
 * cannot be understood, and for what is wrong with its environment.
 */
export function readNewTemplate(input: TemplateInput): ReadTemplate {
  if (input.template === undefined) {
    throw new OrchestrationError('HTTPBadRequest', 'No template specified');
  }
  const files = { ...input.files };
  const parsed = understood(input.template);
  return both(parsed, readGivenEnvironment(input, files, parsed.template, {}), files);
}

/**
 * The same for an update. With `existing`, what is not given stays: the template, the files, and the environment under the given one;
 * parameters that the template no longer declares are dropped.
 */
export function readUpdatedTemplate(input: UpdateInput, stored: TemplateRecord): ReadTemplate {
  if (!input.existing) return readNewTemplate(input);
  const files = { ...stored.files, ...input.files };
  const parsed = understood(input.template ?? stored.body);
  const kept = without(stored.environment, input.clearParameters ?? [], parsed.template);
  return both(parsed, readGivenEnvironment(input, files, parsed.template, kept), files);
}

/** What is wrong with a template that can be understood is told with all else that is wrong, when the stack is checked. */
function understood(source: Value): Understood {
  const { template, problems } = parseTemplate(source);
  if (template === undefined) throw new TemplateError(problems);
  return { template, problems };
}

interface Understood {
  readonly template: Template;
  readonly problems: Problem[];
}

function both(parsed: Understood, environment: ValueMap, files: Readonly<Record<string, string>>): ReadTemplate {
  const { raw, source } = parsed.template;
  const record = { body: raw, environment, files };
  return { record, source: { ...record, body: source ?? raw, parsed } };
}

function readGivenEnvironment(
  input: TemplateInput,
  files: Readonly<Record<string, string>>,
  template: Template,
  under: ValueMap,
): ValueMap {
  const problems: Problem[] = [];
  const raw =
    input.environmentFiles === undefined || input.environmentFiles.length === 0
      ? overlaid(under, environmentSections(input.environment, problems))
      : mergedFiles(input.environmentFiles, files, template, under, problems);
  const parameters = { ...mapOf(own(raw, 'parameters')), ...input.parameters };
  const environment = makeEnvironment({ ...raw, parameters }, undefined, problems);
  if (hasErrors(problems)) throw new TemplateError(problems);
  return environmentMap(environment);
}

function environmentSections(source: Value | undefined, problems: Problem[]): ValueMap {
  const read = readEnvironment(source);
  // Read once more for the places of problems inside the sections.
  problems.push(...(hasErrors(read.problems) ? read.problems : parseEnvironment(source).problems));
  return read.raw;
}

function mergedFiles(
  names: readonly string[],
  files: Readonly<Record<string, string>>,
  template: Template,
  onto: ValueMap,
  problems: Problem[],
): ValueMap {
  const schemas = new Map<string, ParameterSchema>(template.parameters);
  for (const [key, content] of Object.entries(files)) {
    if (!/\.(ya?ml|template)$/.test(key) || names.includes(key)) continue;
    for (const [name, schema] of parseTemplate(content).template?.parameters ?? [])
      if (!schemas.has(name)) schemas.set(name, schema);
  }
  const merged = mergeEnvironments({ names, files, onto, schemas });
  problems.push(...merged.problems);
  return merged.raw;
}

/** One environment over another: sections are joined entry by entry. */
function overlaid(under: ValueMap, over: ValueMap): ValueMap {
  const result: ValueMap = { ...under };
  for (const [section, value] of Object.entries(over)) {
    const before = own(result, section);
    if (isMap(value) && before !== undefined && isMap(before)) result[section] = { ...before, ...value };
    else result[section] = Array.isArray(value) && Array.isArray(before) ? [...before, ...value] : value;
  }
  return result;
}

function without(environment: ValueMap, cleared: readonly string[], template: Template): ValueMap {
  const parameters = Object.entries(mapOf(own(environment, 'parameters')));
  const kept = parameters.filter(([name]) => template.parameters.has(name) && !cleared.includes(name));
  return { ...environment, parameters: Object.fromEntries(kept) };
}

function mapOf(value: Value | undefined): ValueMap {
  return value !== undefined && isMap(value) ? value : {};
}
