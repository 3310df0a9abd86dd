import { isActive } from '../conditions.ts';
import { hasErrors, problem, toBeTold, type Problem } from '../problems.ts';
import type { ConstraintCheck } from '../constraints/custom/check.ts';
import type { Scope } from '../scope.ts';
import { checkParameterGroups } from '../structure/parameter-groups.ts';
import type { OutputDefinition, ResourceDefinition } from '../template.ts';
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

/** The same by the part of the template that it is about; problems without lines and columns. */
export interface CheckedParts {
  /** Of the template as a whole, and of what resources are before their values count. */
  readonly before: Problem[];
  /** Of single resources, by name, in the order in which they are looked at. */
  readonly resources: ReadonlyMap<string, Problem[]>;
  /** Of what comes after the resources. */
  readonly after: Problem[];
  readonly constraints: ConstraintCheck[];
}

/** What is known of a template before it is checked, to be told in its place. */
export interface Known {
  /** Of how the template and its environment are written. */
  readonly reading?: readonly Problem[];
  /** Of its parameters' values. */
  readonly parameters?: readonly Problem[];
  /** Against the types of its resources, beyond what the lookup says. */
  readonly types?: readonly Problem[];
}

/**
 * Everything about a parsed template that can be checked without a cloud, all problems at once, in Heat's order: the first error is
 * the one that Heat would answer with. `scope` should be one in which nothing is made yet. Heat: stack.py validate.
 */
export function checkTemplate(scope: Scope, options: CheckOptions): CheckResult {
  const { template } = scope;
  const { before, resources, after, constraints } = checkParts(scope, options);
  const problems = [...before, ...[...resources.values()].flat(), ...after];
  const placed = locate(toBeTold(problems), template.source).map((p) =>
    template.file === undefined || p.file !== undefined ? p : { ...p, file: template.file },
  );
  return { problems: placed, constraints };
}

/**
 * As {@link checkTemplate}, the problems apart. A creation makes its resources before it looks at parameters, for who may use them
 * is asked first; a validation looks at parameters first (service.py).
 */
export function checkParts(scope: Scope, options: CheckOptions, known: Known = {}): CheckedParts {
  const { template } = scope;
  const { words } = template.version;
  const { types, strict = true } = options;
  const checks: CallChecks = { scope, table: template.version.functions, attributes: attributeNames(scope, types) };
  const isOutput = ({ path }: Problem): boolean => path[0] === words.outputs;
  const reading = known.reading ?? [];
  const parameters = [...(known.parameters ?? []), ...groupProblems(scope)];
  const definitions: Problem[] = [...checkConditions(scope, checks)];
  const usable = new Set<string>();
  for (const definition of template.resources.values()) {
    const found = checkDefinition(definition, scope);
    definitions.push(...found);
    if (!hasErrors(found)) usable.add(definition.name);
  }
  const active = [...template.resources.values()].filter((definition) => holds(definition, scope));
  for (const definition of active) definitions.push(...checkType(definition, scope, types, options.typeNames ?? []));
  definitions.push(...(known.types ?? []));
  const outputs: OutputDefinition[] = [];
  const outputProblems = reading.filter(isOutput);
  for (const output of template.outputs.values()) {
    const found = checkOutputDefinition(output, scope);
    outputProblems.push(...found);
    if (!hasErrors(found)) outputs.push(output);
  }
  const before = [
    ...reading.filter((item) => !isOutput(item)),
    ...(strict ? [...definitions, ...parameters] : [...parameters, ...definitions]),
    ...duplicateNames(active, scope),
    ...checkGraph(active, usable, scope),
    ...outputProblems,
  ];
  const constraints: ConstraintCheck[] = [];
  const resources = new Map<string, Problem[]>();
  const broken = byResource(before, words.resources);
  for (const definition of active) {
    const found = checkResource(definition, { ...checks, types, strict }, broken.get(definition.name) ?? []);
    resources.set(definition.name, found.problems);
    constraints.push(...found.constraints);
  }
  return { before, resources, after: outputs.flatMap((output) => checkOutput(output, checks)), constraints };
}

function groupProblems({ template, parameters }: Scope): Problem[] {
  const section = template.version.words.parameterGroups;
  return section === undefined ? [] : checkParameterGroups(template.parameterGroups, section, parameters.names());
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
