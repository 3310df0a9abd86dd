import { textOf } from '../access.ts';
import { defineResource } from '../define.ts';
import { oneOf, str } from '../schema.ts';
import { neutron } from './neutron.ts';

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  network: ['access_as_shared', 'access_as_external'],
  qos_policy: ['access_as_shared'],
};

export default defineResource({
  type: 'OS::Neutron::RBACPolicy',
  description: 'Lets another project use a network or a QoS policy.',
  since: '6.0.0',
  service: 'network',
  extension: 'rbac-policies',
  properties: {
    object_type: str({ required: true, constraints: [oneOf('network', 'qos_policy')] }),
    target_tenant: str({ required: true, update: true }),
    action: str({ required: true, constraints: [oneOf('access_as_shared', 'access_as_external')] }),
    object_id: str({ required: true }),
    tenant_id: str(),
  },
  validate(properties, known, name) {
    const [type, action] = [textOf(properties, 'object_type') ?? '', textOf(properties, 'action') ?? ''];
    const valid = ACTIONS[type];
    if (valid === undefined || !known('action') || valid.includes(action)) return [];
    const where = `Property error: resources.${name}.properties.action: `;
    return [`${where}Invalid action "${action}" for object type ${type}. Valid actions: ${valid.join(', ')}`];
  },
  async translate(properties, finder) {
    const [type, object] = [textOf(properties, 'object_type'), textOf(properties, 'object_id')];
    if (object === undefined || type === undefined) return properties;
    return { ...properties, object_id: await finder.id(`neutron.${type}`, object) };
  },
  api: neutron({
    path: '/rbac-policies',
    envelope: 'rbac_policy',
    collection: 'rbac_policies',
    name: false,
    created: false,
    identify: ['object_type', 'object_id', 'action', 'target_tenant'],
  }),
});
