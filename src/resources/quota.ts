/** Quota sets: a project always has one, so making the resource sets limits and deleting it brings the defaults back. */
import { isMap, own, type ValueMap } from '../expressions/values.ts';
import { mapAt, omit, textOf, withoutNulls } from './access.ts';
import type { Context, Properties, ResourceType } from './contract.ts';
import type { Verbs } from './define.ts';
import { unlessGone } from './patience.ts';
import { int, range, ref, type Property } from './schema.ts';
import { atLeastOneOf } from './words.ts';

export interface QuotaSpec {
  readonly service: string;
  /** Path of the quota sets; a project's is below it. */
  readonly path: string;
  readonly envelope: string;
  readonly limits: readonly string[];
  /** Throws where the limits cannot be set. */
  readonly check?: (context: Context, project: string, limits: ValueMap) => Promise<void>;
}

/** The properties of a quota type: the project, and a limit each, -1 for none. */
export function quotaProperties(limits: readonly string[]): Record<string, Property> {
  const limit = int({ update: true, constraints: [range({ min: -1 })] });
  return {
    project: ref('keystone.project', { required: true }),
    ...Object.fromEntries(limits.map((name) => [name, limit])),
  };
}

/** Heat's check: at least one limit. */
export const quotaProblems =
  (limits: readonly string[]): NonNullable<ResourceType['validate']> =>
  (properties, known) =>
    limits.every((name) => known(name) && (own(properties, name) ?? null) === null)
      ? [atLeastOneOf(...limits.toSorted())]
      : [];

export function quota({ service, path, envelope, check }: QuotaSpec): Verbs {
  const at = (context: Context): string => `${path}/${textOf(context.data, 'project') ?? ''}`;
  const set = async (context: Context, properties: Properties): Promise<void> => {
    const project = textOf(properties, 'project') ?? '';
    const limits = withoutNulls(omit(properties, 'project')) as ValueMap;
    await check?.(context, project, limits);
    await context.cloud.service(service).put(`${path}/${project}`, { [envelope]: limits }, { signal: context.signal });
  };
  return {
    async create(context, properties) {
      await set(context, properties);
      return { id: context.physicalName, data: { project: textOf(properties, 'project') ?? null } };
    },
    update: (context, { after }) => set(context, after),
    async read(context) {
      const answer = await unlessGone(context.cloud.service(service).get(at(context), { signal: context.signal }));
      return isMap(answer) ? mapAt(answer, envelope) : undefined;
    },
    async delete(context) {
      if (textOf(context.data, 'project') === undefined) return;
      await unlessGone(context.cloud.service(service).delete(at(context), { signal: context.signal }));
    },
  };
}
