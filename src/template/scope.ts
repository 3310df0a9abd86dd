import type { Clock } from '../expressions/ports.ts';
import type { Value } from '../expressions/values.ts';
import type { Parameters } from './parameters/parameters.ts';
import type { Template } from './template.ts';

/** What a nested template may ask of the resource that it stands for. */
export type FacadePart = 'metadata' | 'deletion_policy' | 'update_policy';

/** Bounds on yaql in templates. Heat: `[yaql]`. */
export interface YaqlLimits {
  readonly limitIterators: number;
  readonly memoryQuota: number;
}

/** What functions may ask while they resolve, as the caller gives it. */
export interface ScopeSource {
  readonly template: Template;
  readonly parameters: Parameters;
  /** Content of a file by its key. Default: there are none. */
  file?(key: string): string | undefined;
  /** What get_resource gives. Default: the resource's name, as Heat has it for a resource not made yet. */
  reference?(resource: string): Value;
  /** What get_attr gives, all attributes where none is named. Default: null, as for a resource not made yet. */
  attribute?(resource: string, attribute: string | undefined, path: readonly Value[]): Value;
  /** A part of the parent resource; absent in a stack that is not nested. */
  facade?(part: FacadePart): Value;
  /** Availability zones of the stack's cloud, for Fn::GetAZs. Default: `nova` alone. */
  zones?(): readonly string[];
  readonly clock?: Clock;
  readonly yaql?: Partial<YaqlLimits>;
}

/** What functions may ask while they resolve, and what was found out so far. Make one with {@link makeScope}. */
export interface Scope {
  readonly template: Template;
  readonly parameters: Parameters;
  file(key: string): string | undefined;
  reference(resource: string): Value;
  attribute(resource: string, attribute: string | undefined, path: readonly Value[]): Value;
  readonly facade?: (part: FacadePart) => Value;
  zones(): readonly string[];
  readonly clock?: Clock;
  readonly yaql: YaqlLimits;
  /** Conditions decided so far, and those being decided; an error is kept as it is. */
  readonly conditions: Map<string, boolean | 'deciding' | Error>;
  /** How many conditions are being decided, one for the other. */
  nesting: number;
  /** Whether resources exist, as far as it has been decided. */
  readonly active: Map<string, boolean>;
}

const YAQL_LIMITS: YaqlLimits = { limitIterators: 200, memoryQuota: 10_000 };

/** Makes a scope. It remembers the conditions it decided, so it is good for one set of parameters. */
export function makeScope(source: ScopeSource): Scope {
  return {
    template: source.template,
    parameters: source.parameters,
    file: (key) => source.file?.(key),
    reference: (resource) => source.reference?.(resource) ?? resource,
    attribute: (resource, attribute, path) => source.attribute?.(resource, attribute, path) ?? null,
    ...(source.facade === undefined ? {} : { facade: (part: FacadePart) => source.facade!(part) }),
    zones: () => source.zones?.() ?? ['nova'],
    ...(source.clock === undefined ? {} : { clock: source.clock }),
    yaql: { ...YAQL_LIMITS, ...source.yaql },
    conditions: new Map(),
    nesting: 0,
    active: new Map(),
  };
}
