import { isMap } from '../../expressions/values.ts';
import { mapsAt } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { attr, bool, list, ref, str } from '../schema.ts';
import { keystone } from './keystone.ts';

const api = keystone({ path: '/projects', envelope: 'project', fields: { domain: 'domain_id', parent: 'parent_id' } });

/** Removes the security group that Neutron has made for the project, which nobody could remove afterwards. */
async function removeDefaultGroup(context: Context, project: string): Promise<void> {
  if (!(await context.cloud.has('network'))) return;
  const network = context.cloud.service('network');
  const query = { project_id: project, name: 'default', fields: 'id' };
  const answer = await network.get('/security-groups', { query, signal: context.signal });
  for (const group of mapsAt(isMap(answer) ? answer : {}, 'security_groups')) {
    await unlessGone(network.delete(`/security-groups/${String(group['id'])}`, { signal: context.signal }));
  }
}

export default defineResource({
  type: 'OS::Keystone::Project',
  description: 'A project: what owns objects and has quotas.',
  since: '2015.1',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    domain: ref('keystone.domain', { update: true, default: 'default' }),
    description: str({ update: true, default: '' }),
    enabled: bool({ update: true, default: true }),
    parent: ref('keystone.project'),
    tags: list({ update: true, default: [] }),
  },
  attributes: {
    name: attr('string'),
    parent_id: attr('string'),
    domain_id: attr('string'),
    enabled: attr('boolean'),
    is_domain: attr('boolean'),
  },
  api,
  async delete(context, properties) {
    if (context.id === undefined) return;
    await removeDefaultGroup(context, context.id);
    await api.delete(context, properties);
  },
});
