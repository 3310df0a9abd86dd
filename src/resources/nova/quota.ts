import { defineResource } from '../define.ts';
import { quota, quotaProblems, quotaProperties } from '../quota.ts';

const limits = [
  'cores',
  'fixed_ips',
  'floating_ips',
  'instances',
  'injected_files',
  'injected_file_content_bytes',
  'injected_file_path_bytes',
  'key_pairs',
  'metadata_items',
  'ram',
  'security_groups',
  'security_group_rules',
  'server_groups',
  'server_group_members',
];

export default defineResource({
  type: 'OS::Nova::Quota',
  description: 'How many servers, cores and the like a project may have.',
  since: '8.0.0',
  service: 'compute',
  adminOnly: true,
  properties: quotaProperties(limits),
  validate: quotaProblems(limits),
  api: quota({ service: 'compute', path: '/os-quota-sets', envelope: 'quota_set', limits }),
});
