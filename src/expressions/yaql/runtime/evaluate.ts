import { YaqlError } from '../error.ts';
import { type Call, Constant, type Expression, Mapping, Wrapped } from '../language/tree.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import type { Arg, FunctionSpec } from './function.ts';
import { type Item, MappingRule, NO_VALUE, type NoValue } from './items.ts';
import { chooseOverload } from './overload.ts';
import { strItem } from './print.ts';

/** Evaluates an expression; `receiver` is what it is a method of, if it is one. */
export function evaluate(expression: Expression, receiver: Item | NoValue, context: Context, engine: Engine): Item {
  if (expression instanceof Constant) return expression.value;
  if (expression instanceof Wrapped) return evaluate(expression.inner, receiver, context, engine);
  if (expression instanceof Mapping) {
    return new MappingRule(
      evaluate(expression.source, receiver, context, engine),
      evaluate(expression.destination, receiver, context, engine),
    );
  }
  return evaluateCall(expression, receiver, context, engine);
}

function evaluateCall(call: Call, receiver: Item | NoValue, context: Context, engine: Engine): Item {
  const args = call.args.map((arg): Arg => (arg === undefined ? NO_VALUE : arg));
  return callFunction(call.name, args, NO_NAMED, receiver, context, context, engine);
}

const NO_NAMED: ReadonlyMap<string, Arg> = new Map();

/**
 * Calls the overload that fits: searched from `context` on, its arguments evaluated in `dataContext`.
 * Throws NoFunctionRegisteredException, NoMatchingFunctionException, AmbiguousFunctionException (or their twins for methods).
 */
export function callFunction(
  name: string,
  args: readonly Arg[],
  named: ReadonlyMap<string, Arg>,
  receiver: Item | NoValue,
  context: Context,
  dataContext: Context,
  engine: Engine,
): Item {
  engine.step();
  const isMethod = receiver !== NO_VALUE;
  const layers = context.overloads(name, (spec: FunctionSpec) => (isMethod ? spec.asMethod : spec.asFunction));
  if (layers.length === 0) {
    throw isMethod
      ? new YaqlError('NoMethodRegisteredException', `Unknown method "${name}" for receiver ${brief(receiver)}`)
      : new YaqlError('NoFunctionRegisteredException', `Unknown function "${name}"`);
  }
  return engine.nested(() => {
    const run = chooseOverload({ name, layers, args, named, receiver, context: dataContext, engine });
    const result = run();
    engine.charge(result);
    return result;
  });
}

/** A receiver in an error's text; what a template holds may be long. */
export function brief(receiver: Item): string {
  const text = strItem(receiver);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
