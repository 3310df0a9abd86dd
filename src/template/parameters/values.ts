import { parseJson } from '../../expressions/json.ts';
import { PythonError } from '../../expressions/python/errors.ts';
import { dumps } from '../../expressions/python/json.ts';
import { typeName } from '../../expressions/python/order.ts';
import { str } from '../../expressions/python/text.ts';
import type { Value } from '../../expressions/values.ts';
import { toBoolean } from '../constraints/booleans.ts';
import { toNumeric } from '../constraints/numbers.ts';
import type { ParameterType } from './schema.ts';

/**
 * A parameter's value from what the user or the template gives: numbers and booleans from text, lists from text with commas, any
 * JSON from text. Throws PythonError with Heat's message. Heat: parameters.py.
 */
export function parameterValue(type: ParameterType, given: Value): Value {
  switch (type) {
    case 'string':
      return str(given);
    case 'number':
      return typeof given === 'boolean' ? given : toNumeric(given);
    case 'boolean':
      return toBoolean(given);
    case 'comma_delimited_list':
      return toList(given);
    case 'json':
      return toJson(given);
  }
}

function toList(given: Value): Value {
  if (Array.isArray(given)) return given.map(str);
  if (given === '') return [];
  if (typeof given === 'string') return given.split(',');
  throw new PythonError(
    'ValueError',
    `Value must be a comma-delimited list string: '${typeName(given)}' object has no attribute 'split'`,
  );
}

function toJson(given: Value): Value {
  if (typeof given !== 'string' || given === '') return given;
  try {
    return parseJson(given);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PythonError('ValueError', `Value must be valid JSON: ${error.message}`);
  }
}

/** A parameter's value as stack show prints it. Throws as {@link parameterValue} does. */
export function parameterText(type: ParameterType, value: Value): string {
  if (type === 'comma_delimited_list' && Array.isArray(value)) return value.map(str).join(',');
  return type === 'json' ? dumps(value) : str(value);
}
