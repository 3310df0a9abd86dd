import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { valueError } from '../resolve-error.ts';

/** Lists one after the other; text with commas likewise. Heat: environment_util.py merge_list. */
export function mergeLists(before: Value, next: Value): Value {
  if (before === null || before === '' || (Array.isArray(before) && before.length === 0)) return next;
  if (Array.isArray(next) && Array.isArray(before)) return [...before, ...next];
  if (typeof before === 'string' && typeof next === 'string') return `${before},${next}`;
  throw valueError('Invalid parameter in environment: a list cannot be merged with a comma-delimited text.');
}

/** One map over the other, null values skipped; `deep` goes on inside of the entries. Heat: environment_util.py merge_map. */
export function mergeMaps(before: ValueMap, next: ValueMap, deep: boolean): ValueMap {
  if (Object.keys(before).length === 0) return next;
  const made = { ...before };
  for (const [key, value] of Object.entries(next)) {
    if (value === null) continue;
    const old = own(made, key) ?? null;
    setOwn(made, key, deep ? deepMerge(old, value) : value);
  }
  return made;
}

function deepMerge(before: Value, next: Value): Value {
  if (isMap(next)) return isMap(before) ? mergeMaps(before, next, true) : next;
  if (Array.isArray(next)) return Array.isArray(before) ? mergeLists(before, next) : next;
  if (typeof next !== 'string') return next;
  if (before === null) return next;
  if (typeof before === 'string') return before + next;
  throw valueError('Invalid parameter in environment: text can only be merged with text.');
}
