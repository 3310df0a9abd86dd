import { reprText, str } from '../../expressions/python/text.ts';
import { isMap, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { problem, type Path, type Problem } from '../problems.ts';
import { HOOKS, RESTRICTED_ACTIONS } from './registry.ts';

/**
 * Reads a resource_registry: checks hooks and restricted actions, and takes out what null removes (a name, or with a wildcard all
 * that begin so and came before). Heat: environment.py _load_registry.
 */
export function readRegistry(raw: ValueMap, path: Path, problems: Problem[]): ValueMap {
  const made: ValueMap = {};
  for (const [key, value] of Object.entries(raw)) {
    const at = [...path, key];
    if (value === null) remove(made, key);
    else if (key === 'hooks') checkWords(value, HOOKS, 'InvalidBreakPointHook', hookMessage, at, problems);
    else if (key === 'restricted_actions')
      checkWords(value, RESTRICTED_ACTIONS, 'InvalidRestrictedAction', actionMessage, at, problems);
    else if (!isMap(value) && typeof value !== 'string') {
      problems.push(
        problem(
          'StackValidationFailed',
          `${at.join('.')}: a type is mapped to the name of another or of a template`,
          at,
        ),
      );
      continue;
    }
    if (value !== null) setOwn(made, key, isMap(value) ? readRegistry(value, at, problems) : value);
  }
  return made;
}

function remove(made: ValueMap, key: string): void {
  if (!key.endsWith('*')) delete made[key];
  else
    for (const name of Object.keys(made))
      if (name.startsWith(key.slice(0, -1)) && typeof made[name] === 'string') delete made[name];
}

const tuple = (words: readonly string[]): string => `(${words.map(reprText).join(', ')})`;

function hookMessage(value: string): string {
  return `Invalid hook type "${value}" for resource breakpoint, acceptable hook types are: ${tuple(HOOKS)}`;
}

function actionMessage(value: string): string {
  return `Invalid restricted_action type "${value}" for resource, acceptable restricted_action types are: ${tuple(RESTRICTED_ACTIONS)}`;
}

function checkWords(
  value: Value,
  known: readonly string[],
  type: string,
  message: (value: string) => string,
  path: Path,
  problems: Problem[],
): void {
  const words = typeof value === 'string' ? [value] : value;
  if (Array.isArray(words) && words.every((word) => typeof word === 'string' && known.includes(word))) return;
  problems.push(problem(type, message(str(value)), path, { expected: known.join(', ') }));
}
