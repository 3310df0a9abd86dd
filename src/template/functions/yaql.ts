import { compileYaql, standardLibrary, YaqlError } from '../../expressions/yaql/yaql.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { ResolveError, typeError, valueError } from '../resolve-error.ts';
import { isData, keyError } from './arguments.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

/** Made once, as making it takes longer than most expressions do. */
const LIBRARY = standardLibrary();

type Compiled = ReturnType<typeof compileYaql>;

function check(args: Value, call: CallContext): void {
  if (!isData(args, call)) throw typeError(`Arguments to "${call.name}" must be a map.`);
  const known = Object.keys(args).every((key) => key === 'expression' || key === 'data');
  if (known && args['expression'] !== undefined) return;
  const indent = ' '.repeat(14);
  const example = `${call.name}:\n${indent}expression: $.data.var1.sum()\n${indent}data:\n${indent}  var1: [3, 2, 1]`;
  throw keyError(`"${call.name}" syntax should be ${example}`);
}

function compile(expression: Value, call: CallContext): Compiled {
  if (typeof expression !== 'string')
    throw typeError(`The "expression" argument to ${call.name} must contain a string.`);
  try {
    return compileYaql(expression);
  } catch (error) {
    if (error instanceof YaqlError) throw valueError(`Bad expression ${error.message}.`);
    throw error;
  }
}

function result(raw: Value, call: CallContext): Value {
  const args = raw as ValueMap;
  const compiled = compile(call.resolve(args['expression']!), call);
  const data = call.resolve(args['data'] ?? {});
  const { clock, yaql } = call.scope;
  try {
    return compiled.evaluate({ data }, { limits: yaql, library: LIBRARY, ...(clock === undefined ? {} : { clock }) });
  } catch (error) {
    if (error instanceof YaqlError) throw new ResolveError('ValueError', error.message);
    throw error;
  }
}

/** `yaql: {expression, data}`: an expression over `$.data`. */
export const yaql: TemplateFunction = {
  description: 'A function for executing a yaql expression.',
  check,
  validate: (raw, call) => {
    const expression = (raw as ValueMap)['expression']!;
    if (!call.isCall(expression)) compile(expression, call);
  },
  result,
};
