import type { Value } from '../../expressions/values.ts';
import { valueError } from '../resolve-error.ts';
import { DROPPED, type CallContext, type Dropped, type TemplateFunction } from './contract.ts';

function chosen(args: Value, call: CallContext, least: number): Value | Dropped {
  if (!Array.isArray(args) || args.length < least || args.length > 3) {
    throw valueError(
      `Arguments to "${call.name}" must be of the form: [condition_name, value_if_true, value_if_false]`,
    );
  }
  const [condition, then, otherwise] = args as [Value, Value, Value | undefined];
  if (call.holds(condition)) return then;
  return otherwise === undefined ? DROPPED : otherwise;
}

const macro = (least: number): TemplateFunction => ({
  description: 'A function to return corresponding value based on condition evaluation.',
  chosen: (args, call) => chosen(args, call, least),
  result: (args, call) => {
    const part = chosen(args, call, least);
    return part === DROPPED ? part : call.resolve(part);
  },
});

/** `if: [condition, then, else]`; the branch not taken is not even looked at. */
export const ifElse = macro(3);
/** `if: [condition, then]` or with `else` (from 2021-04-16); without a branch to take, the item it stands for is left out. */
export const ifOptional = macro(2);
