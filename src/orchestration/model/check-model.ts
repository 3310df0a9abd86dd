import type { Value, ValueMap } from '../../expressions/values.ts';
import { ResourceError, type ResourceType } from '../../resources/contract.ts';
import { notMade } from '../../resources/define.ts';
import { classOf } from '../../resources/words.ts';
import {
  checkParts,
  problem,
  references,
  ResolveError,
  type CheckedParts,
  type ConstraintCheck,
  type Problem,
  type ResourceDefinition,
  type Scope,
} from '../../template/index.ts';
import { resolveProperties } from './properties.ts';
import { rawProperties, type StackModel } from './stack-model.ts';

/**
 * What is wrong with a stack's template under its environment, with the types of its resources at hand, and the values that custom
 * constraints have yet to accept. `strict` false: parameters need no values. `refused`: what else stands against its types.
 */
export function checkModel(model: StackModel, strict: boolean, refused: readonly Problem[] = []): CheckedParts {
  const options = { types: typeLookup(model), typeNames: model.types.names(), strict };
  const { problems, parameterProblems } = model;
  const parts = checkParts(model.staticScope, options, {
    reading: problems.slice(0, problems.length - parameterProblems.length),
    parameters: parameterProblems,
    types: refused,
  });
  const constraints = strict ? [...model.constraints, ...parts.constraints.filter((item) => isKnown(model, item))] : [];
  return { ...parts, constraints };
}

/** What the template's check asks about types: those of this model's resources. */
export function typeLookup(model: StackModel) {
  return (_type: string, name: string) => {
    const resource = model.resources.get(name);
    if (resource === undefined) return model.unusable.get(name);
    const { type, file } = resource;
    const inside = (model.wanted.get(name) ?? []).flatMap(({ attribute }) =>
      attribute?.startsWith('resource.') ? [attribute] : [],
    );
    return {
      properties: type.properties,
      anyProperty: type.open === true,
      attributes:
        file === undefined
          ? type.attributes
          : { ...type.attributes, ...Object.fromEntries(inside.map((key) => [key, {}])) },
      anyAttribute: type.open === true || (type.nested !== undefined && file === undefined),
      updatePolicy: type.updatePolicy ?? {},
      canSnapshot: type.snapshot !== undefined,
    };
  };
}

/** A value that comes from a resource of the template is not known before that is made; it is checked when its turn comes. */
function isKnown(model: StackModel, { path }: ConstraintCheck): boolean {
  const definition = model.template.resources.get(String(path[1]));
  const raw = definition === undefined ? undefined : rawProperties(definition)[String(path[3])];
  return raw === undefined || !refersToResources(raw, model.staticScope);
}

/** True where the value comes from other resources, or cannot be told to come from none. */
export function refersToResources(raw: Value, scope: Scope): boolean {
  try {
    return references(raw, scope).length > 0;
  } catch (error) {
    // What is wrong with a condition or a name in it is said by the check of the template.
    if (error instanceof ResolveError) return true;
    throw error;
  }
}

/** What types have against property values beyond their schemas, by resource. `broken` resources are passed over. */
export function typeProblems(
  model: StackModel,
  strict: boolean,
  broken: ReadonlySet<string>,
): ReadonlyMap<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const { resources, resource: words } = model.template.version.words;
  const names = new Set(model.resources.keys());
  for (const [name, { definition, type }] of model.resources) {
    if (broken.has(name) || definition.externalId !== undefined) continue;
    const problems: Problem[] = [];
    found.set(name, problems);
    if (type.validate === undefined) continue;
    const raw = rawProperties(definition);
    const isKnown = (property: string): boolean => !refersToResources(raw[property] ?? null, model.staticScope);
    const path = [resources, name, words.properties];
    const properties = valuesOf(definition, type, model.staticScope);
    if (properties instanceof Error) {
      if (strict) problems.push(problem(properties.type, properties.message, path));
      continue;
    }
    // Heat's validate call does not ask the types.
    const severity = strict ? 'error' : 'warning';
    for (const message of type.validate(properties, isKnown, name, names))
      problems.push(problem(classOf(message), message, path, { severity }));
  }
  return found;
}

/** Resources of types that are known and cannot be made. `broken` ones are passed over. */
export function unmadeTypes(model: StackModel, broken: ReadonlySet<string>): Problem[] {
  const { resources, resource } = model.template.version.words;
  return [...model.resources].flatMap(
    ([
      name,
      {
        definition,
        type: { lacking },
      },
    ]) => {
      if (lacking === undefined || broken.has(name) || definition.externalId !== undefined) return [];
      const { type, message } = notMade(definition.type, lacking);
      return [problem(type, message, [resources, name, resource.type])];
    },
  );
}

/** The values, or why they are not to be had. */
function valuesOf(
  definition: ResourceDefinition,
  type: ResourceType,
  scope: Scope,
): ValueMap | ResolveError | ResourceError {
  try {
    return resolveProperties(definition, type, scope);
  } catch (error) {
    if (error instanceof ResolveError || error instanceof ResourceError) return error;
    throw error;
  }
}
