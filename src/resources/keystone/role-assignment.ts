/** What the two types of role assignments share: the holder of the roles is a property, and there is no object but the grants. */
import { mapsAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import type { Verbs } from '../define.ts';
import { setGrants } from './grants.ts';

/** The verbs of an assignment to who the property names. What was granted is kept, so that it can be taken back. */
export function roleAssignment(kind: 'users' | 'groups', property: string): Verbs {
  const kept = (properties: Properties) => ({
    holder: textOf(properties, property) ?? null,
    roles: mapsAt(properties, 'roles'),
  });
  const move = async (context: Context, after: Properties | undefined): Promise<void> => {
    const old = textOf(context.data, 'holder');
    const holder = after === undefined ? undefined : textOf(after, property);
    const [before, roles] = [mapsAt(context.data, 'roles'), after === undefined ? [] : mapsAt(after, 'roles')];
    if (old !== undefined && old !== holder) await setGrants(context, [kind, old], before, []);
    if (holder !== undefined) await setGrants(context, [kind, holder], old === holder ? before : [], roles);
  };
  return {
    async create(context, properties) {
      await move(context, properties);
      return { id: null, data: kept(properties) };
    },
    async update(context, { after }) {
      await move(context, after);
      await context.save({ data: kept(after) });
    },
    delete: (context) => move(context, undefined),
  };
}
