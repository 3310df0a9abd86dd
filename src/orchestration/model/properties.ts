import { isMap, type ValueMap } from '../../expressions/values.ts';
import { ResourceError, type ResourceType } from '../../resources/contract.ts';
import { coerceProperties, resolve, type ResourceDefinition, type Scope } from '../../template/index.ts';

/**
 * A resource's property values: resolved, coerced to the schema, defaults filled in; absent ones are left out.
 * Throws ResourceError StackValidationFailed when a value does not fit, ResolveError when one cannot be resolved.
 */
export function resolveProperties(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap {
  if (type.open === true) return {};
  const resolved = resolve(definition.properties, scope);
  const { resources, resource } = scope.template.version.words;
  const path = [resources, definition.name, resource.properties];
  const { values, problems } = coerceProperties(type.properties, isMap(resolved) ? resolved : {}, { path });
  const first = problems.find((problem) => problem.severity === 'error');
  if (first !== undefined) throw new ResourceError('StackValidationFailed', first.message);
  return present(values);
}

/** The values coerced as far as they fit; for comparing before a step has all its values. Names in `unknown` are left out. */
export function coerceKnown(type: ResourceType, values: ValueMap, unknown: ReadonlySet<string>): ValueMap {
  const schemas = Object.fromEntries(Object.entries(type.properties).filter(([name]) => !unknown.has(name)));
  return present(coerceProperties(schemas, values, { path: [], constraints: false }).values);
}

function present(values: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
