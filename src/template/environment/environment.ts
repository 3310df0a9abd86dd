import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import { DEFAULT_TEXT_LIMITS, type TextLimits } from '../text/limits.ts';
import { locate } from '../text/positions.ts';
import { readText, readValue } from '../text/read.ts';
import { readRegistry } from './check-registry.ts';
import { checkSinks } from './event-sinks.ts';
import { Registry } from './registry.ts';

/** What a stack is made with besides its template. */
export interface Environment {
  readonly parameters: ValueMap;
  readonly parameterDefaults: ValueMap;
  readonly registry: Registry;
  readonly eventSinks: readonly ValueMap[];
  readonly encryptedParamNames: readonly string[];
  /** Only in an environment file that is to be merged with others. */
  readonly mergeStrategies: ValueMap;
}

export interface EnvironmentOptions {
  readonly file?: string;
  readonly limits?: Partial<TextLimits>;
  /** What the operator of the service maps for everyone. */
  readonly operator?: Registry;
}

export const ENVIRONMENT_SECTIONS = [
  'parameters',
  'resource_registry',
  'parameter_defaults',
  'encrypted_param_names',
  'event_sinks',
  'parameter_merge_strategies',
] as const;

/** Reads an environment from text (JSON or YAML) or a value; nothing at all is an empty one. Never throws for a user's mistake. */
export function parseEnvironment(
  source: Value | undefined,
  options: EnvironmentOptions = {},
): { environment: Environment; problems: Problem[] } {
  const { raw, problems } = readEnvironment(source, options);
  const environment = makeEnvironment(raw, options.operator, problems);
  const text = typeof source === 'string' ? source : undefined;
  const placed = locate(problems, text).map((p) => (options.file === undefined ? p : { ...p, file: options.file }));
  return { environment, problems: placed };
}

/** Reads the sections of an environment; those that are none or empty are reported and left out. Heat: environment_format.py. */
export function readEnvironment(
  source: Value | undefined,
  options: EnvironmentOptions = {},
): { raw: ValueMap; problems: Problem[] } {
  if (source === undefined || source === null || source === '') return { raw: {}, problems: [] };
  const limits = { ...DEFAULT_TEXT_LIMITS, ...options.limits };
  const kind = { what: 'environment' as const, ...(options.file === undefined ? {} : { file: options.file }) };
  const read = typeof source === 'string' ? readText(source, limits, kind) : readValue(source, limits, kind);
  if ('problem' in read) return { raw: {}, problems: [read.problem] };
  const problems: Problem[] = [];
  const raw: ValueMap = {};
  for (const [section, value] of Object.entries(read.value)) {
    const known = (ENVIRONMENT_SECTIONS as readonly string[]).includes(section);
    if (known && value !== null) {
      raw[section] = value;
      continue;
    }
    const suggestion = known ? undefined : nearest(section, ENVIRONMENT_SECTIONS);
    const message = `Environment not in valid format: environment has ${known ? 'empty' : 'wrong'} section "${section}"`;
    const extra = suggestion === undefined ? {} : { suggestion };
    problems.push(
      problem(
        'HTTPBadRequest',
        message,
        [section],
        known ? {} : { expected: ENVIRONMENT_SECTIONS.join(', '), ...extra },
      ),
    );
  }
  return { raw, problems };
}

/** Makes an environment from its sections. */
export function makeEnvironment(raw: ValueMap, operator: Registry | undefined, problems: Problem[]): Environment {
  const map = (section: string): ValueMap => {
    const value = own(raw, section) ?? {};
    if (isMap(value)) return value;
    problems.push(
      problem('HTTPBadRequest', `Environment not in valid format: the section "${section}" must be a map`, [section]),
    );
    return {};
  };
  const list = (section: string): Value[] => {
    const value = own(raw, section) ?? [];
    if (Array.isArray(value)) return value;
    problems.push(
      problem('HTTPBadRequest', `Environment not in valid format: the section "${section}" must be a list`, [section]),
    );
    return [];
  };
  const eventSinks = checkSinks(list('event_sinks'), problems);
  return {
    parameters: map('parameters'),
    parameterDefaults: map('parameter_defaults'),
    registry: new Registry(readRegistry(map('resource_registry'), ['resource_registry'], problems), operator),
    eventSinks,
    encryptedParamNames: list('encrypted_param_names').filter((name) => typeof name === 'string'),
    mergeStrategies: map('parameter_merge_strategies'),
  };
}

/** The environment as users see it and as it is stored, in Heat's sections. */
export function environmentMap(environment: Environment): ValueMap {
  return {
    parameters: environment.parameters,
    parameter_defaults: environment.parameterDefaults,
    resource_registry: environment.registry.toMap(),
    event_sinks: [...environment.eventSinks],
  };
}

/**
 * The environment of the stack behind a resource: its own parameters, and the rest from the parent. `type` is the resource's
 * type; a mapping of it to a template does not hold inside. Heat: environment.py get_child_environment.
 */
export function childEnvironment(
  parent: Environment,
  parameters: ValueMap,
  resourceName: string,
  type?: string,
): ValueMap {
  return {
    parameters,
    parameter_defaults: parent.parameterDefaults,
    resource_registry: parent.registry.nestedFor(resourceName, type).toMap(),
    event_sinks: [...parent.eventSinks],
  };
}
