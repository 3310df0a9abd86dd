import { mapsAt, textsAt } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { attr, bool, listOf, ref, str } from '../schema.ts';
import { rolesProblems, rolesProperty, setGrants } from './grants.ts';
import { keystone } from './keystone.ts';

async function setGroups(
  context: Context,
  user: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const identity = context.cloud.service('identity');
  const path = (group: string): string => `/groups/${group}/users/${user}`;
  for (const group of after.filter((item) => !before.includes(item))) {
    await identity.put(path(group), undefined, { signal: context.signal });
  }
  for (const group of before.filter((item) => !after.includes(item))) {
    await unlessGone(identity.delete(path(group), { signal: context.signal }));
  }
}

function finish(properties: Properties): ((context: Context, id: string) => Promise<void>) | undefined {
  const [groups, roles] = [textsAt(properties, 'groups'), mapsAt(properties, 'roles')];
  if (groups.length === 0 && roles.length === 0) return undefined;
  return async (context, id) => {
    await setGroups(context, id, [], groups);
    await setGrants(context, ['users', id], [], roles);
  };
}

const api = keystone({
  path: '/users',
  envelope: 'user',
  fields: { domain: 'domain_id', default_project: 'default_project_id' },
  without: ['groups', 'roles'],
  finish,
});

export default defineResource({
  type: 'OS::Keystone::User',
  description: 'A user, with groups and roles.',
  since: '2015.1',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    domain: ref('keystone.domain', { update: true, default: 'default' }),
    description: str({ update: true, default: '' }),
    enabled: bool({ update: true, default: true }),
    email: str({ update: true }),
    password: str({ update: true }),
    default_project: ref('keystone.project', { update: true }),
    groups: listOf(ref('keystone.group'), { update: true }),
    roles: rolesProperty,
  },
  attributes: {
    name: attr('string'),
    default_project_id: attr('string'),
    domain_id: attr('string'),
    enabled: attr('boolean'),
    password_expires_at: attr('string'),
  },
  validate: rolesProblems,
  api,
  async update(context, change) {
    await api.update(context, change);
    const { before, after, changed } = change;
    if (changed.has('groups'))
      await setGroups(context, context.id!, textsAt(before, 'groups'), textsAt(after, 'groups'));
    if (changed.has('roles'))
      await setGrants(context, ['users', context.id!], mapsAt(before, 'roles'), mapsAt(after, 'roles'));
  },
});
