import { isMap, own, type Value } from '../../expressions/values.ts';
import type { Described } from '../../resources/contract.ts';
import { makeScope, resolve, type Scope } from '../../template/index.ts';
import type { ModelResource } from './stack-model.ts';

/** Thrown inside while a value depends on what does not exist yet. */
class NotKnown extends Error {}

/**
 * Adds to `dependencies` what the types know beyond the references of the template, such as a floating IP that must come after the
 * interface of its router. One that would close a cycle is left out, as what the template says goes first.
 */
export function hiddenDependencies(
  resources: ReadonlyMap<string, ModelResource>,
  scope: Scope,
  dependencies: ReadonlyMap<string, Set<string>>,
): void {
  if (![...resources.values()].some(({ type }) => type.implicitDependencies !== undefined)) return;
  const early = makeScope({
    template: scope.template,
    parameters: scope.parameters,
    file: scope.file,
    reference: (resource) => ({ get_resource: resource }),
    attribute: () => {
      throw new NotKnown();
    },
  });
  const described = new Map([...resources].map(([name, resource]) => [name, describe(name, resource, early)]));
  const others = [...described.values()];
  for (const [name, { type }] of resources) {
    for (const needed of type.implicitDependencies?.(described.get(name)!, others) ?? []) {
      const set = dependencies.get(name)!;
      if (needed === name || set.has(needed) || !dependencies.has(needed)) continue;
      set.add(needed);
      if (reaches(dependencies, needed, name)) set.delete(needed);
    }
  }
}

function describe(name: string, { definition, type }: ModelResource, scope: Scope): Described {
  const known = new Map<string, Value | undefined>();
  const topLevel = (key: string): Value | undefined => {
    if (known.has(key)) return known.get(key);
    const raw = isMap(definition.properties) ? own(definition.properties, key) : undefined;
    const value = raw === undefined ? undefined : resolveEarly(raw, scope);
    known.set(key, value);
    return value;
  };
  return {
    name,
    type: type.type,
    property: (path) => {
      const [key, ...rest] = typeof path === 'string' ? [path] : path;
      let value = topLevel(String(key));
      for (const part of rest) {
        if (typeof part === 'number') value = Array.isArray(value) ? value[part] : undefined;
        else value = value !== undefined && isMap(value) ? own(value, part) : undefined;
      }
      return value;
    },
  };
}

function resolveEarly(raw: Value, scope: Scope): Value | undefined {
  try {
    return resolve(raw, scope);
  } catch {
    // Not known yet, or wrong: what is wrong is reported by the template's check.
    return undefined;
  }
}

function reaches(dependencies: ReadonlyMap<string, Set<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const node of seen) {
    if (node === to) return true;
    for (const next of dependencies.get(node) ?? []) seen.add(next);
  }
  return false;
}
