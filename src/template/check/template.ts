import { isActive } from '../conditions.ts';
import { hasErrors, problem, toBeTold, type Problem } from '../problems.ts';
import type { ConstraintCheck } from '../constraints/custom/check.ts';
import type { Scope } from '../scope.ts';
import { checkParameterGroups } from '../structure/parameter-groups.ts';
import type { ResourceDefinition } from '../template.ts';
import { locate } from '../text/positions.ts';
import type { CallChecks } from './calls.ts';
import { checkConditions } from './conditions.ts';
import { checkGraph } from './graph.ts';
import { checkOutput, checkOutputDefinition } from './outputs.ts';
import { attempt } from '../attempt.ts';
import { checkDefinition, checkResource, checkType } from './resources.ts';
import { attributeNames, type TypeLookup } from './types.ts';

export interface CheckOptions {
  /** The types of resources under the environment. */
  readonly types: TypeLookup;
  /** Names of types to suggest where one is nearly right. */
  readonly typeNames?: readonly string[];
  /** False: parameters need not be given, so property values are only warned about (Heat's validate call). Default true. */
  readonly strict?: boolean;
}

/** What a check finds: problems, and values that still are to be checked by custom constraints. */
export interface CheckResult {
  readonly problems: Problem[];
  readonly constraints: ConstraintCheck[];
}

/**
 * Everything about a parsed template that can be checked without a cloud, all problems at once, in Heat's order: the first error is
 * the one that Heat would answer with. `scope` should be one in which nothing is made yet. Heat: stack.py validate.
 */
export function checkTemplate(scope: Scope, options: CheckOptions): CheckResult {
  const { template } = scope;
  const { types, strict = true } = options;
  const checks: CallChecks = { scope, table: template.version.functions, attributes: attributeNames(scope, types) };
  const problems: Problem[] = [];
  const groups = template.version.words.parameterGroups;
  if (groups !== undefined)
    problems.push(...checkParameterGroups(template.parameterGroups, groups, scope.parameters.names()));
  problems.push(...checkConditions(scope, checks));

  const usable = new Set<string>();
  for (const definition of template.resources.values()) {
    const found = checkDefinition(definition, scope);
    problems.push(...found);
    if (!hasErrors(found)) usable.add(definition.name);
  }
  const active = [...template.resources.values()].filter((definition) => holds(definition, scope));
  const outputs = [...template.outputs.values()].filter((output) => {
    const found = checkOutputDefinition(output, scope);
    problems.push(...found);
    return !hasErrors(found);
  });
  for (const definition of active) problems.push(...checkType(definition, scope, types, options.typeNames ?? []));
  problems.push(...duplicateNames(active, scope));
  problems.push(...checkGraph(active, usable, scope));
  const constraints: ConstraintCheck[] = [];
  const known = byResource(problems, template.version.words.resources);
  for (const definition of active) {
    const found = checkResource(definition, { ...checks, types, strict }, known.get(definition.name) ?? []);
    problems.push(...found.problems);
    constraints.push(...found.constraints);
  }
  for (const output of outputs) problems.push(...checkOutput(output, checks));
  const placed = locate(toBeTold(problems), template.source).map((p) =>
    template.file === undefined || p.file !== undefined ? p : { ...p, file: template.file },
  );
  return { problems: placed, constraints };
}

/** A resource whose condition cannot be decided is looked at as if it held. */
function holds(definition: ResourceDefinition, scope: Scope): boolean {
  let active = true;
  attempt(() => (active = isActive(definition.name, scope)));
  return active;
}

function duplicateNames(active: readonly ResourceDefinition[], scope: Scope): Problem[] {
  const { resources } = scope.template.version.words;
  const names = active.map(({ name }) => name).filter((name) => scope.parameters.has(name));
  if (names.length === 0) return [];
  return names.map((name) =>
    problem('StackValidationFailed', `Duplicate names {${names.map((n) => `'${n}'`).join(', ')}}`, [resources, name]),
  );
}

function byResource(problems: readonly Problem[], section: string): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const item of problems) {
    const [first, name] = item.path;
    if (first !== section || name === undefined || item.severity !== 'error') continue;
    const list = found.get(String(name));
    if (list === undefined) found.set(String(name), [item]);
    else list.push(item);
  }
  return found;
}
