import { isMap, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { ResourceError, type ResourceType } from '../../resources/contract.ts';
import {
  coerceProperties,
  resolve,
  ResolveError,
  underNewNames,
  type ResourceDefinition,
  type Scope,
} from '../../template/index.ts';

/**
 * A resource's property values: resolved, coerced to the schema, defaults filled in; absent ones are left out.
 * Throws ResourceError StackValidationFailed when a value does not fit, ResolveError when one cannot be resolved.
 */
export function resolveProperties(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap {
  if (type.open === true) return {};
  const resolved = resolve(definition.properties, scope);
  const given = described(definition, type, isMap(resolved) ? resolved : {});
  return fitting(type.properties, given, definition.name, scope, 'properties');
}

/** A resource's update policy, in the same manner and with the same errors. */
export function resolveUpdatePolicy(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap {
  const resolved = resolve(definition.updatePolicy, scope);
  return fitting(type.updatePolicy ?? {}, isMap(resolved) ? resolved : {}, definition.name, scope, 'updatePolicy');
}

function fitting(
  schemas: ResourceType['properties'],
  given: ValueMap,
  name: string,
  scope: Scope,
  section: 'properties' | 'updatePolicy',
): ValueMap {
  const { resources, resource } = scope.template.version.words;
  const { values, problems } = coerceProperties(schemas, given, { path: [resources, name, resource[section]] });
  const first = problems.find((problem) => problem.severity === 'error');
  if (first !== undefined) throw new ResourceError('StackValidationFailed', first.message);
  return present(values);
}

/** The values coerced as far as they fit; for comparing before a step has all its values. Names in `unknown` are left out. */
export function coerceKnown(
  { definition, type }: { readonly definition: ResourceDefinition; readonly type: ResourceType },
  values: ValueMap,
  unknown: ReadonlySet<string>,
): ValueMap {
  const schemas = Object.fromEntries(Object.entries(type.properties).filter(([name]) => !unknown.has(name)));
  const given = described(definition, type, values);
  return present(coerceProperties(schemas, given, { path: [], constraints: false }).values);
}

/** Every property that the type has, as a preview shows it: null where it is absent or cannot be known (Heat: api.py). */
export function shownProperties(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap {
  if (type.open === true) return {};
  const raw = isMap(definition.properties) ? definition.properties : resolved(definition.properties, scope);
  const values: ValueMap = {};
  for (const [key, value] of Object.entries(isMap(raw) ? raw : {})) {
    const alone = resolved({ [key]: value }, scope);
    if (isMap(alone)) for (const [name, known] of Object.entries(alone)) setOwn(values, name, known);
  }
  const given = described(definition, type, values);
  return underNewNames(
    type.properties,
    coerceProperties(type.properties, given, { path: [], constraints: false }).values,
  );
}

/** The property values as far as they are known: those that cannot be resolved, and absent ones, are left out. */
export function knownProperties(definition: ResourceDefinition, type: ResourceType, scope: Scope): ValueMap {
  return present(shownProperties(definition, type, scope));
}

function resolved(raw: Value, scope: Scope): Value {
  try {
    return resolve(raw, scope);
  } catch (error) {
    if (!(error instanceof ResolveError)) throw error;
    return {};
  }
}

/**
 * What the template says about the resource becomes its object's description, where it says nothing of that and the object can be
 * given another one later (heat/engine/properties.py, _get_property_value).
 */
function described({ description }: ResourceDefinition, type: ResourceType, written: ValueMap): ValueMap {
  const values = type.renewed?.(written) ?? written;
  const schema = Object.hasOwn(type.properties, 'description') ? type.properties['description'] : undefined;
  if (description === '' || schema?.updateAllowed !== true || Object.hasOwn(values, 'description')) return values;
  if (schema.required === true || (schema.default ?? null) !== null) return values;
  return { ...values, description };
}

function present(values: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
