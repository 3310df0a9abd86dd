import type { ValueMap } from '../../../expressions/values.ts';
import type { Context, ResourceType } from '../../../resources/contract.ts';
import type { Operation } from '../operation.ts';

/** The attributes that the stack's template refers to, read from the live object, to be kept with the resource. */
export async function keptAttributes(operation: Operation, type: ResourceType, context: Context): Promise<ValueMap> {
  const names = new Set<string>();
  for (const { attribute } of operation.state.model?.wanted.get(context.name) ?? []) {
    if (attribute !== undefined) names.add(attribute);
    else for (const name of Object.keys(type.attributes)) if (name !== 'show') names.add(name);
  }
  return names.size === 0 ? {} : liveAttributes(type, context, names);
}

/** Attributes as the object has them now; those that the type does not know are left out. */
export async function liveAttributes(type: ResourceType, context: Context, names: Iterable<string>): Promise<ValueMap> {
  const live = (await type.read?.(context)) ?? {};
  const values: ValueMap = {};
  for (const name of names) {
    const schema = type.attributes[name];
    if (name === 'show' && schema?.from === undefined) values[name] = live;
    else if (schema !== undefined) values[name] = (await schema.from?.(live, context)) ?? live[name] ?? null;
  }
  return values;
}
