import { str } from '../../expressions/python/text.ts';
import { isMap, own, type Value } from '../../expressions/values.ts';
import { ResolveError } from '../resolve-error.ts';
import { nearest } from '../suggestions.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

function result(args: Value, call: CallContext): Value {
  const path: string[] = [];
  let found: Value = call.scope.template.mappings;
  for (const raw of args as Value[]) {
    const key = str(call.resolve(raw));
    const next: Value | undefined = isMap(found) ? own(found, key) : undefined;
    if (next === undefined) {
      const suggestion = isMap(found) ? nearest(key, Object.keys(found)) : undefined;
      throw new ResolveError(
        'KeyError',
        `"${call.name}": there is no "${key}" in ${['Mappings', ...path].join('.')}`,
        suggestion,
      );
    }
    path.push(key);
    found = next;
  }
  return found;
}

/** `Fn::FindInMap: [map, key, key]` of the template's Mappings. */
export const findInMap: TemplateFunction = {
  description: 'A function for resolving keys in the template mappings.',
  check: (args, call) => {
    if (Array.isArray(args) && args.length === 3) return;
    throw new ResolveError('KeyError', `Arguments to "${call.name}" must be of the form [mapping, key, value]`);
  },
  result,
};
