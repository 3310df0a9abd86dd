import { str } from '../../expressions/python/text.ts';
import { Float, type Value } from '../../expressions/values.ts';
import { isActive } from '../conditions.ts';
import { badReference, typeError } from '../resolve-error.ts';
import { nearest } from '../suggestions.ts';
import type { CallContext, TemplateFunction } from './contract.ts';
import { getResource } from './get-resource.ts';

function parameter(raw: Value, call: CallContext): Value {
  const name = call.resolve(raw);
  const { parameters, template } = call.scope;
  if (typeof name === 'string' && parameters.has(name)) return parameters.get(name);
  const suggestion =
    typeof name === 'string' ? nearest(name, [...parameters.names(), ...template.resources.keys()]) : undefined;
  throw badReference(str(name), 'unknown', suggestion);
}

const isResource = (args: Value, call: CallContext): boolean => typeof args === 'string' && isActive(args, call.scope);

/** `Ref: name` of a resource, or else a parameter. */
export const ref: TemplateFunction = {
  description: 'A function for resolving parameters or resource references.',
  check: (args) => {
    if (typeof args === 'object' && args !== null && !(args instanceof Float))
      throw typeError('Argument to "Ref" must be a string');
  },
  result: (args, call) => (isResource(args, call) ? getResource.result(args, call) : parameter(args, call)),
  references: (args, call) => (isResource(args, call) ? getResource.references!(args, call) : []),
};

/** `Ref: name` in a condition, where there are only parameters. */
export const paramRef: TemplateFunction = {
  description: 'A function for resolving parameter references.',
  result: parameter,
};
