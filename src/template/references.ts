import { Float, type Value } from '../expressions/values.ts';
import { isActive } from './conditions.ts';
import { callIn, DROPPED, type FunctionTable, type Reference } from './functions/contract.ts';
import { callContext } from './resolve.ts';
import { badReference, ResolveError } from './resolve-error.ts';
import type { Scope } from './scope.ts';
import { nearest } from './suggestions.ts';
import type { ResourceDefinition } from './template.ts';

/** A reference with its place in Heat's notation and in the value. */
export interface PlacedReference extends Reference {
  readonly where: string;
  readonly at: readonly (string | number)[];
}

/**
 * The resources that a part of the template refers to; of an `if`, only the branch that counts. Names are not checked.
 * Throws {@link ResolveError} when a condition or a name cannot be resolved.
 */
export function references(raw: Value, scope: Scope): Reference[] {
  return placedReferences(raw, scope, '').map(({ where: _where, at: _at, ...reference }) => reference);
}

/** As {@link references}, with places; `where` is the part's own place. */
export function placedReferences(raw: Value, scope: Scope, where: string): PlacedReference[] {
  const found: PlacedReference[] = [];
  collect(raw, scope, scope.template.version.functions, where, [], found);
  return found;
}

type At = readonly (string | number)[];

function collect(
  raw: Value,
  scope: Scope,
  table: FunctionTable,
  where: string,
  at: At,
  found: PlacedReference[],
): void {
  if (typeof raw !== 'object' || raw === null || raw instanceof Float) return;
  const call = callIn(raw, table);
  if (call === undefined) {
    if (Array.isArray(raw)) {
      for (const [i, item] of raw.entries()) {
        if (typeof item === 'object') collect(item, scope, table, `${where}[${i}]`, [...at, i], found);
      }
      return;
    }
    for (const [key, item] of Object.entries(raw)) {
      if (typeof item === 'object') collect(item, scope, table, `${where}.${key}`, [...at, key], found);
    }
    return;
  }
  const { name, args, fn } = call;
  if ('forbidden' in fn) return;
  const inner = `${where}.${name}`;
  const context = callContext(name, scope, table, where);
  if (fn.chosen !== undefined) {
    const chosen = fn.chosen(args, context);
    if (chosen === DROPPED) return;
    const index = Array.isArray(args) ? args.lastIndexOf(chosen) : -1;
    collect(chosen, scope, table, inner, index < 0 ? [...at, name] : [...at, name, index], found);
    return;
  }
  collect(args, scope, table, inner, [...at, name], found);
  if (fn.references === undefined) return;
  fn.check?.(args, context);
  for (const reference of fn.references(args, context)) found.push({ ...reference, where, at: [...at, name] });
}

/** The references in a resource's properties and metadata, which make it wait for others. Throws {@link ResolveError}. */
export function referencesOf(definition: ResourceDefinition, scope: Scope): PlacedReference[] {
  return [
    ...prefixed(placedReferences(definition.properties, scope, `${definition.name}.Properties`), 'properties', scope),
    ...prefixed(placedReferences(definition.metadata, scope, `${definition.name}.Metadata`), 'metadata', scope),
  ];
}

function prefixed(found: PlacedReference[], part: 'properties' | 'metadata', scope: Scope): PlacedReference[] {
  const key = scope.template.version.words.resource[part];
  return found.map((reference) => ({ ...reference, at: [key, ...reference.at] }));
}

/**
 * Names of the resources that must exist before this one: what its properties and metadata refer to, and depends_on. One that
 * depends_on names and whose condition is false is left out; any other name of no existing resource throws
 * {@link ResolveError} InvalidTemplateReference. An external resource depends on nothing. Heat: rsrc_defn.py.
 */
export function dependencies(definition: ResourceDefinition, scope: Scope): Set<string> {
  const names = new Set<string>();
  if (definition.externalId !== undefined && definition.externalId !== null) {
    if (definition.dependsOn.length > 0) throw externalDependency(definition);
    return names;
  }
  for (const name of definition.dependsOn) {
    if (!scope.template.resources.has(name)) throw unknownResource(name, definition.name, scope);
    if (isActive(name, scope)) names.add(name);
  }
  for (const { resource, where } of referencesOf(definition, scope)) {
    if (!isActive(resource, scope)) throw unknownResource(resource, where, scope);
    names.add(resource);
  }
  return names;
}

/** The error of a name that is no resource, with the name that was probably meant. */
export function unknownResource(name: string, where: string, scope: Scope): ResolveError {
  return badReference(name, where, nearest(name, scope.template.resources.keys()));
}

/** The error of an external resource that names dependencies. */
export function externalDependency(definition: ResourceDefinition): ResolveError {
  return new ResolveError(
    'InvalidExternalResourceDependency',
    `Invalid dependency with external ${definition.type} resource: ${JSON.stringify(definition.externalId)}`,
  );
}
