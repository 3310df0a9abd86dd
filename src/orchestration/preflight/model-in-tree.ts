import { childModel } from '../model/child-model.ts';
import { StackModel, type ModelHost } from '../model/stack-model.ts';

/** The model in a tree that goes by a name: that of a nested stack begins with that of the stack around it. */
export function modelInTree(host: ModelHost, root: StackModel, name: string): StackModel | undefined {
  if (root.identity.name === name) return root;
  for (const [resource, { type }] of root.resources) {
    const inside = `${root.identity.name}-${resource}`;
    if (type.nested === undefined || (name !== inside && !name.startsWith(`${inside}-`))) continue;
    const child = childModel(host, root, root.resources.get(resource)!, resource, { strict: false });
    const found = child instanceof StackModel ? modelInTree(host, child, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
