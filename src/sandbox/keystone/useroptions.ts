import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import { repr } from '../wire/python.ts';
import type { User } from './records.ts';

const RULES = 'multi_factor_auth_rules';
const ENABLED = 'multi_factor_auth_enabled';
/** keystone/identity/backends/resource_options.py */
const FLAGS = [
  'ignore_change_password_upon_first_use',
  'ignore_password_expiry',
  'ignore_lockout_failure_attempts',
  'lock_password',
  'ignore_user_inactivity',
  ENABLED,
];

/** A user's options after those of a request body: null takes one away. Throws a 400 where they are not what Keystone's schema wants. */
export function readOptions(body: ValueMap, before: ValueMap): ValueMap {
  const given = body['options'] ?? {};
  if (!isMap(given)) throw invalid('options', `${repr(given)} is not of type 'object'`);
  for (const [name, value] of Object.entries(given)) {
    if (FLAGS.includes(name)) checkFlag(name, value);
    else if (name === RULES) checkRules(value);
    else throw invalid('options', `Additional properties are not allowed (${repr(name)} was unexpected)`);
  }
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null));
}

/** The sets of methods one of which a user has to show; none where that is not asked for. */
export function factorRules({ options = {} }: User): readonly (readonly string[])[] {
  const rules = options[RULES];
  return options[ENABLED] === false || !Array.isArray(rules) ? [] : (rules as string[][]);
}

function checkFlag(name: string, value: Value): void {
  if (value === null || typeof value === 'boolean') return;
  throw invalid(`options/${name}`, `${repr(value)} is not of type 'boolean', 'null'`);
}

function checkRules(rules: Value): void {
  if (rules === null) return;
  const field = `options/${RULES}`;
  if (!Array.isArray(rules)) throw invalid(field, `${repr(rules)} is not of type 'array', 'null'`);
  for (const [index, rule] of rules.entries()) {
    const place = `${field}/${index}`;
    if (!Array.isArray(rule)) throw invalid(place, `${repr(rule)} is not of type 'array'`);
    if (rule.length === 0) throw invalid(place, '[] is too short');
    const other = rule.findIndex((method) => typeof method !== 'string');
    if (other >= 0) throw invalid(`${place}/${other}`, `${repr(rule[other]!)} is not of type 'string'`);
    checkUnique(place, rule);
  }
  checkUnique(field, rules);
}

function checkUnique(field: string, list: readonly Value[]): void {
  const texts = list.map((item) => JSON.stringify(item));
  if (new Set(texts).size < texts.length) throw invalid(field, `${repr([...list])} has non-unique elements`);
}

function invalid(field: string, what: string): Fault {
  return new Fault(400, `Invalid input for field '${field}': ${what}`);
}
