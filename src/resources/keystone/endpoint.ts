import { defineResource } from '../define.ts';
import { bool, oneOf, ref, str } from '../schema.ts';
import { keystone } from './keystone.ts';

export default defineResource({
  type: 'OS::Keystone::Endpoint',
  description: 'Where a service of the catalog is reached.',
  since: '5.0.0',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    region: ref('keystone.region', { update: true }),
    service: ref('keystone.service', { required: true, update: true }),
    interface: str({ required: true, update: true, constraints: [oneOf('public', 'internal', 'admin')] }),
    url: str({ required: true, update: true }),
    enabled: bool({ update: true, default: true }),
  },
  api: keystone({
    path: '/endpoints',
    envelope: 'endpoint',
    fields: { region: 'region_id', service: 'service_id' },
    identify: ['service_id', 'interface', 'url'],
  }),
});
