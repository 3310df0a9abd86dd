import { own } from '../../expressions/values.ts';
import { given, mapAt, textsAt, withoutNulls } from '../access.ts';
import { defineResource } from '../define.ts';
import { rest } from '../rest.ts';
import { listOf, mapOf, num, oneOf, str } from '../schema.ts';

export default defineResource({
  type: 'OS::Nova::ServerGroup',
  description: 'Servers to be kept together on a host, or apart.',
  since: '2014.2',
  service: 'compute',
  properties: {
    name: str(),
    policies: listOf(str(), {
      default: ['anti-affinity'],
      constraints: [oneOf('anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity')],
    }),
    rules: mapOf({ max_server_per_host: num() }),
  },
  api: rest({
    service: 'compute',
    path: '/os-server-groups',
    envelope: 'server_group',
    collection: 'server_groups',
    // Since 2.64 a group has one policy, with rules.
    microversion: '2.64',
    created: false,
    identify: ['policy'],
    body: (properties) => ({
      ...(own(properties, 'name') ? { name: properties['name']! } : {}),
      policy: textsAt(properties, 'policies')[0] ?? 'anti-affinity',
      ...(given(properties, 'rules') ? { rules: withoutNulls(mapAt(properties, 'rules')) } : {}),
    }),
  }),
});
