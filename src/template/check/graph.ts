import { findCycle } from '../../graph/graph.ts';
import { isActive } from '../conditions.ts';
import { problem, type Problem } from '../problems.ts';
import { externalDependency, referencesOf, unknownResource } from '../references.ts';
import type { ResolveError } from '../resolve-error.ts';
import type { Scope } from '../scope.ts';
import type { ResourceDefinition } from '../template.ts';
import { asResolveError } from '../attempt.ts';
import { problemOf } from './report.ts';

/**
 * Checks what resources need of one another: that it exists, and that nothing needs itself in the end. `usable` are resources
 * without problems so far.
 */
export function checkGraph(
  definitions: readonly ResourceDefinition[],
  usable: ReadonlySet<string>,
  scope: Scope,
): Problem[] {
  const { words } = scope.template.version;
  const problems: Problem[] = [];
  const needs = new Map<string, Set<string>>();
  for (const definition of definitions) {
    const base = [words.resources, definition.name];
    const needed = new Set<string>();
    needs.set(definition.name, needed);
    definition.dependsOn.forEach((name) => {
      const at = [...base, words.resource.dependsOn];
      if ((definition.externalId ?? null) !== null) problems.push(problemOf(externalDependency(definition), at));
      else if (!scope.template.resources.has(name))
        problems.push(problemOf(unknownResource(name, definition.name, scope), at));
      else if (isActive(name, scope)) needed.add(name);
    });
    if (!usable.has(definition.name) || (definition.externalId ?? null) !== null) continue;
    const found = attemptReferences(definition, scope);
    if (!Array.isArray(found)) {
      problems.push(problemOf(found, [...base, words.resource.properties]));
      continue;
    }
    for (const { resource, where, at } of found) {
      if (isActive(resource, scope)) needed.add(resource);
      else problems.push(problemOf(unknownResource(resource, where, scope), [...base, ...at]));
    }
  }
  const cycle = findCycle(needs);
  if (cycle !== undefined) {
    problems.push(
      problem('CircularDependencyException', `Circular Dependency Found: ${cycle.join(' -> ')}`, [
        words.resources,
        cycle[0]!,
      ]),
    );
  }
  return problems;
}

function attemptReferences(
  definition: ResourceDefinition,
  scope: Scope,
): ReturnType<typeof referencesOf> | ResolveError {
  try {
    return referencesOf(definition, scope);
  } catch (error) {
    return asResolveError(error);
  }
}
