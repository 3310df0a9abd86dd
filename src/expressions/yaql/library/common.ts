import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { equals } from '../runtime/compare.ts';
import { any, notNull, onlyNull } from '../runtime/types.ts';

/** `=` and `!=` of anything, and the order of null, which comes before all else. */
export function commonFunctions(): FunctionSpec[] {
  const both = [required('left', any), required('right', any)] as const;
  return [
    define('*equal', { as: 'function', parameters: both }, (_frame, [left, right]) => equals(left, right)),
    define('*not_equal', { as: 'function', parameters: both }, (_frame, [left, right]) => !equals(left, right)),
    ...nullOrder('<', false, true, false),
    ...nullOrder('<=', false, true, true),
    ...nullOrder('>', true, false, false),
    ...nullOrder('>=', true, false, true),
  ];
}

/** What an operator answers where the right, the left or both of its operands are null. */
function nullOrder(symbol: string, right: boolean, left: boolean, both: boolean): FunctionSpec[] {
  const name = `#operator_${symbol}`;
  const overload = (
    leftType: typeof notNull | typeof onlyNull,
    rightType: typeof notNull | typeof onlyNull,
    answer: boolean,
  ): FunctionSpec =>
    define(
      name,
      { as: 'function', parameters: [required('left', leftType), required('right', rightType)] },
      () => answer,
    );
  return [overload(notNull, onlyNull, right), overload(onlyNull, notNull, left), overload(onlyNull, onlyNull, both)];
}
