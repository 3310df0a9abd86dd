import { defineResource } from '../define.ts';
import { attr, bool, str } from '../schema.ts';
import { neutron } from './neutron.ts';

export default defineResource({
  type: 'OS::Neutron::QoSPolicy',
  description: 'Rules for the quality of service of ports and networks.',
  since: '6.0.0',
  service: 'network',
  extension: 'qos',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    description: str({ update: true }),
    shared: bool({ update: true, default: false }),
    tenant_id: str(),
  },
  attributes: { rules: attr('list') },
  api: neutron({ path: '/qos/policies', envelope: 'policy', identify: ['shared'] }),
});
