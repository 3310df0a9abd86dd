/** Which members a group has: `0`, `1`, `2` … without those that were taken out, whose names never come back. */
import { str } from '../../expressions/python/text.ts';
import { equal, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { listAt, mapsAt, textOf, textsAt } from '../access.ts';
import { ResourceError, type NestedContext, type Properties } from '../contract.ts';

/** Key in the group's data: the names that were taken out. */
const REMOVED = 'removed';

/** The names taken out so far. */
export const removedBefore = (context: NestedContext): string[] => textsAt(context.data, REMOVED);

/** The names taken out so far and by the policies now, sorted. Heat: resource_group.py `_update_name_skiplist`. */
export function removedNames(context: NestedContext, properties: Properties): string[] {
  const before = removedBefore(context);
  const names = new Set(textOf(properties, 'removal_policies_mode') === 'update' ? [] : before);
  for (const policy of mapsAt(properties, 'removal_policies')) {
    for (const item of listAt(policy, 'resource_list')) {
      const name = memberName(context, before, item);
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].toSorted();
}

/** The member that a policy means: by name, or by what `get_resource` gives for it. */
function memberName(context: NestedContext, removed: readonly string[], item: Value): string | undefined {
  const text = str(item);
  const exists = Object.hasOwn(context.data, REMOVED);
  if (!exists || removed.includes(text) || context.members.some((member) => member.name === text)) return text;
  if (typeof item !== 'string') return undefined;
  return context.members.find((member) => equal(member.reference, item))?.name;
}

/** No stack has so many resources; a group that asks for more is refused before their names are made. */
const MOST_MEMBERS = 100_000;

/** The names of `size` members. Throws ResourceError RequestLimitExceeded when there would be too many for any stack. */
export function memberNames(size: number, removed: readonly string[]): string[] {
  if (size > MOST_MEMBERS) throw new ResourceError('RequestLimitExceeded', 'Maximum resources per stack exceeded.');
  const out = new Set(removed);
  const names: string[] = [];
  for (let i = 0; names.length < size; i++) {
    if (!out.has(String(i))) names.push(String(i));
  }
  return names;
}

/** The data to be kept with the group. */
export const groupData = (removed: readonly string[]): ValueMap => ({ [REMOVED]: [...removed] });

/** The members' number, from the property of this name. */
export const sizeOf = (properties: Properties, property: string, fallback: number): number =>
  Number(own(properties, property) ?? fallback);
