import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { ResourceError } from '../../resources/contract.ts';
import { problem, resolve, ResolveError, TemplateError, type Problem, type Scope } from '../../template/index.ts';
import { childTemplate } from './child-template.ts';
import { coerceKnown, knownProperties, resolveProperties } from './properties.ts';
import { rawProperties, StackModel, type ModelHost, type ModelResource } from './stack-model.ts';

export interface ChildOptions {
  /** False: some of its properties are not known yet, so values are not held against it. Default true. */
  readonly strict?: boolean;
  /** Parameters that need no value; the child goes without what hangs on them. Default: each needs one. */
  readonly absent?: ReadonlySet<string>;
  /** Something is wrong with its properties: those count that are right. */
  readonly isBroken?: boolean;
}

/** The model of the stack that a nested resource would become, as far as its properties are known before anything is made. */
export function childModel(
  host: ModelHost,
  model: StackModel,
  resource: ModelResource,
  name: string,
  { strict = true, isBroken = false, absent = new Set() }: ChildOptions = {},
): StackModel | Problem[] {
  try {
    const { definition, type } = resource;
    const valuesOf = strict ? resolveProperties : knownProperties;
    const properties =
      absent.size === 0 && !isBroken
        ? valuesOf(definition, type, model.staticScope)
        : givenProperties(resource, { scope: model.staticScope, absent, isBroken });
    const identity = { ...model.identity, name: `${model.identity.name}-${name}` };
    const owner = { name, physicalName: identity.name, data: {} };
    const { record } = childTemplate(model, resource, owner, properties, []);
    return StackModel.read(identity, record, host, { facade: () => ({}), strict });
  } catch (error) {
    if (error instanceof TemplateError) return error.problems;
    const kind = error instanceof ResourceError ? error.type : 'StackValidationFailed';
    return [problem(kind, error instanceof Error ? error.message : String(error), [])];
  }
}

interface Given {
  readonly scope: Scope;
  readonly absent: ReadonlySet<string>;
  readonly isBroken: boolean;
}

/** The properties without those whose value is not there or wrong. */
function givenProperties({ definition, type }: ModelResource, given: Given): ValueMap {
  const values: ValueMap = {};
  const unknown = new Set<string>();
  for (const [key, raw] of Object.entries(rawProperties(definition))) {
    const value = resolveGiven(raw, given);
    if (isMap(value) && isCall(value, given.scope)) unknown.add(key);
    else if (value !== undefined) values[key] = value;
  }
  return coerceKnown({ definition, type }, values, unknown);
}

/** The value; where a call in it lacks a parameter's value, the use of such a parameter stands for that call. */
function resolveGiven(raw: Value, given: Given): Value | undefined {
  const { scope, absent, isBroken } = given;
  try {
    return resolve(raw, scope);
  } catch (error) {
    if (!(error instanceof ResolveError) || !(isBroken || lacksValue(error.message, absent))) throw error;
    const below = (value: Value): Value => resolveGiven(value, given) ?? null;
    if (Array.isArray(raw)) return raw.map(below);
    if (!isMap(raw) || isCall(raw, scope)) return absent.size === 0 ? undefined : { get_param: [...absent][0]! };
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, below(value)]));
  }
}

function isCall(raw: ValueMap, scope: Scope): boolean {
  const [key, ...more] = Object.keys(raw);
  return key !== undefined && more.length === 0 && (key === 'get_param' || scope.template.version.functions.has(key));
}

/** True for a message that says that one of the parameters has no value. */
export function lacksValue(message: string, absent: ReadonlySet<string>): boolean {
  for (const name of absent) if (message.includes(`The Parameter (${name}) was not provided.`)) return true;
  return false;
}
