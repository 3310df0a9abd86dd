import type { AttributeNames } from '../functions/contract.ts';
import type { Problem } from '../problems.ts';
import type { PropertySchema } from '../schema.ts';
import type { Scope } from '../scope.ts';

/** What a check must know of a resource's type. */
export interface TypeInfo {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  /** By name; `show` need not be among them. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Any attribute name may turn out to be one, as with groups, whose members' attributes are theirs. */
  readonly anyAttribute?: boolean;
  /** Any property is taken as it is. */
  readonly anyProperty?: boolean;
  /** What update_policy may hold; absent: it is not checked. */
  readonly updatePolicy?: Readonly<Record<string, PropertySchema>>;
  /** The type can be snapshotted before it is deleted; absent: it is not checked. */
  readonly canSnapshot?: boolean;
}

/**
 * The type of a resource under the environment; undefined where there is none of that name; a problem where it cannot be used
 * (its file is missing, its service is not there).
 */
export type TypeLookup = (type: string, resourceName: string) => TypeInfo | Problem | undefined;

/** True for the answer of a lookup that is a usable type. */
export function isTypeInfo(found: TypeInfo | Problem | undefined): found is TypeInfo {
  return found !== undefined && 'properties' in found;
}

/** Attribute names of the template's resources, by their types. */
export function attributeNames(scope: Scope, types: TypeLookup): AttributeNames {
  const infoOf = (resource: string): TypeInfo | undefined => {
    const definition = scope.template.resources.get(resource);
    const found = definition === undefined ? undefined : types(definition.type, resource);
    return isTypeInfo(found) ? found : undefined;
  };
  return {
    has: (resource, attribute) => {
      const info = infoOf(resource);
      if (info === undefined || info.anyAttribute) return undefined;
      return attribute === 'show' || Object.hasOwn(info.attributes, attribute);
    },
    names: (resource) => ['show', ...Object.keys(infoOf(resource)?.attributes ?? {})],
  };
}
