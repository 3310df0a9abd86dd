import { defineResource } from '../define.ts';
import { bool, str } from '../schema.ts';
import { keystone } from './keystone.ts';

export default defineResource({
  type: 'OS::Keystone::Service',
  description: 'A service of the catalog.',
  since: '5.0.0',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    description: str({ update: true }),
    type: str({ required: true, update: true }),
    enabled: bool({ update: true, default: true }),
  },
  api: keystone({ path: '/services', envelope: 'service', identify: ['type'] }),
});
