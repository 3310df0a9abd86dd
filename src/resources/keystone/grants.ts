/** Roles that users and groups have on projects and domains. */
import { equal, type Value, type ValueMap } from '../../expressions/values.ts';
import { given, mapsAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { unlessGone } from '../patience.ts';
import { listOf, mapOf, ref } from '../schema.ts';
import { cannotCombine } from '../words.ts';

/** Who has the roles: the path segment and the id. */
export type Holder = readonly ['users' | 'groups', string];

/** The schema of the property `roles`. */
export const rolesProperty = listOf(
  mapOf({
    role: ref('keystone.role', { required: true }),
    project: ref('keystone.project'),
    domain: ref('keystone.domain'),
  }),
  { update: true },
);

/** Heat's check of `roles`. */
export function rolesProblems(properties: Properties): string[] {
  return mapsAt(properties, 'roles').flatMap((grant) => {
    const [project, domain] = [given(grant, 'project'), given(grant, 'domain')];
    if (project && domain) return [cannotCombine('project', 'domain')];
    return project || domain
      ? []
      : [`Either project or domain must be specified for role ${textOf(grant, 'role') ?? ''}`];
  });
}

function pathOf(grant: ValueMap, [kind, holder]: Holder): string {
  const project = textOf(grant, 'project');
  const target = project === undefined ? `/domains/${textOf(grant, 'domain') ?? ''}` : `/projects/${project}`;
  return `${target}/${kind}/${holder}/roles/${textOf(grant, 'role') ?? ''}`;
}

/** Grants what is new in `after` and takes back what only `before` has; doing it again does no harm. */
export async function setGrants(
  context: Context,
  holder: Holder,
  before: readonly ValueMap[],
  after: readonly ValueMap[],
): Promise<void> {
  const identity = context.cloud.service('identity');
  const has = (list: readonly ValueMap[], grant: ValueMap): boolean =>
    list.some((item) => equal(item as Value, grant as Value));
  for (const grant of after.filter((item) => !has(before, item))) {
    await identity.put(pathOf(grant, holder), undefined, { signal: context.signal });
  }
  for (const grant of before.filter((item) => !has(after, item))) {
    await unlessGone(identity.delete(pathOf(grant, holder), { signal: context.signal }));
  }
}
