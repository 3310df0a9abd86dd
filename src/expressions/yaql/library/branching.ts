import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import type { Item } from '../runtime/items.ts';
import { Iterator } from '../runtime/iterator.ts';
import { isTrue } from '../runtime/kinds.ts';
import { type Lambda, lambda, lazyMapping } from '../runtime/lambdas.ts';
import { int } from '../runtime/types.ts';

/** `switch`, `switchCase`, `selectCase`, `selectAllCases`, `examine`, `coalesce`. */
export function branchingFunctions(): FunctionSpec[] {
  const cases = { as: 'function', parameters: [], rest: required('args', lambda) } as const;
  return [
    define(
      'switch',
      { as: 'function', parameters: [], rest: required('args', lazyMapping), noKeywords: true },
      (_frame, _args, rules) => rules.find((rule) => isTrue(rule.source()))?.destination() ?? null,
    ),
    define('selectCase', cases, (_frame, _args, conditions) => {
      const index = conditions.findIndex((condition) => isTrue(condition()));
      return index < 0 ? conditions.length : index;
    }),
    define('selectAllCases', cases, (_frame, _args, conditions) => new Iterator(indexesOfTrue(conditions))),
    define('examine', cases, (_frame, _args, conditions) => new Iterator(truths(conditions))),
    define(
      'switchCase',
      { as: 'method', parameters: [required('case', int)], rest: required('args', lambda) },
      (_frame, [choice], branches) => {
        const index = Number(choice);
        const branch = index >= 0 && index < branches.length ? branches[index] : branches.at(-1);
        return branch?.() ?? null;
      },
    ),
    define('coalesce', cases, (_frame, _args, values) => {
      for (const value of values) {
        const result = value();
        if (result !== null) return result;
      }
      return null;
    }),
  ];
}

function* indexesOfTrue(conditions: readonly Lambda[]): Generator<Item> {
  for (const [index, condition] of conditions.entries()) if (isTrue(condition())) yield index;
}

function* truths(conditions: readonly Lambda[]): Generator<Item> {
  for (const condition of conditions) yield isTrue(condition());
}
