import { isInteger, isMap, type Value } from '../../expressions/values.ts';
import { isUuid } from '../wire/schema.ts';
import { repr, str } from '../wire/python.ts';
import { parseAddress, parseBlock } from './addresses.ts';
import { badRequest, invalidInput } from './faults.ts';

/** Why a value is refused; the request handler adds the name of the attribute. */
export class Refused extends Error {}
/** A value that cannot be turned into what it must be; Neutron does not say for which attribute. */
export class Unconvertible extends Refused {}

/** Judges a value of a request and answers it as it is kept. Throws {@link Refused}. The words are neutron_lib/api/validators'. */
export type Check = (value: Value) => Value;

/** Text of at most `max` characters. */
export function text(max = 255): Check {
  return (value) => {
    if (typeof value !== 'string') throw new Refused(`'${str(value)}' is not a valid string`);
    if (value.length > max) throw new Refused(`'${value}' exceeds maximum length of ${max}`);
    return value;
  };
}

/** A boolean, or what Neutron takes for one: 0, 1, and the words. */
export const bool: Check = (value) => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (word === 'true' || word === '1' || word === 1) return true;
  if (word === 'false' || word === '0' || word === 0) return false;
  throw new Unconvertible(`'${str(value)}' cannot be converted to boolean`);
};

export const uuid: Check = (value) => {
  if (typeof value === 'string' && isUuid(value)) return value;
  throw new Refused(`'${str(value)}' is not a valid UUID`);
};

/** A whole number, also as text, within the bounds. */
export function int(min = 0, max = 2 ** 31 - 1): Check {
  return (value) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (!isInteger(number)) throw new Unconvertible(`'${str(value)}' is not an integer`);
    if (number < min) throw new Refused(`'${str(value)}' is too small - must be at least '${min}'`);
    if (number > max) throw new Refused(`'${str(value)}' is too large - must be no larger than '${max}'`);
    return number;
  };
}

/** One of some values. Neutron's message does not get to name them, and says so. */
export function oneOf(...values: readonly Value[]): Check {
  return (value) => {
    if (values.includes(value)) return value;
    throw new Refused(`${str(value)} is not in valid_values`);
  };
}

export function orNull(check: Check): Check {
  return (value) => (value === null ? null : check(value));
}

export const address: Check = (value) => {
  if (typeof value === 'string' && parseAddress(value)) return value;
  throw new Refused(`'${str(value)}' is not a valid IP address`);
};

export const block: Check = (value) => {
  if (typeof value === 'string' && parseBlock(value)) return value;
  throw new Refused(`'${str(value)}' is not a valid IP subnet`);
};

export const mac: Check = (value) => {
  const plain = typeof value === 'string' && value.trim().toLowerCase().replaceAll('-', ':');
  if (plain && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(plain)) return plain;
  throw new Refused(`'${str(value)}' is not a valid MAC address`);
};

/** A list, null standing for an empty one; each item goes through `check`. */
export function list(check: Check, options: { distinct?: boolean } = {}): Check {
  return (value) => {
    if (value === null) return [];
    if (!Array.isArray(value)) throw new Refused(`'${str(value)}' is not a list`);
    const items = value.map(check);
    const texts = items.map((item) => JSON.stringify(item));
    if (options.distinct && new Set(texts).size < texts.length) {
      throw new Refused(`Duplicate items in the list: '${items.map(str).join(', ')}'`);
    }
    return items;
  };
}

/** A map whose known keys go through their checks; others are refused. */
export function dict(keys: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value) => {
    if (!isMap(value)) throw new Refused(`'${str(value)}' is not a dictionary`);
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(keys, key));
    const missing = required.filter((key) => !Object.hasOwn(value, key));
    if (unknown.length + missing.length > 0) {
      const expected = `Expected keys: ${repr(Object.keys(keys))}`;
      throw new Refused(`Invalid data format: '${repr(value)}'. ${expected}`);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, keys[key]!(item)]));
  };
}

export const anything: Check = (value) => value;

/** Runs a check on an attribute of a request. Throws a 400 fault in Neutron's words. */
export function checkAttribute(name: string, check: Check, value: Value): Value {
  try {
    return check(value);
  } catch (error) {
    if (error instanceof Unconvertible) throw invalidInput(error.message);
    if (error instanceof Refused) throw badRequest(`Invalid input for ${name}. Reason: ${error.message}.`);
    throw error;
  }
}
