import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { bool, str } from '../schema.ts';
import { keystone } from './keystone.ts';

const api = keystone({ path: '/domains', envelope: 'domain' });

export default defineResource({
  type: 'OS::Keystone::Domain',
  description: 'A domain: a realm of users, groups and projects.',
  since: '8.0.0',
  service: 'identity',
  adminOnly: true,
  properties: {
    name: str({ update: true }),
    description: str({ update: true }),
    enabled: bool({ update: true, default: true }),
  },
  api,
  async delete(context, properties) {
    if (context.id === undefined) return;
    // Keystone refuses to delete a domain that is enabled.
    await unlessGone(
      api.client(context).patch(api.at(context), { domain: { enabled: false } }, { signal: context.signal }),
    );
    await api.delete(context, properties);
  },
});
