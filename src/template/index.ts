/** The template languages: reading, checking and resolving HOT and CloudFormation templates and their environments. */
export { checkParts, checkTemplate, type CheckedParts, type CheckOptions, type CheckResult } from './check/template.ts';
export type { TypeInfo, TypeLookup } from './check/types.ts';
export { conditionHolds, activeResources, isActive } from './conditions.ts';
export type { Constraint } from './constraints/constraint.ts';
export {
  checkLocalConstraints,
  refusal,
  withRefusals,
  type ConstraintCheck,
  type Refusal,
} from './constraints/custom/check.ts';
export { LOCAL_CONSTRAINTS } from './constraints/custom/local.ts';
export {
  childEnvironment,
  environmentMap,
  makeEnvironment,
  parseEnvironment,
  readEnvironment,
  type Environment,
  type EnvironmentOptions,
} from './environment/environment.ts';
export { eventSinks, type EventSink } from './environment/event-sinks.ts';
export { mergeEnvironments, type MergeInput } from './environment/merge.ts';
export {
  HOOKS,
  Registry,
  RESTRICTED_ACTIONS,
  type Hook,
  type RegistryTarget,
  type RestrictedAction,
} from './environment/registry.ts';
export type { Reference } from './functions/contract.ts';
export { Parameters, type GivenParameter } from './parameters/parameters.ts';
export { isPseudo, type PseudoValues } from './parameters/pseudo.ts';
export { resolveParameters, type ParameterInput } from './parameters/resolve.ts';
export { cfnTypeName, type ParameterSchema, type ParameterType } from './parameters/schema.ts';
export { parseTemplate, type ParseOptions, type TemplateLimits } from './parse.ts';
export { hasErrors, pathMessage, problem, toBeTold, TemplateError, type Path, type Problem } from './problems.ts';
export { underNewNames } from './properties/new-names.ts';
export { coerceProperties, coerceProperty, type CoerceOptions, type Findings } from './properties/property.ts';
export { dependencies, references } from './references.ts';
export { ResolveError } from './resolve-error.ts';
export { resolve } from './resolve.ts';
export type { PropertySchema, SupportStatus } from './schema.ts';
export { makeScope, type FacadePart, type Scope, type ScopeSource, type YaqlLimits } from './scope.ts';
export { generateTemplate, type GeneratedType } from './generate.ts';
export { nearest } from './suggestions.ts';
export type { OutputDefinition, ResourceDefinition, Template } from './template.ts';
export { DEFAULT_TEXT_LIMITS } from './text/limits.ts';
export { locate, Positions, type Position } from './text/positions.ts';
export { decodeUtf8 } from './text/read.ts';
export { describeParameterGroups, describeParameters, describeTemplate } from './validate.ts';
export { findVersion } from './versions/find.ts';
export { listFunctions, type ListedFunction } from './versions/list.ts';
export { VERSIONS } from './versions/table.ts';
export type { DeletionPolicy, TemplateVersion, Vocabulary } from './versions/version.ts';
