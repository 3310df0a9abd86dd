import { own } from '../../expressions/values.ts';
import { textOf } from '../access.ts';
import { defineResource } from '../define.ts';
import { bool, ref, str } from '../schema.ts';
import { keystone } from './keystone.ts';

const api = keystone({
  path: '/regions',
  envelope: 'region',
  name: 'id',
  fields: { parent_region: 'parent_region_id' },
});

export default defineResource({
  type: 'OS::Keystone::Region',
  description: 'A region of the service catalog.',
  since: '6.0.0',
  service: 'identity',
  adminOnly: true,
  properties: {
    id: str(),
    parent_region: ref('keystone.region', { update: true }),
    description: str({ update: true }),
    enabled: bool({ update: true, default: true }),
  },
  api,
  async find(context, properties) {
    // A region's id is its name, and the template's to choose.
    const id = textOf(properties, 'id');
    if (id === undefined) return api.find(context, properties);
    const live = await api.read(context.id === undefined ? { ...context, id } : context);
    const others = own(context.data, 'others');
    return live === undefined || !Array.isArray(others) || others.includes(id) ? undefined : { id };
  },
});
