/** What this project says to a case, in the shape that a real Heat's answers are recorded in. */
import { isMap, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import {
  activeResources,
  checkLocalConstraints,
  checkTemplate,
  coerceProperties,
  describeParameters,
  makeScope,
  parseEnvironment,
  parseTemplate,
  resolve,
  resolveParameters,
  type ConstraintCheck,
  type Problem,
  type TypeLookup,
} from '../../../src/template/index.ts';
import type { Case } from './cases/case.ts';
import { TYPES } from './types.ts';

export interface Verdict {
  readonly type?: string;
  readonly message?: string;
  readonly parameters?: ValueMap;
  readonly resources?: ValueMap;
  readonly description?: Value;
}

const NOW = Date.UTC(2026, 10, 22);

/** The answer to validate (`strict` false) or to a preview. */
export function verdict(item: Case, strict: boolean): Verdict {
  const parsed = parseEnvironment(item.environment);
  const { environment } = parsed;
  const { template, problems: found } = parseTemplate(item.template);
  const problems: Problem[] = [...found, ...parsed.problems];
  if (template === undefined) return failed(problems)!;
  const resolved = resolveParameters(template, {
    parameters: { ...environment.parameters, ...item.parameters },
    parameterDefaults: environment.parameterDefaults,
    pseudo: strict ? { stackId: 'id', stackName: 'probe', projectId: 'project' } : { stackName: 'dummy' },
    strict,
  });
  problems.push(...resolved.problems);
  const checkLocal = (checks: readonly ConstraintCheck[]): Problem[] =>
    checkLocalConstraints(checks, { now: NOW }, () => false).refusals.map((item) => item.problem);
  problems.push(...checkLocal(resolved.constraints));
  const scope = makeScope({
    template,
    parameters: resolved.parameters,
    file: (key) => (item.files !== undefined && Object.hasOwn(item.files, key) ? item.files[key] : undefined),
  });
  const types: TypeLookup = (type, name) => {
    const target = environment.registry.lookup(type, name, (other) => TYPES.has(other));
    return TYPES.get(target?.kind === 'type' ? target.type : type);
  };
  const checked = checkTemplate(scope, { types, strict });
  problems.push(...checked.problems);
  problems.push(...checkLocal(checked.constraints));
  const refusal = failed(problems);
  if (refusal !== undefined) return refusal;
  if (!strict)
    return { parameters: describeParameters(template, resolved.parameters), description: template.description };
  const resources: ValueMap = {};
  for (const { name, type, properties } of activeResources(scope)) {
    const values = resolve(properties, scope);
    const info = types(type, name);
    if (info === undefined || !('properties' in info)) continue;
    resources[name] = coerceProperties(info.properties, isMap(values) ? values : {}, {
      path: [],
      constraints: false,
    }).values;
  }
  return { resources, parameters: resolved.parameters.toStrings() };
}

function failed(problems: readonly Problem[]): Verdict | undefined {
  const first = problems.find(({ severity }) => severity === 'error');
  return first === undefined ? undefined : { type: first.type, message: first.message };
}
