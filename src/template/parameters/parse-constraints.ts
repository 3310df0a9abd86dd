import { PythonError } from '../../expressions/python/errors.ts';
import { compileRegex, RegexSyntaxError } from '../../expressions/python/regex.ts';
import {
  type Float,
  isInteger,
  isMap,
  isNumber,
  own,
  toNumber,
  type Value,
  type ValueMap,
} from '../../expressions/values.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { toNumeric } from '../constraints/numbers.ts';

/** What is wrong with how a parameter is declared, in Heat's words. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

const CONSTRAINT_KEYS = [
  'description',
  'length',
  'range',
  'modulo',
  'allowed_values',
  'allowed_pattern',
  'custom_constraint',
];

/** The constraints of a HOT parameter. Throws {@link SchemaError}. Heat: hot/parameters.py. */
export function hotConstraint(raw: Value, modulo: boolean): Constraint {
  const map = checkedMap(raw, CONSTRAINT_KEYS, 'parameter constraints');
  const rest = describe(own(map, 'description'));
  const has = (key: string): boolean => Object.hasOwn(map, key);
  if (modulo && has('modulo')) return { ...rest, modulo: moduloOf(map['modulo']!) };
  if (has('range')) return { ...rest, range: rangeOf(checkedMap(map['range']!, ['min', 'max'], 'range constraint')) };
  if (has('length'))
    return { ...rest, length: lengthOf(checkedMap(map['length']!, ['min', 'max'], 'length constraint')) };
  if (has('allowed_values')) return { ...rest, allowed_values: valuesOf(map['allowed_values']!) };
  if (has('allowed_pattern')) return { ...rest, allowed_pattern: patternOf(map['allowed_pattern']!) };
  if (has('custom_constraint')) return { ...rest, custom_constraint: String(map['custom_constraint']) };
  throw new SchemaError('No constraint expressed');
}

/** The constraints of a CloudFormation parameter. Throws {@link SchemaError}. Heat: parameters.py Schema.from_dict. */
export function cfnConstraints(schema: ValueMap): Constraint[] {
  const rest = describe(own(schema, 'ConstraintDescription'));
  const has = (key: string): boolean => Object.hasOwn(schema, key);
  const constraints: Constraint[] = [];
  const bounds = (min: string, max: string): ValueMap => ({
    min: own(schema, min) ?? null,
    max: own(schema, max) ?? null,
  });
  if (has('MinValue') || has('MaxValue')) constraints.push({ ...rest, range: rangeOf(bounds('MinValue', 'MaxValue')) });
  if (has('MinLength') || has('MaxLength'))
    constraints.push({ ...rest, length: lengthOf(bounds('MinLength', 'MaxLength')) });
  if (has('AllowedValues')) constraints.push({ ...rest, allowed_values: valuesOf(schema['AllowedValues']!) });
  if (has('AllowedPattern')) constraints.push({ ...rest, allowed_pattern: patternOf(schema['AllowedPattern']!) });
  return constraints;
}

/** A map with no other than the given keys. Throws {@link SchemaError}. */
export function checkedMap(raw: Value, keys: readonly string[], entity: string): ValueMap {
  if (!isMap(raw)) throw new SchemaError(`Invalid ${entity}, expected a mapping`);
  const unknown = Object.keys(raw).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new SchemaError(`Invalid key '${unknown}' for ${entity}`);
  return raw;
}

function describe(description: Value | undefined): { description?: string } {
  return description === undefined || description === null ? {} : { description: String(description) };
}

type Bounds = { min?: Value; max?: Value };

function boundsOf(map: ValueMap, kind: 'range' | 'length'): Bounds {
  const bounds: Bounds = {};
  for (const key of ['min', 'max'] as const) {
    const value = own(map, key) ?? null;
    if (value !== null) bounds[key] = numeric(value, 'min/max must be numeric');
  }
  if (bounds.min === undefined && bounds.max === undefined) {
    throw new SchemaError(`A ${kind} constraint must have a min value and/or a max value specified.`);
  }
  return bounds;
}

function rangeOf(map: ValueMap): Bounds {
  return boundsOf(map, 'range');
}

function lengthOf(map: ValueMap): Bounds {
  const bounds = boundsOf(map, 'length');
  if (Object.values(bounds).some((bound) => !isInteger(bound)))
    throw new SchemaError('min/max length must be integral');
  return bounds;
}

function moduloOf(raw: Value): { step: Value; offset: Value } {
  const map = checkedMap(raw, ['step', 'offset'], 'modulo constraint');
  const [step, offset] = [own(map, 'step') ?? null, own(map, 'offset') ?? null];
  if (step === null || offset === null) {
    throw new SchemaError('A modulo constraint must have a step value and an offset value specified.');
  }
  const [s, o] = [numeric(step, 'step/offset must be numeric'), numeric(offset, 'step/offset must be numeric')];
  const [size, rest] = [toNumber(s), toNumber(o)];
  if (!Number.isInteger(size) || !Number.isInteger(rest)) throw new SchemaError('step/offset must be integer');
  if (size === 0) throw new SchemaError('step cannot be 0.');
  if (Math.abs(rest) >= Math.abs(size)) throw new SchemaError('offset must be smaller (by absolute value) than step.');
  if (size * rest < 0) throw new SchemaError('step and offset must be both positive or both negative.');
  return { step: s, offset: o };
}

function numeric(value: Value, message: string): number | bigint | Float {
  try {
    const number = toNumeric(value);
    if (isNumber(number)) return number;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
  }
  throw new SchemaError(message);
}

function valuesOf(raw: Value): Value[] {
  if (!Array.isArray(raw)) throw new SchemaError('AllowedValues must be a list');
  return raw;
}

function patternOf(raw: Value): string {
  if (typeof raw !== 'string') throw new SchemaError('AllowedPattern must be a string');
  try {
    compileRegex(raw);
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new SchemaError(`The pattern "${raw}" is not valid: ${error.message}`);
    throw error;
  }
  return raw;
}
