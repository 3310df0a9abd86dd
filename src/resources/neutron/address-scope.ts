import { defineResource } from '../define.ts';
import { bool, custom, int, oneOf, str } from '../schema.ts';
import { neutron } from './neutron.ts';

export default defineResource({
  type: 'OS::Neutron::AddressScope',
  description: 'A realm in which addresses do not overlap.',
  since: '6.0.0',
  service: 'network',
  extension: 'address-scope',
  properties: {
    name: str({ update: true }),
    shared: bool({ update: true, default: false }),
    tenant_id: str({ constraints: [custom('keystone.project')] }),
    ip_version: int({ default: 4, constraints: [oneOf(4, 6)] }),
  },
  api: neutron({
    path: '/address-scopes',
    envelope: 'address_scope',
    collection: 'address_scopes',
    // Address scopes have no time of creation.
    created: false,
    identify: ['ip_version', 'shared'],
  }),
});
