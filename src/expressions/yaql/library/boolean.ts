import { define, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { isTrue } from '../runtime/kinds.ts';
import { lambda } from '../runtime/lambdas.ts';
import { any } from '../runtime/types.ts';

/** `and`, `or`, `not`, `bool`, `isBoolean`. As in Python, `and` and `or` answer one of their operands. */
export function booleanFunctions(): FunctionSpec[] {
  const operands = [required('left', lambda), required('right', lambda)] as const;
  return [
    define('#operator_and', { as: 'function', parameters: operands }, (_frame, [left, right]) => {
      const first = left();
      return isTrue(first) ? right() : first;
    }),
    define('#operator_or', { as: 'function', parameters: operands }, (_frame, [left, right]) => {
      const first = left();
      return isTrue(first) ? first : right();
    }),
    define('#unary_operator_not', { as: 'function', parameters: [required('arg', any)] }, (_f, [arg]) => !isTrue(arg)),
    define('bool', { as: 'function', parameters: [required('value', any)] }, (_frame, [value]) => isTrue(value)),
    define(
      'isBoolean',
      { as: 'function', parameters: [required('value', any)] },
      (_frame, [value]) => typeof value === 'boolean',
    ),
  ];
}
