import { PythonError } from '../../expressions/python/errors.ts';
import { typeName } from '../../expressions/python/order.ts';
import { str } from '../../expressions/python/text.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { constraintClass, fitsType } from '../constraints/constraint.ts';
import { attempt } from '../attempt.ts';
import type { ConstraintCheck } from '../constraints/custom/check.ts';
import { violation } from '../constraints/check.ts';
import { problem, type Path, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import type { Template } from '../template.ts';
import { Parameters, type GivenParameter } from './parameters.ts';
import { pseudoParameters, type PseudoValues } from './pseudo.ts';
import { cfnTypeName, constrainedType, type ParameterSchema } from './schema.ts';
import { parameterValue } from './values.ts';

/** What is given for a template's parameters. */
export interface ParameterInput {
  readonly parameters?: ValueMap;
  /** An environment's parameter_defaults; those the template does not declare are ignored. */
  readonly parameterDefaults?: ValueMap;
  readonly pseudo?: PseudoValues;
  /** False: a value need not be given, and those given are not checked (Heat's validate call). Default true. */
  readonly strict?: boolean;
}

export interface ResolvedParameters {
  readonly parameters: Parameters;
  readonly problems: Problem[];
  /** Values that still are to be checked by custom constraints. */
  readonly constraints: ConstraintCheck[];
}

/** Puts values to a template's parameters and checks them, but for custom constraints. Heat: parameters.py. */
export function resolveParameters(template: Template, input: ParameterInput = {}): ResolvedParameters {
  const { parameters: given = {}, parameterDefaults = {}, strict = true } = input;
  const word = template.version.words.parameters;
  const problems: Problem[] = [];
  for (const name of Object.keys(given)) {
    if (template.parameters.has(name)) continue;
    const suggestion = nearest(name, template.parameters.keys());
    const extra = suggestion === undefined ? {} : { suggestion };
    problems.push(problem('UnknownUserParameter', `The Parameter (${name}) was not defined in template.`, [], extra));
  }
  const declared = [...template.parameters.values()].map((schema): GivenParameter => {
    const own = (map: ValueMap): Value | undefined => (Object.hasOwn(map, schema.name) ? map[schema.name]! : undefined);
    const value = own(given);
    const userDefault = own(parameterDefaults);
    return {
      schema,
      pseudo: false,
      ...(value === undefined || value === null ? {} : { given: value }),
      ...(userDefault === undefined || userDefault === null ? {} : { userDefault }),
    };
  });
  for (const parameter of declared) problems.push(...checkParameter(parameter, strict, [word, parameter.schema.name]));
  const parameters = new Parameters([...pseudoParameters(template.version, input.pseudo ?? {}), ...declared]);
  const constraints = strict ? declared.flatMap((parameter) => customChecks(parameter, parameters, word)) : [];
  return { parameters, problems, constraints };
}

function customChecks({ schema }: GivenParameter, parameters: Parameters, word: string): ConstraintCheck[] {
  const { name } = schema;
  let value: Value = null;
  if (!parameters.hasValue(name) || attempt(() => (value = parameters.get(name))) !== undefined) return [];
  return schema.constraints.flatMap((constraint) =>
    'custom_constraint' in constraint
      ? [
          {
            name: constraint.custom_constraint,
            value,
            path: [word, name],
            parameter: name,
            ...(constraint.description === undefined ? {} : { description: constraint.description }),
          },
        ]
      : [],
  );
}

function checkParameter(parameter: GivenParameter, strict: boolean, path: Path): Problem[] {
  const { schema } = parameter;
  const problems = checkSchema(schema, path);
  if (!strict || problems.length > 0) return problems;
  const value = parameter.given ?? parameter.userDefault ?? schema.default ?? null;
  if (value === null)
    return [problem('UserParameterMissing', `The Parameter (${schema.name}) was not provided.`, path)];
  const wrong = valueViolation(schema, value);
  if (wrong !== undefined)
    problems.push(problem('StackValidationFailed', `Parameter '${schema.name}' is invalid: ${wrong}`, path));
  return problems;
}

/** What is wrong with a parameter's declaration as a whole: constraints that do not fit its type, a default that breaks them. */
function checkSchema(schema: ParameterSchema, path: Path): Problem[] {
  const type = constrainedType(schema.type);
  const invalid = (message: string, at: Path): Problem =>
    problem('InvalidSchemaError', `Parameter '${schema.name}' is invalid: ${message}`, at);
  const problems = schema.constraints.flatMap((constraint, i) =>
    fitsType(constraint, type)
      ? []
      : [
          invalid(`${constraintClass(constraint)} constraint invalid for ${typeWord(schema, path)}`, [
            ...path,
            'constraints',
            i,
          ]),
        ],
  );
  if (problems.length > 0 || schema.default === undefined) return problems;
  const at = [...path, path[0] === 'parameters' ? 'default' : 'Default'];
  const { default: given } = schema;
  if (schema.type === 'comma_delimited_list' && !Array.isArray(given) && typeof given !== 'string') {
    const reason = `'${typeName(given)}' object has no attribute 'split'`;
    return [invalid(`Default must be a comma-delimited list string: ${reason}`, at)];
  }
  const wrong = firstViolation(schema, constrainedDefault(schema, given), typeWord(schema, path));
  return wrong === undefined ? [] : [invalid(`Invalid default ${str(given)} (${wrong})`, at)];
}

/** Constraints see a list's default as the list; a default of another type as it is written. */
function constrainedDefault({ type }: ParameterSchema, given: Value): Value {
  if (type !== 'comma_delimited_list') return given;
  return Array.isArray(given) ? given.map(str) : str(given).split(',');
}

function valueViolation(schema: ParameterSchema, given: Value): string | undefined {
  try {
    const parsed = parameterValue(schema.type, given);
    const seen = schema.type === 'comma_delimited_list' || schema.type === 'json' ? parsed : given;
    return firstViolation(schema, seen, schema.type);
  } catch (error) {
    if (error instanceof PythonError) return error.message;
    throw error;
  }
}

function firstViolation(schema: ParameterSchema, value: Value, typeLabel: string): string | undefined {
  for (const constraint of schema.constraints) {
    const wrong = violation(constraint, value, constrainedType(schema.type), typeLabel);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The type in the template's own words. */
function typeWord(schema: ParameterSchema, path: Path): string {
  return path[0] === 'parameters' ? schema.type : cfnTypeName(schema.type);
}
