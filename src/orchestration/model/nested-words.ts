import type { Problem } from '../../template/index.ts';
import type { ModelResource } from './stack-model.ts';

/** A place in a template as messages begin with it, and what may stand before it. */
const PLACED = /^([A-Z][A-Za-z ]* error: )?((?:[Rr]esources|[Oo]utputs|[Pp]arameters|[Cc]onditions)(?:\.|\[).*)$/s;

/**
 * A problem of the stack in a resource in the words of the stack around it, which say where the inner one is. `section` is that of
 * resources. Heat: stack_resource.py validate_nested_stack.
 */
export function inWordsAround(item: Problem, section: string, { definition, file }: ModelResource): Problem {
  const place = `${section}.${definition.name}<${file ?? 'nested_stack'}>`;
  const [, prefix = '', inner] = PLACED.exec(item.message) ?? [];
  if (inner !== undefined && item.type === 'StackValidationFailed')
    return { ...item, message: `${prefix}${place}${inner.startsWith('[') ? '' : '.'}${inner}` };
  const kind = item.type === 'StackValidationFailed' ? '' : `${item.type}: `;
  return { ...item, type: 'StackValidationFailed', message: `${kind}${place}: ${item.message}` };
}
