import { str } from '../../expressions/python/text.ts';
import { Float, toNumber, type Value } from '../../expressions/values.ts';
import { badRequest } from '../faults/fault.ts';

/**
 * A boolean of a query or body: `true` or `false` in any case, nothing else (Heat: `param_utils.extract_bool`).
 * Throws what `refuse` makes of the message.
 */
export function readBool(name: string, value: Value, refuse: (message: string) => Error): boolean {
  const text = str(value).toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw refuse(`Unrecognized value "${str(value)}" for "${name}", acceptable values are: true, false.`);
  }
  return text === 'true';
}

/** A whole number, not negative, as a number or its digits (Heat: `param_utils.extract_int`). Throws HTTPBadRequest. */
export function readInt(name: string, value: Value): number {
  const text = value instanceof Float || typeof value === 'boolean' ? '' : str(value);
  if (!/^(0|-?[1-9]\d*)$/.test(text)) throw badRequest(`Only integer is acceptable by '${name}'.`);
  const number = toNumber(BigInt(text));
  if (number < 0) {
    throw badRequest(`Value '${text}' is invalid for '${name}' which only accepts non-negative integer.`);
  }
  return number;
}

const LONGEST_TAG = 80;

/** Tags separated by commas (Heat: `param_utils.extract_tags`). Throws HTTPBadRequest on one of more than 80 characters. */
export function readTags(text: string): string[] {
  const tags = text === '' ? [] : text.split(',');
  const long = tags.find((tag) => tag.length > LONGEST_TAG);
  if (long !== undefined) throw badRequest(`Invalid tag, "${long}" is longer than ${LONGEST_TAG} characters`);
  return tags;
}
