import { equal } from '../../expressions/values.ts';
import type { Parameters } from '../../template/index.ts';

/** Names of parameters, declared immutable by the new template and present in the old, whose value an update would change. */
export function immutableProblems(before: Parameters, after: Parameters): string[] {
  return after
    .names()
    .filter(
      (name) => after.schema(name)?.immutable === true && before.has(name) && !equal(before.get(name), after.get(name)),
    )
    .sort();
}
