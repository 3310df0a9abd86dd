import type { Clock } from '../../expressions/ports.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { ResourceType, StackIdentity } from '../../resources/contract.ts';
import type { TemplateRecord } from '../../storage/types.ts';
import {
  conditionHolds,
  dependencies,
  hasErrors,
  makeScope,
  parseEnvironment,
  parseTemplate,
  problem,
  references,
  ResolveError,
  resolveParameters,
  TemplateError,
  type ConstraintCheck,
  type Environment,
  type Parameters,
  type Problem,
  type Reference,
  type ResourceDefinition,
  type Scope,
  type ScopeSource,
  type Template,
} from '../../template/index.ts';
import { hiddenDependencies } from './hidden-dependencies.ts';
import { OPERATOR_REGISTRY } from './operator-registry.ts';
import { resolveType, type KnownFile, type TypeSource } from './resolve-type.ts';

/** What every model needs of its surroundings. */
export interface ModelHost {
  readonly types: TypeSource;
  readonly clock: Clock;
  /** Region of the home cloud, for pseudo parameters. */
  readonly region: string;
  readonly yaql?: ScopeSource['yaql'];
}

export interface ModelResource {
  readonly definition: ResourceDefinition;
  readonly type: ResourceType;
  /** Key of the template file, where the type is one. */
  readonly file?: string;
}

/** A use of an attribute somewhere in the template; `attribute` undefined: all of them. */
export interface Wanted {
  readonly attribute: string | undefined;
  readonly path: readonly Value[];
}

export type Facade = NonNullable<ScopeSource['facade']>;

/** A template with its environment and files; the body may still be the text that was sent. */
export interface TemplateSource extends Omit<TemplateRecord, 'id'> {
  /** What the body was read into, where that was done already. */
  readonly parsed?: ReturnType<typeof parseTemplate>;
}

export interface ModelOptions {
  readonly facade?: Facade | undefined;
  /** False: parameters need no values, as in a validation. */
  readonly strict?: boolean;
}

/** Where the values of references come from. */
export type ReferenceSource = Pick<Required<ScopeSource>, 'reference' | 'attribute'>;

/** A stack's template with its environment and parameters: everything about the stack that is known before anything is real. */
export class StackModel {
  readonly identity: StackIdentity;
  readonly template: Template;
  readonly environment: Environment;
  readonly parameters: Parameters;
  readonly files: Readonly<Record<string, string>>;
  /** The resources that exist under the template's conditions. */
  readonly resources: ReadonlyMap<string, ModelResource>;
  /** Resources whose type cannot be used, with the reason; undefined: there is no type of that name. */
  readonly unusable: ReadonlyMap<string, Problem | undefined>;
  /** Values of parameters that custom constraints have yet to accept. */
  readonly constraints: readonly ConstraintCheck[];
  /** Problems of the template's structure, the environment and the parameters. */
  readonly problems: readonly Problem[];
  /** Those of them that are about values of parameters. */
  readonly parameterProblems: readonly Problem[];
  readonly #host: ModelHost;
  readonly #facade: Facade | undefined;
  readonly #static: Scope;
  #dependencies: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #wanted: ReadonlyMap<string, readonly Wanted[]> | undefined;

  private constructor(
    identity: StackIdentity,
    record: TemplateSource,
    parsed: Parsed,
    host: ModelHost,
    facade: Facade | undefined,
  ) {
    this.identity = identity;
    this.template = parsed.template;
    this.environment = parsed.environment;
    this.parameters = parsed.parameters;
    this.files = record.files;
    this.#host = host;
    this.#facade = facade;
    this.#static = this.scope();
    const resources = new Map<string, ModelResource>();
    const known = new Map<string, KnownFile>();
    const unusable = new Map<string, Problem | undefined>();
    for (const definition of this.template.resources.values()) {
      if (!isActive(definition, this.#static)) continue;
      const found = resolveType(definition, this.template, this.environment, this.files, host.types, known);
      if (found === undefined || 'problem' in found) unusable.set(definition.name, found?.problem);
      else resources.set(definition.name, { definition, ...found });
    }
    this.resources = resources;
    this.unusable = unusable;
    this.constraints = parsed.constraints;
    this.problems = [...parsed.problems, ...parsed.parameterProblems];
    this.parameterProblems = parsed.parameterProblems;
  }

  /**
   * Reads a stored or submitted template. Problems with single resources or parameters are collected in `problems`; throws TemplateError
   * where the template as a whole cannot be understood.
   */
  static read(
    identity: StackIdentity,
    record: TemplateSource,
    host: ModelHost,
    options: ModelOptions = {},
  ): StackModel {
    const { template, problems } = record.parsed ?? parseTemplate(record.body);
    const { environment, problems: environmentProblems } = parseEnvironment(record.environment, {
      operator: OPERATOR_REGISTRY,
    });
    const found = [...problems, ...environmentProblems];
    if (template === undefined) throw new TemplateError(found);
    const resolved = resolveParameters(template, {
      parameters: environment.parameters,
      parameterDefaults: environment.parameterDefaults,
      pseudo: { stackId: identity.id, stackName: identity.name, projectId: identity.projectId, region: host.region },
      strict: options.strict ?? true,
    });
    const { parameters, problems: parameterProblems, constraints } = resolved;
    const parsed = { template, environment, parameters, problems: found, parameterProblems, constraints };
    return new StackModel(identity, record, parsed, host, options.facade);
  }

  /** As {@link read}, but throws TemplateError for any error at all. */
  static readValid(
    identity: StackIdentity,
    record: TemplateSource,
    host: ModelHost,
    options: ModelOptions = {},
  ): StackModel {
    const model = StackModel.read(identity, record, host, options);
    if (hasErrors(model.problems)) throw new TemplateError([...model.problems]);
    for (const [name, reason] of model.unusable) throw new TemplateError([reason ?? unknownType(model.template, name)]);
    return model;
  }

  /** What functions may ask; without a source, references give what Heat gives for resources that are not made yet. */
  scope(source?: ReferenceSource): Scope {
    return makeScope({
      template: this.template,
      parameters: this.parameters,
      file: (key) => (Object.hasOwn(this.files, key) ? this.files[key] : undefined),
      clock: this.#host.clock,
      ...(this.#host.yaql === undefined ? {} : { yaql: this.#host.yaql }),
      ...(this.#facade === undefined ? {} : { facade: this.#facade }),
      ...source,
    });
  }

  /** The scope in which nothing is made yet. */
  get staticScope(): Scope {
    return this.#static;
  }

  /** The registered types. */
  get types(): TypeSource {
    return this.#host.types;
  }

  /** For each resource the resources it must come after: those it refers to, those it names, and hidden ones. */
  get dependencies(): ReadonlyMap<string, ReadonlySet<string>> {
    this.#dependencies ??= this.#findDependencies();
    return this.#dependencies;
  }

  /** For each resource the attributes that the rest of the template uses. */
  get wanted(): ReadonlyMap<string, readonly Wanted[]> {
    this.#wanted ??= this.#findWanted();
    return this.#wanted;
  }

  #findDependencies(): Map<string, Set<string>> {
    const result = new Map<string, Set<string>>();
    for (const [name, { definition }] of this.resources) {
      const needed = new Set<string>();
      for (const other of dependencies(definition, this.#static)) if (this.resources.has(other)) needed.add(other);
      result.set(name, needed);
    }
    hiddenDependencies(this.resources, this.#static, result);
    return result;
  }

  /** None where they cannot be told; the check of the template says why. */
  #referencesIn(raw: Value): Reference[] {
    try {
      return references(raw, this.#static);
    } catch (error) {
      if (error instanceof ResolveError) return [];
      throw error;
    }
  }

  #findWanted(): Map<string, Wanted[]> {
    const result = new Map<string, Wanted[]>();
    const collect = (raw: Value): void => {
      for (const { kind, resource, attribute, path } of this.#referencesIn(raw)) {
        if (kind !== 'attribute') continue;
        const list = result.get(resource) ?? [];
        list.push({ attribute, path: path ?? [] });
        result.set(resource, list);
      }
    };
    for (const { definition } of this.resources.values()) {
      collect(definition.properties);
      collect(definition.metadata);
    }
    for (const output of this.template.outputs.values()) collect(output.value);
    return result;
  }
}

/** A resource whose condition cannot be decided is looked at as if it existed; the check of the template says what is wrong. */
function isActive(definition: ResourceDefinition, scope: Scope): boolean {
  try {
    return conditionHolds(definition.condition, scope);
  } catch (error) {
    if (!(error instanceof ResolveError)) throw error;
    return true;
  }
}

function unknownType(template: Template, name: string): Problem {
  const { resources, resource } = template.version.words;
  const type = template.resources.get(name)?.type;
  return problem('StackValidationFailed', `The Resource Type (${type}) could not be found.`, [
    resources,
    name,
    resource.type,
  ]);
}

interface Parsed {
  readonly template: Template;
  readonly environment: Environment;
  readonly parameters: Parameters;
  readonly problems: readonly Problem[];
  readonly parameterProblems: readonly Problem[];
  readonly constraints: readonly ConstraintCheck[];
}

/** A stack's identity as Heat writes it in `OS::stack_id` and links. */
export function arn(identity: StackIdentity): string {
  return `arn:openstack:heat::${identity.projectId}:stacks/${identity.name}/${identity.id}`;
}

/** The raw properties of a definition as a map; anything else has none. */
export function rawProperties(definition: ResourceDefinition): ValueMap {
  return isMap(definition.properties) ? definition.properties : {};
}
