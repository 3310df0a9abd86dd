import { str } from '../../expressions/python/text.ts';
import type { Value } from '../../expressions/values.ts';
import { isActive } from '../conditions.ts';
import { unknownResource } from '../references.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

function nameOf(raw: Value, call: CallContext): string {
  const name = call.resolve(raw);
  if (typeof name === 'string') return name;
  throw unknownResource(str(name), call.where, call.scope);
}

/** `get_resource: name`: what others know the resource by, usually its physical id. */
export const getResource: TemplateFunction = {
  description: 'A function for resolving resource references.',
  result: (raw, call) => {
    const name = nameOf(raw, call);
    if (!isActive(name, call.scope)) throw unknownResource(name, call.where, call.scope);
    return call.scope.reference(name);
  },
  references: (raw, call) => [{ resource: nameOf(raw, call), kind: 'reference' }],
};
