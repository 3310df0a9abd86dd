import { truthy } from '../../expressions/python/order.ts';
import type { Value } from '../../expressions/values.ts';
import { parameterMissing, typeError, valueError } from '../resolve-error.ts';
import { nearest } from '../suggestions.ts';
import type { CallContext, TemplateFunction } from './contract.ts';
import { selectParameter } from './select-path.ts';

function result(raw: Value, call: CallContext): Value {
  const args = call.resolve(raw);
  if (!truthy(args)) throw valueError(`Function "${call.name}" must have arguments`);
  if (typeof args !== 'string' && !Array.isArray(args))
    throw typeError(`Argument to "${call.name}" must be string or list`);
  const [name, ...path] = typeof args === 'string' ? [args] : args;
  if (typeof name !== 'string') throw typeError(`Parameter name in "${call.name}" must be string`);
  const { parameters } = call.scope;
  if (!parameters.has(name)) throw parameterMissing(name, nearest(name, parameters.names()));
  return selectParameter(parameters.get(name), path) ?? (path.length > 0 ? '' : null);
}

/** `get_param: name` or `[name, key, …]`; a path that leads nowhere gives ''. */
export const getParam: TemplateFunction = { description: 'A function for resolving parameter references.', result };
