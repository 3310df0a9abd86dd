import { mapsAt } from '../access.ts';
import { defineResource } from '../define.ts';
import { ref, str } from '../schema.ts';
import { rolesProblems, rolesProperty, setGrants } from './grants.ts';
import { keystone } from './keystone.ts';

const api = keystone({
  path: '/groups',
  envelope: 'group',
  fields: { domain: 'domain_id' },
  without: ['roles'],
  finish: (properties) => {
    const roles = mapsAt(properties, 'roles');
    return roles.length === 0 ? undefined : (context, id) => setGrants(context, ['groups', id], [], roles);
  },
});

export default defineResource({
  type: 'OS::Keystone::Group',
  description: 'A group of users, with roles.',
  since: '2015.1',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    domain: ref('keystone.domain', { update: true, default: 'default' }),
    description: str({ update: true, default: '' }),
    roles: rolesProperty,
  },
  validate: rolesProblems,
  api,
  async update(context, change) {
    await api.update(context, change);
    const { before, after, changed } = change;
    if (changed.has('roles'))
      await setGrants(context, ['groups', context.id!], mapsAt(before, 'roles'), mapsAt(after, 'roles'));
  },
});
