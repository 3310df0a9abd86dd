import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { isMap } from '../../expressions/values.ts';
import { PolicyError } from './check.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { Policy } from './policy.ts';

/**
 * The policy that a policy.yaml (or .json) of oslo.policy's format makes: a map of rule names to rules, each taking the place
 * of the default of that name. Throws PolicyError with a message that names the file and what is wrong with it.
 */
export function policyFromFile(text: string, path: string): Policy {
  try {
    return new Policy(readRules(text));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new PolicyError(`${path}: ${error.message}`);
  }
}

function readRules(text: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new PolicyError(`not valid YAML: ${error.reason} at line ${error.mark.line + 1}`);
  }
  if (parsed === undefined || parsed === null) return {};
  if (!isMap(parsed)) throw new PolicyError('not a map of rule names to rules');
  const rules: Record<string, string> = {};
  for (const [name, rule] of Object.entries(parsed)) {
    if (typeof rule !== 'string') throw new PolicyError(`rule "${name}" is not a text`);
    // A slip in the name would leave the default in force where the operator believes to have closed a door.
    if (!isKnown(name)) throw new PolicyError(`there is no rule "${name}" to override`);
    rules[name] = rule;
  }
  return rules;
}

/** A default's name, a resource type, or a rule of the operator's own to be referred to as `rule:name`. */
function isKnown(name: string): boolean {
  return !name.includes(':') || name.startsWith('resource_types:') || Object.hasOwn(DEFAULT_RULES, name);
}
