import { defineResource } from '../define.ts';
import { ref, str } from '../schema.ts';
import { keystone } from './keystone.ts';

export default defineResource({
  type: 'OS::Keystone::Role',
  description: 'A role that users and groups can be given.',
  since: '2015.1',
  service: 'identity',
  adminOnly: true,
  properties: { name: str({ update: true }), domain: ref('keystone.domain') },
  api: keystone({ path: '/roles', envelope: 'role', fields: { domain: 'domain_id' } }),
});
